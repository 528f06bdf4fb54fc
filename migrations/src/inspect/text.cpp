// The models as C++.
#include "text.hpp"

#include <portico/base/text.hpp>

#include "names.hpp"

namespace portico::migrations::inspect {

namespace {

bool is_described(const Struct& model) {
    if (!model.rules.empty()) return true;
    for (const Member& member : model.members)
        if (!member.options.empty()) return true;
    return false;
}

std::string forward_declarations(const Inspected& inspected) {
    std::string text;
    for (const auto& [table, name] : inspected.known) {
        const auto last = name.rfind("::");
        text += last == name.npos ? "struct " + name + ";\n" : "namespace " + name.substr(0, last) + " {\nstruct " + name.substr(last + 2) + ";\n}\n";
    }
    return text.empty() ? text : text + "\n";
}

std::string struct_text(const Struct& model) {
    std::string text;
    for (const Enumeration& one : model.enumerations) text += "enum class " + one.name + " { " + text::join(one.values, ", ") + " };\n\n";
    text += "/// Table " + model.table->name + ".\n";
    for (const std::string& note : model.notes) text += "// " + note + "\n";
    text += "struct " + model.name + " : orm::Model<" + model.name + "> {\n";
    for (const Member& member : model.members)
        text += "    " + member.type + " " + member.name + member.initial + ";" + (member.note.empty() ? "" : "  // " + member.note) + "\n";
    if (is_described(model)) text += "    static void describe(orm::Describe<" + model.name + ">& " + variable_name(model.name) + ");\n";
    return text + "};\n\n";
}

std::string describe_text(const Struct& model) {
    const std::string variable = variable_name(model.name);
    std::string text = "void " + model.name + "::describe(orm::Describe<" + model.name + ">& " + variable + ") {\n";
    for (const Member& member : model.members)
        if (!member.options.empty()) text += "    " + variable + ".field(&" + model.name + "::" + member.name + ")" + text::join(member.options, "") + ";\n";
    for (const std::string& rule : model.rules) text += "    " + variable + "." + rule + ";\n";
    return text + "}\n\n";
}

}  // namespace

std::string header_text(const Inspected& inspected, const std::string& app) {
    std::string text =
        "/// Written by inspectdb from the tables of a database. Which on_delete was meant no database keeps: without one it is protect, or set_null where a\n"
        "/// reference may be null.\n"
        "#pragma once\n#include <cstdint>\n#include <optional>\n#include <string>\n\n";
    std::set<std::string> headers = inspected.headers;
    headers.insert("portico/orm/model.hpp");
    for (const std::string& header : headers) text += "#include <" + header + ">\n";
    text += "\n" + forward_declarations(inspected) + "namespace " + app + " {\n\nnamespace orm = portico::orm;\n\n";
    for (const Struct& model : inspected.structs) text += "struct " + model.name + ";\n";
    text += "\n";
    for (const std::string& left_out : inspected.left_out) text += "// Left out: " + left_out + "\n";
    for (const Struct& model : inspected.structs) text += struct_text(model);
    return text + "}  // namespace " + app + "\n";
}

std::string source_text(const Inspected& inspected, const std::string& app, const std::string& header) {
    bool raw = false;
    std::vector<std::string> names;
    for (const Struct& model : inspected.structs) {
        raw = raw || model.raw;
        names.push_back(model.name);
    }
    std::string text = "// The app: App(" + quoted(app) + ").with(orm::models<" + text::join(names, ", ") + ">())\n#include " + quoted(header) + "\n\n";
    if (raw) text += "#include <portico/orm/sql.hpp>\n\n";
    text += "namespace " + app + " {\n\n";
    for (const Struct& model : inspected.structs)
        if (is_described(model)) text += describe_text(model);
    return text + "}  // namespace " + app + "\n";
}

}  // namespace portico::migrations::inspect
