#include <portico/auth/current_user.hpp>

#include <algorithm>

#include <portico/auth/backends.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/permissions.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/http/request.hpp>
#include <portico/project/project.hpp>

#include "backend_list.hpp"
#include "session_keys.hpp"

namespace portico::auth {

namespace {

const UserModel& users() { return UserModel::current(); }

/// Was the password the same when the session began? A former secret of the site counts, too.
bool is_still_theirs(const orm::Object& user, std::string_view hash) {
    const Settings& settings = Project::current().settings();
    std::string encoded = users().password_of(user.object.get());
    if (constant_time_equal(session_auth_hash(encoded, settings.secret_key), hash)) return true;
    for (const auto& former : settings.secret_key_fallbacks) {
        if (constant_time_equal(session_auth_hash(encoded, former), hash)) return true;
    }
    return false;
}

CurrentUser user_of_session(Request& request) {
    Session& own = session(request);
    Value key = own.get(user_key);
    if (key.is_null()) return {};
    const Backend* backend = BackendList::current().begun_by(own.get(backend_key, "").str());
    orm::Object user = backend ? users().find_key(key.str()) : orm::Object();
    if (!user || !backend->admits(user)) return {};
    if (!is_still_theirs(user, own.get(hash_key, "").str())) {
        own.flush();
        return {};
    }
    return CurrentUser(std::move(user), backend->name_in_sessions());
}

}  // namespace

CurrentUser& current_user(Request& request) {
    if (CurrentUser* known = request.find<CurrentUser>()) return *known;
    return request.emplace<CurrentUser>(user_of_session(request));
}

CurrentUser CurrentUser::of(Request& request) { return current_user(request); }

bool CurrentUser::is_active() const { return user_ && users().is_active(user_.object.get()); }
bool CurrentUser::is_staff() const { return user_ && users().is_staff(user_.object.get()); }
bool CurrentUser::is_superuser() const { return user_ && users().is_superuser(user_.object.get()); }
std::string CurrentUser::key() const { return user_ ? users().model().key_text(user_.object.get()) : std::string(); }
Value CurrentUser::key_value() const { return user_ ? users().model().key_of(user_.object.get()) : Value(); }
std::string CurrentUser::login() const { return user_ ? users().login_of(user_.object.get()) : std::string(); }

std::string CurrentUser::name() const {
    if (!user_) return {};
    std::string whole = users().text(user_.object.get(), users().roles().first_name) + ' ' +
                        users().text(user_.object.get(), users().roles().last_name);
    std::string trimmed(text::trim(whole));
    return trimmed.empty() ? login() : trimmed;
}

const PermissionSet& CurrentUser::permissions() const {
    if (!permissions_) {
        auto all = std::make_shared<PermissionSet>();
        if (user_)
            for (const auto& backend : active_backends()) backend->add_permissions(user_, *all);
        permissions_ = std::move(all);
    }
    return *permissions_;
}

bool CurrentUser::has_perm(std::string_view permission) const {
    if (!is_active()) return false;
    return is_superuser() || permissions().contains(permission);
}

bool CurrentUser::has_perm(const ModelPermission& permission) const { return has_perm(permission.str()); }

bool CurrentUser::has_perms(std::initializer_list<std::string_view> all) const {
    return std::all_of(all.begin(), all.end(), [this](std::string_view one) { return has_perm(one); });
}

bool CurrentUser::has_module_perms(std::string_view app_label) const {
    if (!is_active()) return false;
    if (is_superuser()) return true;
    std::string prefix = std::string(app_label) + '.';
    auto first = permissions().lower_bound(prefix);
    return first != permissions().end() && first->starts_with(prefix);
}

void* CurrentUser::checked(const TypeInfo& type) const {
    if (!user_) throw Error("nobody is logged in", "ask is_authenticated() first, or guard the view with login_required()");
    if (user_.type != &type) throw Error("the users of this project are " + user_.type->name + ", not " + type.name);
    return user_.object.get();
}

std::optional<Value> CurrentUser::attribute(std::string_view name) const {
    if (name == "is_authenticated") return Value(is_authenticated());
    if (name == "is_anonymous") return Value(is_anonymous());
    if (name == "is_active") return Value(is_active());
    if (name == "is_staff") return Value(is_staff());
    if (name == "is_superuser") return Value(is_superuser());
    if (name == "get_username" || name == "username") return Value(login());
    if (name == "get_full_name") return Value(this->name());
    if (name == users().roles().password) return std::nullopt;
    return user_ ? user_.value().attribute(name) : std::nullopt;
}

std::string CurrentUser::str() const { return user_ ? user_.type->str(user_.object.get()) : "AnonymousUser"; }

namespace {

/// The permissions in one app: `perms.blog.change_post`.
class AppPermissions : public Dynamic {
public:
    AppPermissions(Request& request, std::string app) : request_(&request), app_(std::move(app)) {}
    std::optional<Value> attribute(std::string_view name) const override {
        return Value(current_user(*request_).has_perm(app_ + '.' + std::string(name)));
    }
    bool truthy() const override { return current_user(*request_).has_module_perms(app_); }
    std::string str() const override { return truthy() ? "True" : "False"; }

private:
    Request* request_;
    std::string app_;
};

}  // namespace

std::optional<Value> Permissions::attribute(std::string_view name) const {
    return Value(AppPermissions(*request_, std::string(name)));
}

}  // namespace portico::auth
