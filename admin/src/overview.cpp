#include "overview.hpp"

#include "journal.hpp"
#include "list_query.hpp"
#include "words.hpp"

#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>
#include <portico/migrations/underway.hpp>
#include <portico/orm/databases.hpp>
#include <portico/project/project.hpp>

namespace portico::admin {

namespace {

constexpr std::uint64_t newest = 10, found_each = 5;

Value model_value(const Visit& visit, const Entry& entry) {
    Map made{{"label", entry.title()}, {"singular", entry.singular}, {"url", entry.url}, {"mark", entry.mark()}, {"hue", entry.hue}};
    made.append("total", counted(entry.rows(visit.request).count(), entry.singular, entry.plural));
    if (entry.may(visit.request, Permission::add)) made.append("add_url", entry.add_url());
    return Value::map(std::move(made));
}

List app_values(const Visit& visit, std::string_view app) {
    List apps;
    for (const std::string& label : visit.site.apps()) {
        if (!app.empty() && label != app) continue;
        List models;
        std::string title;
        for (const Entry& entry : visit.site.entries()) {
            if (entry.app != label || !entry.may_see(visit.request)) continue;
            title = entry.app_title;
            models.push_back(model_value(visit, entry));
        }
        if (models.empty()) continue;
        apps.push_back(Value::map({{"name", label}, {"label", title}, {"models", Value::list(std::move(models))}}));
    }
    return apps;
}

/// What a search finds in one model; null when nothing.
Value group_value(const Visit& visit, const Entry& entry, const QueryData& words) {
    const ListQuery query(entry, words, {});
    const orm::AnyQuerySet matching = query.narrowed(entry.rows(visit.request));
    List objects;
    for (const orm::Object& row : query.ordered(matching).slice(0, found_each + 1).objects()) {
        if (objects.size() == found_each) break;
        objects.push_back(Value::map({{"name", shortened(row.type->str(row.object.get()), 120)}, {"url", entry.object_url(row.object.get())}}));
    }
    if (objects.empty()) return {};
    const std::int64_t total = objects.size() < found_each ? static_cast<std::int64_t>(objects.size()) : matching.count();
    Map made{{"label", entry.title()}, {"mark", entry.mark()}, {"hue", entry.hue}, {"total", grouped(total)}};
    if (total > static_cast<std::int64_t>(found_each)) {
        made.append("more_url", query.url_with("q", query.search()));
        made.append("more", "All " + counted(total, entry.singular, entry.plural));
    }
    made.append("objects", Value::list(std::move(objects)));
    return Value::map(std::move(made));
}

/// "blog.0003_fill: operation 2, 12000 of about 30000 rows, 40 %", for those who may know how the site is built.
List migration_values(const Visit& visit) {
    List lines;
    if (!visit.person.superuser) return lines;
    auto& databases = Project::current().get<orm::Databases>();
    for (const std::string& alias : databases.aliases()) {
        if (databases.is_replica(alias)) continue;
        for (const migrations::Underway& one : migrations::underway(databases.connection(alias))) lines.emplace_back(one.str());
    }
    return lines;
}

}  // namespace

Response overview(const Visit& visit, std::string_view app) {
    List apps = app_values(visit, app);
    if (!app.empty() && apps.empty()) throw Http404();
    std::string title = "Overview";
    Crumbs crumbs;
    if (!app.empty()) {
        title = apps.front().attribute("label")->str();
        crumbs = {{title, ""}};
    }
    templates::Context context;
    context.set("heading", title);
    context.set("at_index", app.empty());
    context.set("apps", Value::list(std::move(apps)));
    if (app.empty()) context.set("migrations", Value::list(migration_values(visit)));
    context.set("changes", Value::list(last_changes(visit, newest)));
    return show(visit, "admin/index.html", title, crumbs, std::move(context));
}

Response search_page(const Visit& visit) {
    const std::string words(text::trim(visit.request.query().get("q")));
    List groups;
    if (!words.empty()) {
        const QueryData only{{"q", words}};
        for (const Entry& entry : visit.site.entries()) {
            if (entry.search.empty() || !entry.may_see(visit.request)) continue;
            Value group = group_value(visit, entry, only);
            if (!group.is_null()) groups.push_back(std::move(group));
        }
    }
    const std::string title = words.empty() ? "Find anything" : "Found for " + in_quotes(words);
    templates::Context context;
    context.set("heading", title);
    context.set("everything", words);
    context.set("nothing", words.empty() ? std::string("Type a few words above") : "Nothing matches " + in_quotes(words));
    context.set("advice", "The search looks into all models that you may see: names, titles, addresses. Each word must be found.");
    context.set("groups", Value::list(std::move(groups)));
    return show(visit, "admin/search.html", title, {{"Search", ""}}, std::move(context));
}

}  // namespace portico::admin
