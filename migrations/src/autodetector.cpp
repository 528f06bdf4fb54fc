#include "autodetector.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include <portico/base/text.hpp>

#include "operations.hpp"
#include "sql_columns.hpp"

namespace portico::migrations {

namespace {

std::string app_of(const std::string& label) { return label.substr(0, label.find('.')); }

bool contains(const std::vector<std::string>& items, const std::string& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

bool uses_column_of(const IndexState& index, const FieldState& field) {
    return std::any_of(field.columns.begin(), field.columns.end(), [&](const std::string& column) {
        return contains(index.columns, column) || contains(index.columns, "-" + column);
    });
}

bool has_rule(const std::vector<CheckState>& checks, const CheckState& check) {
    return std::any_of(checks.begin(), checks.end(), [&](const CheckState& one) { return one.same_rule(check); });
}

/// Nothing is left to do but to look at the rows that were there before.
bool is_only_not_valid(FieldState now, const FieldState& wanted) {
    return std::exchange(now.not_valid, false) && now.same_as(wanted);
}

FieldState without_notes(FieldState field, bool keep_fill) {
    field.was.clear();
    if (!keep_fill) field.fill.reset();
    return field;
}

}  // namespace

Autodetector::Autodetector(const MigrationSet& existing, const ProjectState& wanted, const std::vector<std::string>& apps)
    : existing_(existing), wanted_(wanted), before_(existing.state()), state_(before_) {
    choose_apps(apps);
    sort_apps();
}

std::vector<Migration> Autodetector::run(const std::string& name) {
    for (const std::string& app : apps_) look_at(app);
    for (const std::string& app : apps_) add_postponed(app, true);
    for (const std::string& app : apps_) delete_models(app, true);
    return write(name);
}

bool Autodetector::is_new(const std::string& label, const std::string& field) const {
    const ModelState* before = before_.find(label);
    if (!before || field.empty()) return !before;
    const FieldState* then = before->find(field);
    return !then || !(then->unique || then->primary_key);
}

bool Autodetector::has_news_for(const std::string& app, const std::string& label) const {
    if (is_new(label)) return true;
    for (const ModelState* model : wanted_.of_app(app))
        for (const FieldState& field : model->fields)
            if (text::ascii_iequals(field.to, label) && is_new(label, field.to_field)) return true;
    return false;
}

void Autodetector::choose_apps(const std::vector<std::string>& asked) {
    auto wants = [&](const std::string& app) { return (asked.empty() || contains(asked, app)) && !contains(apps_, app); };
    for (const ModelState& model : wanted_.models())
        if (wants(model.app)) apps_.push_back(model.app);
    for (const ModelState& model : before_.models())
        if (wants(model.app)) apps_.push_back(model.app);
    // An app whose new models are referred to must come along.
    for (std::size_t i = 0; i < apps_.size(); ++i)
        for (const ModelState* model : wanted_.of_app(apps_[i]))
            for (const FieldState& field : model->fields)
                if (field.is_relation() && is_new(field.to) && !contains(apps_, app_of(field.to))) apps_.push_back(app_of(field.to));
}

bool Autodetector::refers_to_new_model_of(const std::string& app, const std::string& other, bool renames) const {
    auto label_before = [&](const std::string& label) {
        const ModelState* target = wanted_.find(label);
        const bool renamed = target && !target->was.empty() && !before_.find(label);
        return renamed && !renames ? target->app + "." + target->was : label;
    };
    for (const ModelState* model : wanted_.of_app(app))
        for (const FieldState& field : model->fields)
            if (field.is_relation() && app_of(field.to) == other && is_new(label_before(field.to), field.to_field)) return true;
    return false;
}

void Autodetector::sort_apps() {
    std::vector<std::string> left = std::move(apps_), sorted;
    while (!left.empty()) {
        auto first = [&](bool renames) {
            return std::find_if(left.begin(), left.end(), [&](const std::string& app) {
                return std::none_of(left.begin(), left.end(), [&](const std::string& other) {
                    return other != app && refers_to_new_model_of(app, other, renames);
                });
            });
        };
        auto next = first(true);
        if (next == left.end()) next = first(false);
        if (next == left.end()) next = left.begin();  // a circle: what can't be there yet is postponed
        sorted.push_back(*next);
        left.erase(next);
    }
    apps_ = std::move(sorted);
}

void Autodetector::add(const std::string& app, OperationPointer operation, bool second) {
    operation->apply(state_, app);
    (second ? changes_[app].second : changes_[app].first).push_back(std::move(operation));
}

void Autodetector::look_at(const std::string& app) {
    rename_models(app);
    for (const ModelState* model : wanted_.of_app(app)) {
        if (!state_.find(model->label())) continue;
        rename_fields(*model);
        remove_indexes(*model);
    }
    create_models(app);
    add_postponed(app, false);
    for (const ModelState* model : wanted_.of_app(app)) {
        const ModelState* now = state_.find(model->label());
        if (now && now->table != model->table) add(app, alter_table(model->name, model->table));
        if (now && now->db_comment != model->db_comment) add(app, alter_comment(model->name, model->db_comment));
        if (now) change_fields(*model);
    }
    for (const ModelState* model : wanted_.of_app(app)) add_indexes(*model);
    delete_models(app, false);
}

void Autodetector::rename_models(const std::string& app) {
    for (const ModelState* model : wanted_.of_app(app)) {
        const std::string old_label = app + "." + model->was;
        if (model->was.empty() || state_.find(model->label()) || !state_.find(old_label) || wanted_.find(old_label)) continue;
        add(app, rename_model(model->was, model->name));
    }
}

void Autodetector::rename_fields(const ModelState& wanted) {
    for (const FieldState& field : wanted.fields) {
        const ModelState& now = state_.get(wanted.label());
        if (field.was.empty() || now.find(field.name) || !now.find(field.was) || wanted.find(field.was)) continue;
        add(wanted.app, rename_field(wanted.name, field.was, field.name));
    }
}

void Autodetector::remove_indexes(const ModelState& wanted) {
    const std::vector<IndexState> before = state_.get(wanted.label()).indexes;
    for (const IndexState& index : before) {
        const IndexState* same = wanted.find_index(index.name);
        if (!same || !(*same == index)) add(wanted.app, remove_index(wanted.name, index.name));
    }
    // Both go before fields change, which they may name.
    const std::vector<CheckState> checks = state_.get(wanted.label()).checks;
    for (const CheckState& check : checks)
        if (!has_rule(wanted.checks, check)) add(wanted.app, remove_check(wanted.name, check.name));
    const std::vector<ExclusionState> exclusions = state_.get(wanted.label()).exclusions;
    for (const ExclusionState& one : exclusions)
        if (std::find(wanted.exclusions.begin(), wanted.exclusions.end(), one) == wanted.exclusions.end())
            add(wanted.app, remove_exclusion(wanted.name, one.name));
}

void Autodetector::create_models(const std::string& app) {
    std::vector<const ModelState*> left;
    for (const ModelState* model : wanted_.of_app(app))
        if (!state_.find(model->label())) left.push_back(model);
    auto waits_for = [&](const ModelState* model, const ModelState* other) {
        return model != other && std::any_of(model->fields.begin(), model->fields.end(), [&](const FieldState& field) {
                   return text::ascii_iequals(field.to, other->label());
               });
    };
    while (!left.empty()) {
        auto next = std::find_if(left.begin(), left.end(), [&](auto* model) {
            return std::none_of(left.begin(), left.end(), [&](auto* other) { return waits_for(model, other); });
        });
        if (next == left.end()) next = left.begin();
        create(**next);
        left.erase(next);
    }
}

void Autodetector::create(ModelState model) {
    const std::vector<FieldState> fields = model.fields;
    for (const FieldState& field : fields) {
        if (!field.is_relation() || state_.find(field.to) || text::ascii_iequals(field.to, model.label())) continue;
        if (field.primary_key)
            throw Error("the key of \"" + model.label() + "\" refers to \"" + field.to + "\", which refers back to it",
                        "one of the two must do without");
        postponed_.push_back({model.app, model.name, without_notes(field, false)});
        std::erase_if(model.fields, [&](auto& one) { return one.name == field.name; });
        std::erase_if(model.indexes, [&](auto& index) { return uses_column_of(index, field); });
        model.exclusions.clear();
    }
    const std::string app = model.app;
    add(app, create_model(std::move(model)));
}

void Autodetector::add_postponed(const std::string& app, bool second) {
    auto now = std::stable_partition(postponed_.begin(), postponed_.end(), [&](const Postponed& one) {
        return one.app != app || !state_.find(one.field.to);
    });
    const std::vector<Postponed> ready(now, postponed_.end());
    postponed_.erase(now, postponed_.end());
    for (const Postponed& one : ready) add(app, add_field(one.model, one.field), second);
    if (second)
        for (const Postponed& one : ready) add_indexes(wanted_.get(app + "." + one.model));
}

void Autodetector::change_fields(const ModelState& wanted) {
    const std::string& app = wanted.app;
    std::vector<FieldState> before = state_.get(wanted.label()).fields;
    // What is computed from others goes before them.
    std::stable_partition(before.begin(), before.end(), [](auto& field) { return !field.generated.empty(); });
    std::vector<FieldState> later;  // what others are computed from until they are changed
    for (const FieldState& field : before) {
        const FieldState* now = wanted.find(field.name);
        // From or to many-to-many there is no way but to begin anew.
        const bool replaced = now && now->has_columns() != field.has_columns();
        if (now && !replaced) continue;
        const ModelState& there = state_.get(wanted.label());
        if (!replaced && std::ranges::any_of(field.columns, [&](const std::string& column) { return !rule_naming(there, column).empty(); })) {
            later.push_back(field);
            continue;
        }
        release(wanted, field);
        add(app, remove_field(wanted.name, field.name));
    }
    make_room_for_counted_key(wanted);
    // … and comes after them.
    std::vector<FieldState> after = wanted.fields;
    std::stable_partition(after.begin(), after.end(), [](auto& field) { return field.generated.empty(); });
    for (const FieldState& field : after) {
        make_referable(app, field);
        const FieldState* now = state_.get(wanted.label()).find(field.name);
        const bool is_postponed = std::any_of(postponed_.begin(), postponed_.end(), [&](const Postponed& one) {
            return one.app == app && one.model == wanted.name && one.field.name == field.name;
        });
        if (is_postponed) continue;
        if (!now && field.is_relation() && !state_.find(field.to))
            postponed_.push_back({app, wanted.name, without_notes(field, !field.nullable)});
        else if (!now)
            add(app, add_field(wanted.name, without_notes(field, !field.nullable)));
        else if (const FieldState then = with_name_of_now(app, field); is_only_not_valid(*now, then))
            add(app, validate_field(wanted.name, field.name));
        else if (!now->same_as(then))
            add(app, alter_field(wanted.name, without_notes(then, now->nullable && !field.nullable)));
    }
    for (const FieldState& field : later) {
        release(wanted, field);
        add(app, remove_field(wanted.name, field.name));
    }
}

/// A number that the database counts up is a key by itself: what was the key is one no more when it comes.
void Autodetector::make_room_for_counted_key(const ModelState& wanted) {
    const auto counted = std::ranges::find_if(wanted.fields, [](auto& field) { return field.primary_key && field.type.automatic; });
    if (counted == wanted.fields.end()) return;
    const ModelState now = state_.get(wanted.label());
    for (const FieldState* field : now.key()) {
        const FieldState* then = wanted.find(field->name);
        if (!then || then->primary_key || !then->has_columns()) continue;
        for (const ModelState& other : state_.models())
            for (const FieldState& one : other.fields)
                if (text::ascii_iequals(one.to, wanted.label()) && (one.to_field.empty() || one.to_field == field->name))
                    throw Error("the key of \"" + wanted.label() + "\" can't become \"" + counted->name + "\": \"" + other.label() + "." + one.name + "\" keeps the key of before, \"" + field->name + "\"",
                                "make a new model with that key, and have a run_sql or a run_code fill it, and what refers to it; or let \"" + one.name + "\" go in a migration before");
        add(wanted.app, alter_field(wanted.name, without_notes(with_name_of_now(wanted.app, *then), field->nullable && !then->nullable)));
    }
}

/// Where apps refer to each other in a circle, one comes before the other has renamed what it refers to: then it goes by the name before, which the
/// renaming takes along.
FieldState Autodetector::with_name_of_now(const std::string& app, FieldState field) {
    const ModelState* target = field.is_relation() && !state_.find(field.to) ? wanted_.find(field.to) : nullptr;
    if (!target || target->was.empty() || target->app == app || !state_.find(target->app + "." + target->was)) return field;
    field.to = target->app + "." + target->was;
    changes_[target->app].first_needs_apps.insert(app);
    return field;
}

/// A field that a relation is to refer to is there, and unique, before: on the way back it goes after.
void Autodetector::make_referable(const std::string& app, const FieldState& relation) {
    if (relation.to_field.empty() || app_of(relation.to) != app || !is_new(relation.to, relation.to_field)) return;
    const ModelState *now = state_.find(relation.to), *wanted = wanted_.find(relation.to);
    const FieldState* to = wanted ? wanted->find(relation.to_field) : nullptr;
    if (!now || !to || to->is_relation()) return;
    const FieldState* before = now->find(relation.to_field);
    if (!before)
        add(app, add_field(wanted->name, without_notes(*to, !to->nullable)));
    else if (!before->same_as(*to))
        add(app, alter_field(wanted->name, without_notes(*to, before->nullable && !to->nullable)));
}

/// Relations of the app that refer to a field which goes must refer to another before, or go.
void Autodetector::release(const ModelState& model, const FieldState& field) {
    const std::vector<ModelState> all = state_.models();
    for (const ModelState& other : all) {
        for (const FieldState& one : other.fields) {
            if (other.app != model.app || one.to_field != field.name || !text::ascii_iequals(one.to, model.label())) continue;
            const ModelState* wanted = wanted_.find(other.label());
            const FieldState* found = wanted ? wanted->find(one.name) : nullptr;
            const auto now = found ? std::optional(with_name_of_now(model.app, *found)) : std::nullopt;
            if (now && now->form != FieldForm::plain && now->has_columns() && state_.find(now->to))
                add(model.app, alter_field(other.name, without_notes(*now, one.nullable && !now->nullable)));
            else
                add(model.app, remove_field(other.name, one.name));
        }
    }
}

void Autodetector::add_indexes(const ModelState& wanted) {
    const ModelState* now = state_.find(wanted.label());
    if (!now) return;
    const std::vector<IndexState> before = now->indexes;
    const std::vector<CheckState> checks = now->checks;
    for (const CheckState& check : wanted.checks)
        if (!has_rule(checks, check)) add(wanted.app, add_check(wanted.name, check), !changes_[wanted.app].second.empty());
    for (const CheckState& check : checks)
        if (check.not_valid && has_rule(wanted.checks, check)) add(wanted.app, validate_check(wanted.name, check.name));
    const std::vector<ExclusionState> exclusions = now->exclusions;
    const bool complete = std::none_of(postponed_.begin(), postponed_.end(), [&](const Postponed& one) {
        return one.app == wanted.app && one.model == wanted.name;
    });
    for (const ExclusionState& one : wanted.exclusions)
        if (complete && std::find(exclusions.begin(), exclusions.end(), one) == exclusions.end())
            add(wanted.app, add_exclusion(wanted.name, one), !changes_[wanted.app].second.empty());
    for (const IndexState& index : wanted.indexes) {
        const bool there = std::any_of(before.begin(), before.end(), [&](auto& one) { return one.name == index.name; });
        const bool possible = std::none_of(postponed_.begin(), postponed_.end(), [&](const Postponed& one) {
            return one.app == wanted.app && one.model == wanted.name && uses_column_of(index, one.field);
        });
        const bool second = !changes_[wanted.app].second.empty();
        if (!there && possible) add(wanted.app, add_index(wanted.name, index), second);
    }
}

bool Autodetector::is_referred_to(const ModelState& model, bool by_other_apps) const {
    for (const ModelState& other : state_.models())
        for (const FieldState& field : other.fields)
            if (text::ascii_iequals(field.to, model.label()) && !text::ascii_iequals(other.label(), model.label()) &&
                (!by_other_apps || other.app != model.app))
                return true;
    return false;
}

void Autodetector::delete_models(const std::string& app, bool second) {
    std::vector<ModelState> left;
    for (const ModelState* model : state_.of_app(app))
        if (!wanted_.find(model->label()) && !is_referred_to(*model, true)) left.push_back(*model);
    while (!left.empty()) {
        auto next = std::find_if(left.begin(), left.end(), [&](auto& model) { return !is_referred_to(model, false); });
        if (next == left.end()) {
            next = left.begin();
            cut_references_to(*next, second);
        }
        wait_for_those_that_referred_to(*next, second);
        add(app, delete_model(next->name), second);
        left.erase(next);
    }
}

/// In a circle of models that all go, one must lose what refers to it first.
void Autodetector::cut_references_to(const ModelState& model, bool second) {
    std::vector<std::pair<std::string, std::string>> found;
    for (const ModelState* other : state_.of_app(model.app))
        for (const FieldState& field : other->fields)
            if (other->name != model.name && text::ascii_iequals(field.to, model.label())) found.emplace_back(other->name, field.name);
    for (const auto& [other, field] : found) {
        const ModelState now = state_.get(model.app + "." + other);
        for (const IndexState& index : now.indexes)
            if (uses_column_of(index, *now.find(field))) add(model.app, remove_index(other, index.name), second);
        add(model.app, remove_field(other, field), second);
    }
}

void Autodetector::wait_for_those_that_referred_to(const ModelState& model, bool second) {
    auto& changes = changes_[model.app];
    for (const ModelState& other : before_.models())
        for (const FieldState& field : other.fields)
            if (text::ascii_iequals(field.to, model.label()) && other.app != model.app)
                (second ? changes.second_needs_apps : changes.first_needs_apps).insert(other.app);
}

std::vector<Migration> detect_changes(const MigrationSet& existing, const ProjectState& wanted,
                                      const std::vector<std::string>& apps, const std::string& name) {
    return Autodetector(existing, wanted, apps).run(name);
}

}  // namespace portico::migrations
