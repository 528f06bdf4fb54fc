#include "optimizer.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

#include "field_text.hpp"

namespace portico::migrations {

namespace {

using Operations = std::vector<OperationPointer>;
using Names = std::set<std::string>;

constexpr std::array<std::string_view, 16> known{
    "create_model", "delete_model", "rename_model", "alter_table", "alter_comment", "add_field", "remove_field", "alter_field",
    "rename_field", "add_index", "remove_index", "add_check", "remove_check", "add_exclusion", "remove_exclusion", "validate_constraint"};

/// What an operation is about, as its file has it.
struct About {
    explicit About(const Operation& operation, const std::string& app) : kind(operation.kind()), map(operation.to_map()) {
        for (const char* name : {"model", "from", "to"})
            if (const Value* value = map.find(name); value && value->as_text() && (kind == "rename_model" || name == std::string("model")))
                own.insert(text::ascii_lower(app + "." + value->str()));
        auto refer = [&](const Value& field) {
            if (const Value* to = field.as_map() ? field.as_map()->find("to") : nullptr) {
                const std::string label = to->str();
                refers.insert(text::ascii_lower(label.find('.') == std::string::npos ? app + "." + label : label));
            }
        };
        if (const Value* field = map.find("field")) refer(*field);
        if (const Value* fields = map.find("fields"); fields && fields->as_list())
            for (const Value& field : *fields->as_list()) refer(field);
        for (const std::string& name : own) refers.erase(name);
    }
    std::string text(const char* name) const {
        const Value* value = map.find(name);
        return value && value->as_text() ? value->str() : std::string();
    }
    /// The field, index, check or exclusion that it is about.
    std::string part() const {
        for (const char* name : {"field", "index", "check", "exclusion"}) {
            const Value* value = map.find(name);
            if (value && value->as_map()) return value->as_map()->find("name")->str();
            if (value && value->as_text()) return value->str();
        }
        return kind == "rename_field" ? text("from") : text("name");
    }
    bool validates_field() const { return kind == "validate_constraint" && map.contains("field"); }
    /// Who refers to its model need not know.
    bool is_gentle() const {
        const Value* field = map.find("field");
        const bool key = field && field->as_map() && field->as_map()->contains("primary_key");
        return kind.ends_with("_index") || kind.ends_with("_check") || kind.ends_with("_exclusion") || kind == "alter_comment" || kind == "validate_constraint" || (kind == "add_field" && !key) ||
               (kind == "alter_field" && !key);
    }

