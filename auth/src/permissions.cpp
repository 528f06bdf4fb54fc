#include "permissions.hpp"

#include <algorithm>
#include <set>

#include <portico/auth/models.hpp>
#include <portico/auth/permissions.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/routing.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/project.hpp>

namespace portico::auth {

namespace {

/// "app.model" of the content types and "app.codename" of the permissions that are there already.
std::set<std::string> present_permissions() {
    std::set<std::string> out;
    orm::AnyQuerySet rows(orm::model<Permission>());
    for (const auto& row : rows.order_by({"id"}).values(std::vector<std::string>{"content_type__id", "codename"})) {
        out.insert(row[0].str() + '.' + row[1].str());
    }
    return out;
}

bool has_table(orm::Connection& database, const std::string& name) {
    bool found = false;
    database.query({std::string(database.dialect().table_names_query()), {}}, [&](const orm::Row& row) { found = found || row.text(0) == name; });
    return found;
}

}  // namespace

void create_permissions(Project& project) {
    Project::Scope current(project);
    // Where auth's own migrations are not applied, or were taken back, there is nowhere to keep them.
    orm::Connection& database = orm::connection(orm::home_of(orm::model<Permission>()));
    if (!has_table(database, orm::model<Permission>().table) || !has_table(database, orm::model<ContentType>().table)) return;
    orm::atomic([&] {
        std::set<std::string> present = present_permissions();
        std::vector<Permission> missing;
        for (const auto& [app, models] : project.contributions<orm::Models>()) {
            for (const orm::ModelInfo* model : models.models()) {
                ContentType type = ContentType::of(*model);
                for (const char* action : {"add", "change", "delete", "view"}) {
                    std::string codename = std::string(action) + '_' + type.model;
                    if (!present.insert(std::to_string(type.id.value()) + '.' + codename).second) continue;
                    missing.push_back({.name = "Can " + std::string(action) + ' ' + model->verbose_name,
                                       .content_type = type, .codename = codename});
                }
            }
        }
        for (const auto& own : project.contributions<OwnPermissions>()) {
            for (const ModelPermission& permission : own.value.permissions) {
                ContentType type = ContentType::of(permission.model());
                if (!present.insert(std::to_string(type.id.value()) + '.' + permission.codename()).second) continue;
                missing.push_back({.name = permission.label(), .content_type = type, .codename = permission.codename()});
            }
        }
        if (!missing.empty()) Permission::objects.bulk_create(missing);
    });
}

namespace {

/// "add_item" becomes "add_product", and what it is called too, unless somebody has called it otherwise.
void rename_permission(orm::Connection& database, const std::string& action, const std::string& app, const std::string& from, const std::string& to) {
    const std::string old_name = action + '_' + text::lower(from), new_name = action + '_' + text::lower(to);
    const std::string can = "Can " + action + ' ';
    auto p = [&](std::size_t n) { return database.dialect().placeholder(n); };
    const std::string type = "(SELECT id FROM django_content_type WHERE app_label = " + p(4) + " AND model = " + p(5) + ")";
    database.execute({"UPDATE auth_permission SET codename = " + p(1) + ", name = CASE WHEN name = " + p(6) + " THEN " + p(2) + " ELSE name END WHERE codename = " +
                          p(3) + " AND content_type_id = " + type,
                      {Value(new_name), Value(can + text::camel_case_to_spaces(to)), Value(old_name), Value(app), Value(text::lower(to)), Value(can + text::camel_case_to_spaces(from))}});
}

}  // namespace

void rename_content_type(migrations::CodeContext& context, const std::string& app, const std::string& from, const std::string& to) {
    orm::Connection& database = context.database;
    if (!has_table(database, "django_content_type") || !has_table(database, "auth_permission")) return;
    auto p = [&](std::size_t n) { return database.dialect().placeholder(n); };
    const auto there = database.value({"SELECT count(*) FROM django_content_type WHERE app_label = " + p(1) + " AND model = " + p(2), {Value(app), Value(text::lower(to))}});
    if (there && there->truthy()) return;
    database.execute({"UPDATE django_content_type SET model = " + p(1) + " WHERE app_label = " + p(2) + " AND model = " + p(3),
                      {Value(text::lower(to)), Value(app), Value(text::lower(from))}});
    for (const char* action : {"add", "change", "delete", "view"}) rename_permission(database, action, app, from, to);
}

}  // namespace portico::auth
