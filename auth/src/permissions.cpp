#include "permissions.hpp"

#include <algorithm>
#include <set>

#include <portico/auth/models.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/models.hpp>
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

}  // namespace

void create_permissions(Project& project) {
    Project::Scope current(project);
    orm::atomic([&] {
        std::set<std::string> present = present_permissions();
        std::vector<Permission> missing;
        for (const auto& [app, models] : project.contributions<orm::Models>()) {
            for (const orm::ModelInfo* model : models.models()) {
                ContentType type = ContentType::of(*model);
                for (const char* action : {"add", "change", "delete", "view"}) {
                    std::string codename = std::string(action) + '_' + type.model;
                    if (present.contains(std::to_string(type.id.value()) + '.' + codename)) continue;
                    missing.push_back({.name = "Can " + std::string(action) + ' ' + model->verbose_name,
                                       .content_type = type, .codename = codename});
                }
            }
        }
        if (!missing.empty()) Permission::objects.bulk_create(missing);
    });
}

}  // namespace portico::auth
