#include "forms_page.hpp"

#include <algorithm>
#include <map>
#include <regex>
#include <utility>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/forms/submission.hpp>

#include "chapter.hpp"
#include "markdown.hpp"

namespace portico::reference {

namespace {

using namespace forms;

constexpr const char* example_files[] = {"field_examples.cpp", "form_examples.cpp", "model_field_examples.cpp", "widget_examples.cpp"};

/// The lines of the example above the call, from the start of its function.
std::string code_above(const std::string& call) {
    for (const char* file : example_files) {
        const std::string source = text_of(example_folder() / file);
        auto end = source.find("    " + call);
        if (end == std::string::npos) continue;
        auto begin = source.rfind("(FormsPage& page) {\n", end);
        std::string code;
        const std::string body = source.substr(begin, end - begin);
        for (auto line : text::split(body, '\n')) {
            if (line.starts_with("    ")) code += std::string(line.substr(4)) + "\n";
        }
        return std::string(text::trim(code));
    }
    throw Error("no example has the line \"" + call + "\"");
}

std::string moment_text(DateTime moment) { return text::replace_all(to_iso(moment).substr(0, 16), "T", " "); }

/// A value as C++ would have it, in short.
std::string shown(const Value& value) {
    if (const UploadedFile* file = uploaded_file(value)) return file->name() + ", " + std::to_string(file->size()) + " bytes";
    if (auto* list = value.as_list()) {
        std::string out;
        for (const auto& item : *list) out += (out.empty() ? "" : ", ") + shown(item);
        return "[" + out + "]";
    }
    if (auto* moment = value.as_date_time()) return "DateTime " + moment_text(*moment) + " UTC";
    if (auto* date = value.as_date()) return "Date " + to_iso(*date);
    if (value.as_time()) return "Time " + value.str();
    if (value.as_duration()) return "Duration " + value.str();
    if (value.as_decimal()) return "Decimal " + value.str();
    if (value.as_uuid()) return "Uuid " + value.str();
    if (value.as_struct()) return "the row " + value.str();
    return to_json(value);
}

/// Empty lines, which templates leave between elements, say nothing to a reader.
std::string html_block(const std::string& html) {
    std::string out;
    for (auto line : text::split(html, '\n')) {
        if (!text::trim(line).empty()) out += (out.empty() ? "" : "\n") + std::string(line);
    }
    return fenced("html", out);
}

/// A field's control with the attributes that follow from its limits.
std::string control(const Field& field) {
    Attributes attributes;
    field.widget_attributes(*field.widget, attributes);
    return field.widget->render("name", {}, attributes);
}

std::string cell(const std::string& text) { return "`" + text::replace_all(text, "|", "\\|") + "`"; }

/// The clean value, or the codes and messages.
std::string outcome(const Field& field, const Value& sent) {
    try {
        return cell(shown(field.clean(sent)));
    } catch (const ValidationError& error) {
        std::string out;
        for (const auto& fault : error.faults()) out += (out.empty() ? "" : "<br>") + cell(fault.code) + " " + text::html_escape(fault.text());
        return out;
    }
}

} // namespace

void FormsPage::entry(const std::string& name, const std::string& text, const std::string& call) {
    names_.push_back(name);
    index_ += (std::exchange(first_, false) ? ": " : ", ") + link(name, "#" + anchor(name));
    out_ += "\n### `" + name + "`\n\n" + text + "\n\n" + fenced("cpp", code_above(call));
}

void FormsPage::field(const std::string& name, const std::string& text, Field& example, const std::vector<Value>& sent) {
    example.name = text::lower(name);
    example.use(example.widget);
    entry(name, text, "page.field(\"" + name + "\"");
    out_ += "\n| sent | clean value, or code and message |\n|---|---|\n";
    for (const auto& value : sent) out_ += "| " + cell(shown(value)) + " | " + outcome(example, value) + " |\n";
    out_ += "\n" + html_block(control(example));
}

void FormsPage::widget(const std::string& name, const std::string& text, const Widget& example, const Value& value) {
    entry(name, text, "page.widget(\"" + name + "\"");
    out_ += "\nwith " + cell(shown(value)) + " writes\n\n" + html_block(example.render("name", value, {{"id", "id_name"}}));
}

void FormsPage::part(const std::string& title, const std::string& text, const std::vector<std::string>& html, const std::string& result) {
    out_ += "\n### " + title + "\n\n" + text + "\n\n" + fenced("cpp", code_above("page.part(\"" + title + "\""));
    if (!result.empty()) out_ += "\n" + result + "\n";
    for (const auto& one : html) out_ += "\n" + html_block(one);
}

void FormsPage::heading(const std::string& title, const std::string& text) {
    index_ += (index_.empty() ? "" : "\n") + ("- [" + title + "](#" + anchor(title) + ")");
    first_ = true;
    out_ += "\n## " + title + "\n\n" + text + "\n";
}

std::string FormsPage::text() const {
    return generated_note("field_examples.cpp, widget_examples.cpp …") + text_of(example_folder() / "forms_intro.md") + "\n" + index_ + "\n" + out_;
}

FormsPage forms_page() {
    FrozenClock clock(parse_date_time("2026-11-22T14:05:00Z").value());
    FormsPage page;
    add_forms(page);
    add_fields(page);
    add_model_fields(page);
    add_widgets(page);
    return page;
}

std::vector<std::string> classes_below(const std::string& base) {
    std::map<std::string, std::string> bases;
    const std::regex declaration("class (\\w+) : public (\\w+) \\{");
    for (const auto& header : std::filesystem::directory_iterator(std::filesystem::path(PORTICO_SOURCE_DIR) / "forms/include/portico/forms")) {
        const std::string source = text_of(header.path());
        for (std::sregex_iterator found(source.begin(), source.end(), declaration), end; found != end; ++found) bases[(*found)[1]] = (*found)[2];
    }
    std::vector<std::string> out;
    for (const auto& [name, direct] : bases) {
        std::string above = direct;
        while (above != base && bases.contains(above)) above = bases[above];
        if (above == base) out.push_back(name);
    }
    return out;
}

} // namespace portico::reference
