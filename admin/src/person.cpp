#include "person.hpp"

#include <portico/base/type_info.hpp>
#include <portico/auth/current_user.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/policies.hpp>
#include <portico/auth/user_model.hpp>

namespace portico::admin {

Person Person::of(Request& request) {
    const auth::CurrentUser& user = auth::current_user(request);
    Person person;
    person.known = user.is_authenticated();
    if (!person.known) return person;
    person.superuser = user.is_active() && user.is_superuser();
    person.staff = user.is_active() && user.is_staff();
    person.key = user.key_value();
    person.name = user.login();
    return person;
}

bool has_permission(Request& request, const std::string& name) { return auth::current_user(request).has_perm(name); }

bool has_policy(const orm::ModelInfo& model) { return auth::has_policy(model); }

namespace {

auth::Action action_of(Permission permission) {
    constexpr auth::Action actions[] = {auth::Action::view, auth::Action::add, auth::Action::change, auth::Action::remove};
    return actions[static_cast<int>(permission)];
}

}  // namespace

bool is_allowed(Request& request, Permission permission, const orm::ModelInfo& model, const void* object) {
    return auth::may_do(auth::current_user(request), action_of(permission), model, object);
}

orm::AnyQuerySet rows_allowed(Request& request, Permission permission, const orm::AnyQuerySet& rows) {
    return has_policy(rows.model()) ? auth::allowed_rows(auth::current_user(request), action_of(permission), rows) : rows;
}

Names names_of_users(const std::vector<std::int64_t>& keys) {
    Names names;
    if (keys.empty()) return names;
    const auth::UserModel& users = auth::UserModel::current();
    std::vector<orm::ExpressionPtr> wanted;
    for (std::int64_t key : keys) wanted.push_back(orm::named("pk", Value(key)));
    for (const orm::Object& user : orm::AnyQuerySet(users.model()).filter(orm::any_of(std::move(wanted))).objects()) {
        const Value key = users.model().key_of(user.object.get());
        if (auto* number = key.as_integer()) names.emplace(*number, users.login_of(user.object.get()));
    }
    return names;
}

std::int64_t content_type_of(const orm::ModelInfo& model) { return auth::ContentType::of(model).id; }

ModelsByType models_of_content_types(const std::vector<std::int64_t>& ids) {
    ModelsByType models;
    if (ids.empty()) return models;
    for (const auth::ContentType& type : auth::ContentType::objects.filter(F(&auth::ContentType::id).in(ids))) {
        if (auto* model = orm::find_model(type.app_label + "." + type.model)) models.emplace(type.id, model);
    }
    return models;
}

}  // namespace portico::admin
