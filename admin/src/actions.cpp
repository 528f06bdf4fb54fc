#include "actions.hpp"

#include "deleting.hpp"
#include "notes.hpp"
#include "journal.hpp"
#include "person.hpp"
#include "words.hpp"

#include <algorithm>

namespace portico::admin {

namespace {

constexpr std::string_view delete_selected = "delete_selected";

std::optional<Permission> permission_named(std::string_view name) {
    if (name == "view") return Permission::view;
    if (name == "add") return Permission::add;
    if (name == "change") return Permission::change;
    if (name == "delete") return Permission::remove;
    return std::nullopt;
}

bool may_run(const Visit& visit, const Action& action) {
    auto permission = permission_named(action.permission);
    return permission ? visit.model().may(visit.request, *permission) : has_permission(visit.request, action.permission);
}

bool may_delete_selected(const Visit& visit) {
    return visit.model().options().delete_selected && visit.model().may(visit.request, Permission::remove);
}

/// The rows that were ticked, or all that match where the person said so.
orm::AnyQuerySet selected_rows(const Visit& visit, const ListQuery& query) {
    const Entry& entry = visit.model();
    const orm::AnyQuerySet rows = entry.rows(visit.request);
    const QueryData& form = visit.request.form();
    if (form.get("select_across") == "1") return query.narrowed(rows);
    std::vector<orm::ExpressionPtr> keys;
    for (std::string_view text : form.get_list("_selected_action")) {
        try {
            keys.push_back(orm::named("pk", entry.model->parse_key(text)));
        } catch (const ConversionError&) {
            continue;  // no such row
        }
    }
    return keys.empty() ? rows.none() : rows.filter(orm::any_of(std::move(keys)));
}

Response back_to_list(const Visit& visit, int level, std::string text) {
    return go(visit.request, visit.request.full_path(), level, std::move(text));
}

std::string summary(const Action& action, const ActionResult& result, const Entry& entry, std::int64_t selected) {
    if (!result.message.empty()) return result.message;
    return action.label + ": " + counted(result.number.value_or(selected), entry.singular, entry.plural) + ".";
}

Response run(const Visit& visit, const Action& action, const orm::AnyQuerySet& rows) {
    const Entry& entry = visit.model();
    // Counted and named before: an action may change what the rows are selected by.
    const std::vector<orm::Object> objects = rows.objects();
    std::vector<orm::ExpressionPtr> keys;
    for (const orm::Object& row : objects) keys.push_back(orm::named("pk", entry.model->key_of(row.object.get())));
    const orm::AnyQuerySet fixed = entry.rows(visit.request).filter(orm::any_of(std::move(keys)));
    if (const auto permission = permission_named(action.permission)) {
        if (const auto refused = rows.count() - rows_allowed(visit.request, *permission, fixed).count(); refused > 0)
            return back_to_list(visit, auth::MessageLevel::warning, "Nothing was done: among the selected there " + (refused == 1 ? std::string("is ") : std::string("are ")) + counted(refused, entry.singular, entry.plural) + " that you may not " + action.permission + ".");
    }
    ActionResult result = action.run(visit.request, fixed);
    for (const orm::Object& row : objects) {
        Journal(visit).changed(entry, row.object.get(), {{.field = action.label, .text = "action"}});
    }
    if (result.response) return std::move(*result.response);
    return back_to_list(visit, auth::MessageLevel::success, summary(action, result, entry, static_cast<std::int64_t>(objects.size())));
}

}  // namespace

List action_values(const Visit& visit) {
    List all;
    for (const Action& action : visit.model().options().actions) {
        if (may_run(visit, action)) all.push_back(Value::map({{"name", action.name}, {"label", action.label}}));
    }
    if (may_delete_selected(visit)) {
        all.push_back(Value::map({{"name", std::string(delete_selected)},
                                  {"label", "Delete selected " + visit.model().plural + "…"},
                                  {"danger", true}}));
    }
    return all;
}

Response run_action(const Visit& visit, const ListQuery& query) {
    const Entry& entry = visit.model();
    const std::string_view name = visit.request.form().get("action");
    const orm::AnyQuerySet rows = selected_rows(visit, query);
    if (!rows.exists()) {
        return back_to_list(visit, auth::MessageLevel::warning, "Nothing was done: select " + entry.plural + " first.");
    }
    if (name == delete_selected) {
        return may_delete_selected(visit) ? delete_rows(visit, rows) : forbidden(visit, Permission::remove);
    }
    const auto& actions = entry.options().actions;
    auto action = std::find_if(actions.begin(), actions.end(), [&](const Action& a) { return a.name == name; });
    if (action == actions.end()) return back_to_list(visit, auth::MessageLevel::warning, "Nothing was done: that action does not exist.");
    if (!may_run(visit, *action)) return forbidden(visit, Permission::change);
    return run(visit, *action, rows);
}

}  // namespace portico::admin
