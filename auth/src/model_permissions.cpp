#include <portico/auth/models.hpp>
#include <portico/auth/permissions.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/model_info.hpp>

namespace portico::auth {

const orm::ModelInfo& ModelPermission::model() const { return orm::require_model(*model_, model_name_); }

std::string ModelPermission::codename() const { return with_model_name_ ? codename_ + '_' + text::lower(model().name) : codename_; }

std::string ModelPermission::str() const { return model().app + '.' + codename(); }

orm::AnyQuerySet people_with(std::string_view permission, WithPermission which) {
    const UserModel& users = UserModel::current();
    const Roles& roles = users.roles();
    const orm::ModelInfo& model = users.model();
    const auto dot = permission.find('.');
    const std::string app(permission.substr(0, dot)), codename(dot == permission.npos ? "" : permission.substr(dot + 1));
    // Asked for first, so that app and codename are those of one row.
    const orm::Object row = orm::AnyQuerySet(orm::model<Permission>()).where("content_type__app_label", app).where("codename", codename).first_object();
    std::vector<orm::ExpressionPtr> ways;
    if (which.superusers && users.field(roles.superuser)) ways.push_back(orm::named(roles.superuser, Value(true)));
    if (row) {
        const Value key = orm::model<Permission>().key_of(row.object.get());
        if (model.relation(roles.permissions)) ways.push_back(orm::named(roles.permissions, key));
        if (model.relation(roles.groups)) ways.push_back(orm::named(roles.groups + "__permissions", key));
    }
    const orm::AnyQuerySet all(model);
    if (ways.empty()) return all.none();
    const orm::AnyQuerySet found = all.filter(orm::any_of(std::move(ways))).distinct();
    return which.active_only && users.field(roles.active) ? found.where(roles.active, Value(true)) : found;
}

}  // namespace portico::auth
