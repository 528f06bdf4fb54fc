#include <portico/migrations/migration.hpp>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include <portico/base/json.hpp>
#include <portico/base/json_keys.hpp>
#include <portico/base/text.hpp>

#include "field_text.hpp"
#include "halves.hpp"

namespace portico::migrations {

namespace {

std::size_t line_of(std::string_view text, std::size_t position) {
    return 1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(std::min(position, text.size())), '\n'));
}

/// The lines on which the items of the list "operations" begin. The text is known to be JSON.
std::vector<std::size_t> lines_of_operations(std::string_view text) {
    std::vector<std::size_t> lines;
    std::size_t depth = 0, line = 1;
    std::string last_text;
    bool inside = false, item = false;  // in the list; where an item of it should begin
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (item && text[i] != ']' && !std::strchr(" \t\r\n", text[i])) {
            lines.push_back(line);
            item = false;
        }
        switch (text[i]) {
        case '\n': ++line; break;
        case '"': {
            std::size_t end = i + 1;
            while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
            if (depth == 1) last_text = text.substr(i + 1, end - i - 1);
            i = end;
            break;
        }
        case ',': item = inside && depth == 2; break;
        case '[':
            if (depth == 1 && last_text == "operations") inside = item = true;
            ++depth;
            break;
        case '{': ++depth; break;
        case ']':
            if (--depth == 1) inside = item = false;
            break;
        case '}': --depth; break;
        default: break;
        }
    }
    return lines;
}

Value parse_or_throw(std::string_view text, const std::string& file) {
    try {
        Value parsed = parse_json(text);
        if (auto twice = repeated_key(text)) throw JsonError("\"" + twice->name + "\" stands twice in one object", twice->position);
        return parsed;
    } catch (const JsonError& error) {
        const std::string at = file + ":" + std::to_string(line_of(text, error.position())) + ": ";
        if (text.find("<<<<<<<") != std::string_view::npos)
            throw MigrationError(at + "a merge conflict was left in the file", "resolve it as in any other file");
        throw MigrationError(at + error.what(), error.hint());
    }
}

/// JSON on one line, with a space where a person would put one.
void append_spaced(std::string& out, const Value& value) {
    const Map* map = value.as_map();
    const List* list = value.as_list();
    if (!map && !list) return append_json(out, value);
    out += map ? '{' : '[';
    bool first = true;
    auto separate = [&] { out += std::exchange(first, false) ? "" : ", "; };
    if (map) {
        for (const auto& [key, item] : *map) {
            separate();
            append_json_string(out, key);
            out += ": ";
            append_spaced(out, item);
        }
    } else {
        for (const Value& item : *list) {
            separate();
            append_spaced(out, item);
        }
    }
    out += map ? '}' : ']';
}

/// Objects with everything on one line, except that the fields of a model have one each.
std::string operation_text(const Map& map) {
    std::string out;
    if (!map.find("fields")) return append_spaced(out, Value(map)), out;
    out = "{";
    for (const auto& [key, value] : map) {
        if (out.size() > 1) out += ", ";
        append_json_string(out, key);
        out += ": ";
        if (key != "fields" && key != "indexes" && key != "checks") {
            append_spaced(out, value);
            continue;
        }
        out += "[";
        const List& items = *value.as_list();
        for (std::size_t i = 0; i < items.size(); ++i) {
            out += i == 0 ? "\n      " : ",\n      ";
            append_spaced(out, items[i]);
        }
        out += "\n    ]";
    }
    return out + "}";
}

}  // namespace

int Migration::number() const {
    int number = 0;
    std::from_chars(name.data(), name.data() + std::min<std::size_t>(name.size(), 4), number);
    return number;
}

std::string Migration::where(std::size_t operation) const {
    if (operation >= lines.size()) return file;
    return file + ":" + std::to_string(lines[operation]);
}

Migration parse_migration(std::string_view text, const std::string& app, const std::string& name, const std::string& file) {
    Migration migration{.app = app, .name = name, .file = file};
    const Value parsed = parse_or_throw(text, file);
    if (!parsed.as_map()) throw MigrationError(file + ":1: a migration is an object: {\"operations\": […]}");
    List operations;
    try {
        Entries entries(*parsed.as_map(), "the migration");
        if (entries.has("dependencies"))
            for (const auto& [other, dependency] : entries.map("dependencies")) {
                if (!dependency.as_text()) entries.fail("\"dependencies\" must be an object of app and migration");
                migration.dependencies[other] = *dependency.as_text();
            }
        if (!entries.has("operations")) entries.fail("\"operations\" is missing");
        operations = entries.list_or_empty("operations");
        migration.replaces = entries.texts("replaces");
        migration.atomic = entries.flag("atomic", true);
        migration.comment = entries.text_or("comment", "");
        entries.finish();
    } catch (const MigrationError&) {
        throw;
    } catch (const Error& error) {
        throw MigrationError(file + ":1: " + error.what(), error.hint());
    }
    migration.lines = lines_of_operations(text);
    for (const Value& operation : operations) {
        const std::string at = migration.where(migration.operations.size()) + ": ";
        if (!operation.as_map()) throw MigrationError(at + "an operation is an object: {\"op\": …}");
        try {
            migration.operations.push_back(operation_from(*operation.as_map(), app));
            if (migration.atomic && migration.operations.back()->commits_itself())
                throw Error("to " + migration.operations.back()->describe() + " is nothing for a transaction",
                            "put it into a migration of its own that says \"atomic\": false");
        } catch (const Error& error) {
            throw MigrationError(at + error.what(), error.hint());
        }
    }
    join_halves(migration);
    return migration;
}

std::string to_text(const Migration& migration) {
    std::string out = "{\n";
    if (!migration.dependencies.empty()) {
        Map dependencies;
        for (const auto& [app, name] : migration.dependencies) dependencies.append(app, Value(name));
        out += "  \"dependencies\": ";
        append_spaced(out, Value(std::move(dependencies)));
        out += ",\n";
    }
    if (!migration.replaces.empty()) {
        out += "  \"replaces\": ";
        append_spaced(out, Value(List(migration.replaces.begin(), migration.replaces.end())));
        out += ",\n";
    }
    if (!migration.comment.empty()) {
        out += "  \"comment\": ";
        append_json_string(out, migration.comment);
        out += ",\n";
    }
    if (!migration.atomic) out += "  \"atomic\": false,\n";
    out += "  \"operations\": [";
    for (std::size_t i = 0; i < migration.operations.size(); ++i)
        out += (i == 0 ? "\n    " : ",\n    ") + operation_text(migration.operations[i]->to_map());
    return out + (migration.operations.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

void apply(const Migration& migration, ProjectState& state) {
    for (const OperationPointer& operation : migration.operations) operation->apply(state, migration.app);
}

}  // namespace portico::migrations
