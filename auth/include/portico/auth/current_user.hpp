/// Who sent a request. Nobody asks the database before somebody asks for the user.
///
///     auth::CurrentUser& user = auth::current_user(request);
///     if (user.is_authenticated()) user.login(), user.has_perm("blog.change_post"), user.as<auth::User>().email
///
/// In templates it is `user`: {{ user }}, {% if user.is_authenticated %}, {{ user.first_name }}; `perms` is {% if perms.blog.add_post %}.
#pragma once
#include <initializer_list>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include <portico/base/type_info.hpp>
#include <portico/orm/any_query_set.hpp>

namespace portico {
class Request;
}

namespace portico::auth {

class ModelPermission;

class CurrentUser : public Dynamic {
public:
    /// Nobody: somebody who isn't logged in.
    CurrentUser() = default;
    explicit CurrentUser(orm::Object user, std::string backend = {}) : user_(std::move(user)), backend_(std::move(backend)) {}
    static CurrentUser of(Request& request);

    bool is_authenticated() const { return static_cast<bool>(user_); }
    bool is_anonymous() const { return !is_authenticated(); }
    explicit operator bool() const { return is_authenticated(); }
    bool is_active() const;
    bool is_staff() const;
    bool is_superuser() const;
    /// The key as text, "" for nobody.
    std::string key() const;
    Value key_value() const;
    /// What they log in with: "ann".
    std::string login() const;
    /// First and last name, else the login.
    std::string name() const;

    /// "blog.change_post". Superusers may do everything, those who are not active nothing.
    bool has_perm(std::string_view permission) const;
    /// By a constant, whose misspelling does not compile: has_perm(perm::change<Post>). See permissions.hpp.
    bool has_perm(const ModelPermission& permission) const;
    /// All of them.
    bool has_perms(std::initializer_list<std::string_view> permissions) const;
    /// Anything at all in that app?
    bool has_module_perms(std::string_view app_label) const;
    /// All permissions, their groups' among them. Read once.
    const std::set<std::string, std::less<>>& permissions() const;

    const orm::Object& object() const { return user_; }
    /// The backend that found them out, as sessions keep it; "" where none did.
    const std::string& backend() const { return backend_; }
    /// The row itself. Error where nobody is logged in or the user model is another.
    template <class T> const T& as() const { return *static_cast<const T*>(checked(installed<T>())); }
    template <class T> T& as() { return *static_cast<T*>(checked(installed<T>())); }

    std::optional<Value> attribute(std::string_view name) const override;
    bool truthy() const override { return true; }
    std::string str() const override;

private:
    void* checked(const TypeInfo& type) const;

    orm::Object user_{};
    std::string backend_{};
    mutable std::shared_ptr<const std::set<std::string, std::less<>>> permissions_{};
};

/// The request's user; found by the session when it is first asked for.
CurrentUser& current_user(Request& request);

/// What templates call `perms`.
class Permissions : public Dynamic {
public:
    explicit Permissions(Request& request) : request_(&request) {}
    std::optional<Value> attribute(std::string_view name) const override;
    std::string str() const override { return "permissions"; }

private:
    Request* request_;
};

}  // namespace portico::auth
