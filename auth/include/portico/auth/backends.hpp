/// Ways to find out who somebody is.
///
///     struct Directory : auth::Backend {
///         std::string name() const override { return "directory"; }
///         orm::Object authenticate(Request&, const auth::Credentials& given) const override {
///             return knows(given.login, given.password) ? auth::UserModel::current().find(given.login) : orm::Object();
///         }
///     };
///     App("club").with(auth::backend(std::make_shared<Directory>()))
///
/// Those of `[auth] backends` are asked in that order; by default a site's own ones in the order of installation, then "model". There are
///  - "model": login and password of the user model's table, and the permissions and groups there; active people only.
///  - "allow_all_users": the same for those who are not active, too.
///  - "remote_user": whom a proxy has logged in; see `[auth] remote_user_header`.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <portico/auth/user_model.hpp>

namespace portico {
class Request;
}

namespace portico::auth {

/// "blog.change_post"
using PermissionSet = std::set<std::string, std::less<>>;

struct Credentials {
    std::string_view login{};
    std::string_view password{};  // at most 4096 bytes
};

class Backend {
public:
    virtual ~Backend() = default;
    /// As `[auth] backends` says it.
    virtual std::string name() const = 0;
    /// As sessions keep it: Django's name for what Django has.
    virtual std::string name_in_sessions() const { return name(); }
    /// Whose these are; nobody where this backend can't tell, and the next one is asked. PermissionDenied: none is asked any more.
    virtual orm::Object authenticate(Request& request, const Credentials& given) const = 0;
    /// May they log in, and stay so? By default who is active.
    virtual bool admits(const orm::Object& user) const;
    /// What the user may do, as this backend knows; all backends' permissions count together. By default nothing.
    virtual void add_permissions(const orm::Object& user, PermissionSet& all) const;
};

/// "model"; a base for backends that find people otherwise and take their permissions from the tables.
class ModelBackend : public Backend {
public:
    std::string name() const override { return "model"; }
    std::string name_in_sessions() const override { return "django.contrib.auth.backends.ModelBackend"; }
    /// One hash of a password, whether there is such a user or not.
    orm::Object authenticate(Request& request, const Credentials& given) const override;
    void add_permissions(const orm::Object& user, PermissionSet& all) const override;
};

/// A contribution.
struct BackendContribution {
    std::shared_ptr<const Backend> backend{};
};
inline BackendContribution backend(std::shared_ptr<const Backend> made) { return {std::move(made)}; }

/// Those that the project asks, in their order.
const std::vector<std::shared_ptr<const Backend>>& active_backends();

}  // namespace portico::auth
