#include "safety.hpp"

#include <algorithm>

#include <portico/base/text.hpp>

#include "fill.hpp"

namespace portico::migrations {

namespace {

std::string column_text(const ModelState& model, const FieldState& field) {
    return "\"" + model.table + "\".\"" + text::join(field.columns, "\", \"") + "\"";
}

std::string text_of(const Map& map, std::string_view key) {
    const Value* value = map.find(key);
    return value && value->is_text() ? value->str() : std::string();
}

/// The name of the field that an operation is about, before and after.
std::pair<std::string, std::string> field_names(const Map& map, const std::string& kind) {
    if (kind == "rename_field") return {text_of(map, "from"), text_of(map, "to")};
    const Value* field = map.find("field");
    const std::string name = field && field->as_map() ? text_of(*field->as_map(), "name") : text_of(map, "field");
    return {name, name};
}

bool allows_less(const FieldState& before, const FieldState& after) {
    if (after.choices.empty()) return false;
    if (before.choices.empty()) return true;
    return std::any_of(before.choices.begin(), before.choices.end(), [&](const Value& choice) {
        return std::find(after.choices.begin(), after.choices.end(), choice) == after.choices.end();
    });
}

bool is_shorter(const FieldState& before, const FieldState& after) {
    if (before.types.size() != 1 || after.types.size() != 1) return false;
    const auto was = before.types[0].max_length, is = after.types[0].max_length;
    return is && (!was || *is < *was);
}

void broken_by_relinking(const Change& change, std::vector<std::string>& broken) {
    const FieldState &before = *change.field, &after = *change.new_field;
    const std::string links = "\"" + before.through + "\"";
    if (loses_links(change)) broken.push_back("reads and writes links to \"" + before.to + "\" in " + links + ", which are all deleted");
    else if (before.through != after.through || before.through_from != after.through_from || before.through_to != after.through_to)
        broken.push_back("reads and writes " + links);
}

void broken_by_altering(const Change& change, std::vector<std::string>& broken) {
    const FieldState &before = *change.field, &after = *change.new_field;
    const std::string column = column_text(*change.model, before);
    if (before.columns != after.columns && before.has_columns()) broken.push_back("reads and writes " + column);
    if (before.has_columns() != after.has_columns()) return;
    if (!before.has_columns()) return broken_by_relinking(change, broken);
    const bool retyped = before.types.size() == after.types.size() && !std::equal(before.types.begin(), before.types.end(), after.types.begin(),
                                                                               [](auto& a, auto& b) { return a.kind == b.kind; });
    if (retyped) broken.push_back("reads and writes " + column + " as another type");
    if (before.generated.empty() && !after.generated.empty()) broken.push_back("writes " + column + ", which is computed");
    if (before.nullable && !after.nullable) broken.push_back("writes NULL to " + column);
    if (!before.nullable && after.nullable) broken.push_back("does not expect NULL in " + column);
    if (allows_less(before, after)) broken.push_back("writes values to " + column + " that are no choices any more");
    if (is_shorter(before, after)) broken.push_back("writes longer texts to " + column);
    if (!before.db_constraint && after.db_constraint) broken.push_back("writes " + column + " that refers to no row");
    if (!before.unique && after.unique) broken.push_back("writes the same value twice to " + column);
}

OperationPointer whole_of(const Map& half, const std::string& app) {
    Map whole;
    for (const auto& [key, value] : half)
        if (key != "only") whole.append(key, value);
    return operation_from(whole, app);
}

}  // namespace

Change change_of(const Operation& operation, const ProjectState& from, const ProjectState& to, const std::string& app) {
    const Map map = operation.to_map();
    Change change{.kind = text_of(map, "op"), .before = from, .after = to};
    std::string model = text_of(map, "model"), new_model = model;
    if (change.kind == "rename_model") model = text_of(map, "from"), new_model = text_of(map, "to");
    if (!model.empty()) change.model = from.find(app + "." + model);
    if (!new_model.empty()) change.new_model = to.find(app + "." + new_model);
    if (const Value* concurrently = map.find("concurrently")) change.concurrently = concurrently->truthy();
    if (const Value* check = map.find("check")) change.rule = check->as_map() ? text_of(*check->as_map(), "name") : check->str();
    if (change.kind.ends_with("_field") || change.kind == "validate_constraint") {
        const auto [name, new_name] = field_names(map, change.kind);
        if (change.model) change.field = change.model->find(name);
        if (change.new_model) change.new_field = change.new_model->find(new_name);
    }
    if (const Value* index = map.find("index"); index && index->as_map()) {
        if (const Value* unique = index->as_map()->find("unique")) change.unique_index = unique->truthy();
        change.is_constraint = index->as_map()->find("deferrable") != nullptr;
    }
    return change;
}

bool loses_links(const Change& change) {
    return change.kind == "alter_field" && change.field && change.new_field && !change.field->has_columns() && !change.new_field->has_columns() &&
           !text::ascii_iequals(change.field->to, change.new_field->to);
}

std::vector<std::string> broken_by(const Change& change) {
    std::vector<std::string> broken;
    const bool moved = change.model && change.new_model && change.model->table != change.new_model->table;
    if (change.kind == "delete_model" || moved) broken.push_back("reads and writes \"" + change.model->table + "\"");
    if (change.kind == "remove_field" && change.field)
        broken.push_back("reads and writes " + (change.field->has_columns() ? column_text(*change.model, *change.field) : "\"" + change.field->through + "\""));
    if (change.kind == "add_field" && change.new_field) {
        const FieldState& field = *change.new_field;
        const bool filled = field.nullable || field.db_default || !field.generated.empty() || !field.has_columns() || field.type.automatic;
        if (!filled) broken.push_back("adds rows to \"" + change.new_model->table + "\" without \"" + text::join(field.columns, "\", \"") + "\"");
    }
    if ((change.kind == "alter_field" || change.kind == "rename_field") && change.field && change.new_field) broken_by_altering(change, broken);
    if (change.kind == "add_check" && change.model) broken.push_back("writes rows to \"" + change.model->table + "\" that the check refuses");
    if (change.kind == "add_exclusion" && change.model)
        broken.push_back("writes rows to \"" + change.model->table + "\" that the exclusion refuses");
    if (change.kind == "add_index" && change.unique_index && change.model)
        broken.push_back("writes rows to \"" + change.model->table + "\" that are not unique");
    return broken;
}

std::string TableImpact::str() const {
    std::string words = "\"" + table + "\": " + lock;
    words += rewrites ? " while every row is rewritten" : scans ? " while every row is read" : " for a moment";
    if (is_brief()) return words;
    return words + (lock == "ACCESS EXCLUSIVE" ? ": nobody reads or writes" : lock == "SHARE UPDATE EXCLUSIVE" ? ": nobody waits" : ": nobody writes");
}

bool Safety::is_safe() const {
    return !unknown && breaks.empty() && std::all_of(tables.begin(), tables.end(), [](const TableImpact& one) {
        return one.is_brief() || one.lock == "SHARE UPDATE EXCLUSIVE" || one.lock == "write";
    });
}

Safety safety_of(const Operation& operation, const ProjectState& from, const ProjectState& to, const std::string& app,
                 const orm::Dialect& dialect, const std::set<std::string>& fresh) {
    Safety safety;
    const Map map = operation.to_map();
    if (text_of(map, "only") == "state") return safety;
    safety.loses_data = operation.loses_data();
    if (operation.kind() == "backfill" && !map.find("code")) return safety;  // a few rows at a time, each for a moment
    if (operation.kind() == "backfill" || operation.kind() == "run_sql" || operation.kind() == "run_code") {
        safety.unknown = true;
        safety.advice = "look at it yourself: Portico does not know what it does";
        return safety;
    }
    if (text_of(map, "only") == "database") {
        const OperationPointer whole = whole_of(map, app);
        ProjectState after = from;
        whole->apply(after, app);
        return safety_of(*whole, from, after, app, dialect, fresh);
    }
    const Change change = change_of(operation, from, to, app);
    const bool altered = change.kind == "alter_field" && change.field && change.new_field;
    safety.loses_data = safety.loses_data || loses_links(change) || (altered && loses_values(*change.field, *change.new_field));
    safety.tables = dialect.name() == "postgresql" ? postgresql::impact_of(change, dialect) : sqlite::impact_of(change);
    std::erase_if(safety.tables, [&](const TableImpact& one) { return fresh.contains(one.table); });
    if (!change.model || !fresh.contains(change.model->table)) safety.breaks = broken_by(change);
    if (!safety.is_safe() && dialect.name() == "postgresql") safety.advice = postgresql::advice_for(change);
    return safety;
}

}  // namespace portico::migrations
