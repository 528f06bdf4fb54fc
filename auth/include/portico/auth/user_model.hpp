/// Users are a role, not a type: which model holds them, and which of its fields play which part.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <portico/orm/any_query_set.hpp>
#include <portico/orm/model_info.hpp>

namespace portico::auth {

/// The names of a user model's fields. Those that it doesn't have are empty or missing: without `active` everybody is, without
/// `staff` and `superuser` nobody is, without `groups` and `permissions` only superusers may do anything.
struct Roles {
    std::string login = "username";
    std::string password = "password";
    std::string email = "email";
    std::string active = "is_active";
    std::string staff = "is_staff";
    std::string superuser = "is_superuser";
    std::string last_login = "last_login";
    std::string first_name = "first_name";
    std::string last_name = "last_name";
    std::string groups = "groups";
    std::string permissions = "user_permissions";
};

/// The project's user model: `project.get<auth::UserModel>()`.
class UserModel {
public:
    UserModel(const TypeInfo* const* slot, std::string type_name, Roles roles)
        : slot_(slot), type_name_(std::move(type_name)), roles_(std::move(roles)) {}

    const TypeInfo& type() const;
    const orm::ModelInfo& model() const;
    const Roles& roles() const { return roles_; }
    static const UserModel& current();

    /// The field of that role, or null where the model has none.
    const FieldInfo* field(std::string_view name) const { return type().find(name); }
    Value get(const void* user, std::string_view name) const;
    bool flag(const void* user, std::string_view name, bool otherwise) const;
    std::string text(const void* user, std::string_view name) const;
    void set(void* user, std::string_view name, const Value& value) const;

    std::string login_of(const void* user) const { return text(user, roles_.login); }
    std::string password_of(const void* user) const { return text(user, roles_.password); }
    bool is_active(const void* user) const { return flag(user, roles_.active, true); }
    bool is_staff(const void* user) const { return flag(user, roles_.staff, false); }
    bool is_superuser(const void* user) const { return flag(user, roles_.superuser, false); }

    /// By login, as it was typed; by key, as sessions hold it. Empty where there is none.
    orm::Object find(std::string_view login) const;
    orm::Object find_key(std::string_view key) const;

private:
    const TypeInfo* const* slot_;
    std::string type_name_;
    Roles roles_;
};

}  // namespace portico::auth