    std::string kind;
    Map map;
    Names own{}, refers{};
};

bool meet(const Names& a, const Names& b) {
    return std::any_of(a.begin(), a.end(), [&](auto& one) { return b.contains(one); });
}

/// A rule may be validated before something else of its model that changes no rows.
bool is_validated_before(const About& a, const About& b) {
    static const Names harmless{"add_field", "add_index", "remove_index", "add_check", "validate_constraint"};
    return b.kind == "validate_constraint" && harmless.contains(a.kind) && a.part() != b.part();
}

bool commute(const About& a, const About& b) {
    if (is_validated_before(a, b)) return true;
    return !meet(a.own, b.own) && !meet(a.own, b.refers) && (!meet(a.refers, b.own) || b.is_gentle());
}

/// What becomes of two operations; nothing: they stay as they are.
using Folded = std::optional<Operations>;

bool all_there(const ModelState& model, const ProjectState& state) {
    return std::all_of(model.fields.begin(), model.fields.end(), [&](const FieldState& field) {
        return !field.is_relation() || state.find(field.to) || text::ascii_iequals(field.to, model.label());
    });
}

Folded into_creation(const About& second, const Operation& a, const Operation& b, const std::string& app, ProjectState before) {
    if (second.kind == "delete_model") return Operations{};
    if (second.kind == "create_model") return {};
    const ProjectState at_first = before;
    try {
        a.apply(before, app);
        b.apply(before, app);
    } catch (const Error&) {
        return {};
    }
    const std::string name = second.kind == "rename_model" ? second.text("to") : second.text("model");
    const ModelState& model = before.get(app + "." + name);
    if (!all_there(model, at_first)) return {};
    return Operations{create_model(model)};
}

/// Do rows have after such a change what they had before it, wherever it stands? Then it may be part of the one before it, or behind it.
bool keeps_rows(const FieldState& before, const FieldState& after) {
    if (after.fill || before.form != after.form || before.types.size() != after.types.size() || before.primary_key != after.primary_key) return false;
    for (std::size_t part = 0; part < before.types.size(); ++part) {
        orm::ColumnType grown = before.types[part];
        if (grown.max_length && after.types[part].max_length && *grown.max_length < *after.types[part].max_length) grown.max_length = after.types[part].max_length;
        if (grown.max_length && !after.types[part].max_length) grown.max_length.reset();
        if (!(grown == after.types[part])) return false;
    }
    return before.nullable == after.nullable && before.db_default == after.db_default && before.generated == after.generated && text::ascii_iequals(before.to, after.to) &&
           before.to_field == after.to_field && before.through == after.through && before.through_from == after.through_from && before.through_to == after.through_to;
}

const FieldState& field_of(const ProjectState& state, const About& about, const std::string& app) { return *state.get(app + "." + about.text("model")).find(about.part()); }

/// Of two changes of a field the second, where one of them changes nothing of the rows.
Folded into_changed_field(const About& first, const About& second, const OperationPointer& a, const OperationPointer& b, const std::string& app, const ProjectState& before) {
    if (first.map.contains("concurrently") != second.map.contains("concurrently")) return {};
    ProjectState between = before;
    a->apply(between, app);
    ProjectState after = between;
    b->apply(after, app);
    const FieldState &middle = field_of(between, first, app), &last = field_of(after, second, app);
    if (keeps_rows(field_of(before, first, app), middle)) return Operations{b};
    if (!keeps_rows(middle, last)) return {};
    FieldState field = last;
    field.fill = middle.fill;
    return Operations{alter_field(first.text("model"), std::move(field), second.map.contains("concurrently"))};
}

Folded into_added_field(const About& first, const About& second, const Operation& a, const Operation& b, const std::string& app, ProjectState before) {
    if (first.part() != second.part()) return {};
    if (second.kind == "remove_field") return Operations{};
    if (second.kind != "alter_field" && second.kind != "rename_field" && !second.validates_field()) return {};
    a.apply(before, app);
    const FieldState added = field_of(before, first, app);
    const std::optional<Value> fill = added.fill;
    b.apply(before, app);
    if (second.kind == "alter_field" && !keeps_rows(added, field_of(before, second, app))) return {};
    FieldState field = *before.get(app + "." + first.text("model")).find(second.kind == "rename_field" ? second.text("to") : second.part());
    if (!field.fill) field.fill = fill;
    return Operations{add_field(first.text("model"), std::move(field))};
}

/// What is added as not valid and then validated is added as it is.
Folded into_validated(const About& first, const About& second, const Operation& a, const Operation& b, const std::string& app, ProjectState before) {
    const std::string model = first.text("model"), part = first.part();
    a.apply(before, app);
    const std::optional<Value> fill = second.validates_field() ? before.get(app + "." + model).find(part)->fill : std::nullopt;
    b.apply(before, app);
    const ModelState& now = before.get(app + "." + model);
    if (second.validates_field()) {
        FieldState field = *now.find(part);
        field.fill = fill;
        return Operations{alter_field(model, std::move(field))};
    }
    for (const CheckState& check : now.checks)
        if (check.name == part) return Operations{add_check(model, check)};
    return {};
}

Folded folded(const OperationPointer& a, const OperationPointer& b, const std::string& app, const ProjectState& before) {
    const About first(*a, app), second(*b, app);
    if (!meet(first.own, second.own)) return {};
    if (first.kind == "create_model") return into_creation(second, *a, *b, app, before);
    if (first.kind == "add_field") return into_added_field(first, second, *a, *b, app, before);
    const bool same = first.part() == second.part();
    if (first.kind == "alter_field" && same && second.kind == "remove_field") return Operations{b};
    if (first.kind == "alter_field" && same && second.kind == "alter_field") return into_changed_field(first, second, a, b, app, before);
    if (same && second.kind == "validate_constraint" && first.kind == (second.validates_field() ? "alter_field" : "add_check") && !first.map.contains("concurrently"))
        return into_validated(first, second, *a, *b, app, before);
    if (first.kind == "rename_field" && first.text("to") == second.part()) {
        if (second.kind == "rename_field") return Operations{rename_field(first.text("model"), first.text("from"), second.text("to"))};
        if (second.kind == "remove_field") return Operations{remove_field(first.text("model"), first.text("from"))};
    }
    if (first.kind == "rename_model" && second.kind == "rename_model" && first.text("to") == second.text("from"))
        return Operations{rename_model(first.text("from"), second.text("to"))};
    for (const char* kind : {"index", "check", "exclusion"})
        if (same && first.kind == std::string("add_") + kind && second.kind == std::string("remove_") + kind) return Operations{};
    if (first.kind == second.kind && (first.kind == "alter_table" || first.kind == "alter_comment")) return Operations{b};
    return {};
}

std::vector<ProjectState> states_of(const Operations& operations, const std::string& app, const ProjectState& before) {
    std::vector<ProjectState> states{before};
    for (const OperationPointer& operation : operations) {
        states.push_back(states.back());
        operation->apply(states.back(), app);
    }
    return states;
}

/// One pair made less; false where none can be.
bool fold_one(Operations& operations, const std::string& app, const ProjectState& before) {
    const auto states = states_of(operations, app, before);
    for (std::size_t j = 1; j < operations.size(); ++j) {
        if (is_barrier(*operations[j])) continue;
        for (std::size_t i = j; i-- > 0;) {
            if (is_barrier(*operations[i])) break;
            if (auto less = folded(operations[i], operations[j], app, states[i])) {
                operations.erase(operations.begin() + static_cast<std::ptrdiff_t>(j));
                operations.erase(operations.begin() + static_cast<std::ptrdiff_t>(i));
                operations.insert(operations.begin() + static_cast<std::ptrdiff_t>(i), less->begin(), less->end());
                return true;
            }
            if (!commute(About(*operations[i], app), About(*operations[j], app))) break;
        }
    }
    return false;
}

/// Everything that the database knows of the state, in an order of its own.
Names described(const ProjectState& state) {
    Names all;
    for (const ModelState& model : state.models()) {
        Map whole = create_model(model)->to_map();
        Names parts;
        for (const char* list : {"fields", "indexes", "checks", "exclusions"}) {
            if (const Value* items = whole.find(list))
                for (const Value& item : *items->as_list()) parts.insert(std::string(list) + to_json(item));
            whole.erase(list);
        }
        all.insert(model.label() + model.table + to_json(Value(std::move(whole))) + text::join(std::vector<std::string>(parts.begin(), parts.end()), "\n"));
    }
    return all;
}

}  // namespace

bool is_barrier(const Operation& operation) {
    return operation.to_map().contains("only") || std::find(known.begin(), known.end(), operation.kind()) == known.end();
}

std::vector<OperationPointer> optimized(std::vector<OperationPointer> operations, const std::string& app, const ProjectState& before) {
    const Operations all = operations;
    while (fold_one(operations, app, before)) {
    }
    // Whatever was overlooked above: then they stay as they were.
    return described(states_of(operations, app, before).back()) == described(states_of(all, app, before).back()) ? operations : all;
}

}  // namespace portico::migrations
