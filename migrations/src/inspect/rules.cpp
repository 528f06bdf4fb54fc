#include "rules.hpp"

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/migrations/state.hpp>

#include "checks.hpp"
#include "members.hpp"
#include "names.hpp"

namespace portico::migrations::inspect {

namespace {

/// One part of an index.
struct Part {
    std::string column{}, expression{}, opclass{};
    bool descending = false;
};

Part part_of(std::string text, const LiveTable& table) {
    Part part;
    if (text.ends_with(" DESC")) part.descending = true, text.resize(text.size() - 5);
    if (const auto space = text.rfind(' '); space != text.npos && text.ends_with("_ops")) {
        part.opclass = text.substr(space + 1);
        text.resize(space);
    }
    if (text.size() > 1 && text.starts_with('"') && text.ends_with('"')) text = text::replace_all(text.substr(1, text.size() - 2), "\"\"", "\"");
    (table.find(text) ? part.column : part.expression) = text;
    return part;
}

/// Nothing but columns, upwards, of all rows.
bool is_plain(const LiveIndex& index, const std::vector<Part>& parts) {
    const bool simple = index.condition.empty() && index.include.empty() && !index.deferrable && index.nulls_distinct && (index.method.empty() || index.method == "btree");
    return simple && std::all_of(parts.begin(), parts.end(), [](const Part& part) { return !part.column.empty() && !part.descending && part.opclass.empty(); });
}

std::string raw(const Struct& model, const std::string& type, const std::string& sql) {
    return "orm::raw<" + model.name + ", " + type + ">(R\"sql(" + sql + ")sql\")";
}

std::string condition(const Struct& model, const std::string& sql) { return "orm::raw_condition<" + model.name + ">(R\"sql(" + sql + ")sql\")"; }

/// C++ takes {} for a value.
bool can_be_raw(const std::string& sql) { return sql.find("{}") == sql.npos && sql.find(")sql\"") == sql.npos; }

std::string pointer(const Struct& model, const std::string& column) {
    const Member* member = model.of_column(column);
    return member ? "&" + model.name + "::" + member->name : "";
}

std::string terms(Struct& model, const std::vector<Part>& parts) {
    std::vector<std::string> all;
    for (const Part& part : parts) {
        const std::string at = pointer(model, part.column);
        if (at.empty()) model.raw = true;
        all.push_back(at.empty() ? raw(model, "std::string", part.expression) : part.descending ? "-F(" + at + ")" : at);
    }
    return text::join(all, ", ");
}

std::string more_of(Struct& model, const LiveIndex& index, const std::vector<Part>& parts) {
    std::string more;
    if (!index.name.starts_with("sqlite_autoindex_")) more += ".name(" + quoted(index.name) + ")";
    if (!index.condition.empty()) {
        more += ".where(" + condition(model, index.condition) + ")";
        model.raw = true;
    }
    std::vector<std::string> beside, classes;
    for (const std::string& column : index.include) beside.push_back(pointer(model, column));
    if (!beside.empty()) more += ".include(" + text::join(beside, ", ") + ")";
    if (!index.method.empty() && index.method != "btree") more += ".type(orm::IndexType::" + index.method + ")";
    for (const Part& part : parts) classes.push_back(quoted(part.opclass));
    if (std::any_of(parts.begin(), parts.end(), [](const Part& part) { return !part.opclass.empty(); })) more += ".opclasses({" + text::join(classes, ", ") + "})";
    if (!index.nulls_distinct) more += ".nulls_distinct(false)";
    if (index.deferrable) more += ".deferrable()";
    return more;
}

Member* member_of(Struct& model, const std::string& column) { return const_cast<Member*>(std::as_const(model).of_column(column)); }

bool is_relation(const Member& member) { return member.type.starts_with("orm::") && !member.type.starts_with("orm::Id<"); }
bool is_one_to_one(const Member& member) { return member.type.find("OneToOne<") != member.type.npos; }
bool has(const Member& member, const std::string& option) { return std::find(member.options.begin(), member.options.end(), option) != member.options.end(); }

/// An index over one column that its member brings along, or can: true where nothing is left to say.
bool belongs_to_member(Struct& model, const LiveIndex& index, const std::vector<Part>& parts) {
    if (parts.size() != 1 || !is_plain(index, parts)) return false;
    Member* member = member_of(model, parts.front().column);
    if (!member || is_key(*model.table, member->column)) return false;
    if (index.unique) {
        if (is_one_to_one(*member)) return true;
        if (has(*member, ".unique()")) return false;
        return member->options.push_back(".unique()"), true;
    }
    if (is_relation(*member)) {
        const auto without = std::find(member->options.begin(), member->options.end(), ".index(false)");
        if (without == member->options.end()) return false;
        return member->options.erase(without), true;
    }
    if (has(*member, ".index()") || index.name != index_name(model.table->name, {member->column})) return false;
    return member->options.push_back(".index()"), true;
}

void add_index(Struct& model, const LiveIndex& index) {
    std::vector<Part> parts;
    for (const std::string& part : index.parts) parts.push_back(part_of(part, *model.table));
    if (belongs_to_member(model, index, parts)) return;
    const bool sayable = std::all_of(parts.begin(), parts.end(), [&](const Part& part) { return can_be_raw(part.expression) && !(part.descending && part.column.empty()); });
    if (!sayable || !can_be_raw(index.condition)) return model.notes.push_back("the index " + index.name + " is not carried over");
    std::string rule = (index.unique ? "unique_together(" : "index(") + terms(model, parts) + ")" + more_of(model, index, parts);
    model.rules.push_back(std::move(rule));
}

/// Is it said by the type of a column?
bool belongs_to_column(const Struct& model, const std::string& condition) {
    for (const LiveColumn& column : model.table->columns) {
        const Member* member = model.of_column(column.name);
        if (!member) continue;
        if (forbids_negative(condition, column.name) && member->type.find("std::uint") != member->type.npos) return true;
        if (wants_json(condition, column.name)) return true;
        const auto values = allowed_texts(condition, column.name);
        if (values && std::any_of(model.enumerations.begin(), model.enumerations.end(), [&](const Enumeration& one) { return one.values == *values && member->type.find(one.name) != member->type.npos; }))
            return true;
    }
    return false;
}

void add_checks(Struct& model) {
    std::size_t number = 0;
    for (const LiveCheck& check : model.table->checks) {
        const std::string text = condition_of(check);
        if (text.empty()) {
            model.notes.push_back("not carried over: " + check.name + " " + check.condition);
            continue;
        }
        ++number;
        if (belongs_to_column(model, text)) continue;
        if (!can_be_raw(text)) {
            model.notes.push_back("the check " + check.name + " is not carried over: " + text);
            continue;
        }
        const std::string name = check.name.empty() ? model.table->name + "_check" + std::to_string(number) : check.name;
        model.rules.push_back("check(" + quoted(name) + ", " + condition(model, text) + ")");
        model.raw = true;
    }
}

}  // namespace

void add_rules(Struct& model, const Options& options) {
    if (model.table->name != default_table(options.app, model.name)) model.rules.push_back("table(" + quoted(model.table->name) + ")");
    if (options.views.contains(model.table->name)) {
        model.rules.push_back("managed(false)");
        model.notes.push_back("A view: is \"" + model.table->key.front() + "\" another in each row? Each model has a key.");
    }
    for (const LiveIndex& index : model.table->indexes) add_index(model, index);
    add_checks(model);
    if (!model.table->comment.empty()) model.rules.push_back("db_comment(" + quoted(model.table->comment) + ")");
}

}  // namespace portico::migrations::inspect
