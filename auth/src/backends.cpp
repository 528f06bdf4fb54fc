#include <portico/auth/backends.hpp>

#include <algorithm>

#include <portico/auth/app.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/saving.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>

#include "backend_list.hpp"
#include "password_algorithms.hpp"
#include "password_work.hpp"

namespace portico::auth {

namespace {

class AllowAllUsers : public ModelBackend {
public:
    std::string name() const override { return "allow_all_users"; }
    std::string name_in_sessions() const override { return "django.contrib.auth.backends.AllowAllUsersModelBackend"; }
    bool admits(const orm::Object&) const override { return true; }
};

using Backends = std::vector<std::shared_ptr<const Backend>>;

Backends all_of(const Project& project) {
    Backends all;
    for (const auto& own : project.contributions<BackendContribution>()) all.push_back(own.value.backend);
    all.push_back(std::make_shared<ModelBackend>());
    all.push_back(std::make_shared<AllowAllUsers>());
    all.push_back(remote_user_backend());
    return all;
}

std::vector<std::string> wanted_by(const Project& project) {
    const AuthSettings& settings = project.settings<AuthSettings>();
    std::vector<std::string> names = settings.backends;
    if (names.empty()) {
        for (const auto& own : project.contributions<BackendContribution>()) names.push_back(own.value.backend->name());
        names.emplace_back("model");
    }
    const bool said = std::find(names.begin(), names.end(), remote_user_name) != names.end();
    if (!settings.remote_user_header.empty() && !said) names.emplace_back(remote_user_name);
    return names;
}

void add_permissions_of(PermissionSet& all, const orm::AnyQuerySet& rows) {
    for (const auto& row : rows.values(std::vector<std::string>{"content_type__app_label", "codename"})) all.insert(row[0].str() + '.' + row[1].str());
}

}  // namespace

bool Backend::admits(const orm::Object& user) const { return UserModel::current().is_active(user.object.get()); }

void Backend::add_permissions(const orm::Object&, PermissionSet&) const {}

orm::Object ModelBackend::authenticate(Request&, const Credentials& given) const {
    const UserModel& users = UserModel::current();
    const PasswordCost cost = configured_cost();
    orm::Object user = users.find(given.login);
    const std::string encoded = user ? users.password_of(user.object.get()) : std::string();
    if (!is_usable_password(encoded) || !EncodedPassword::parse(encoded)) {
        waste_password_time(given.password, cost);
        return {};
    }
    if (!check_password(given.password, encoded) || !admits(user)) return {};
    const std::string& field = users.roles().password;
    if (must_renew_password(encoded, cost)) {
        users.set(user.object.get(), field, make_password(given.password, "argon2", cost));
        orm::save_object(users.type(), user.object.get(), {.only_named = {field}});
    }
    return user;
}

void ModelBackend::add_permissions(const orm::Object& user, PermissionSet& all) const {
    const UserModel& users = UserModel::current();
    const orm::ModelInfo& model = users.model();
    const Value key = model.key_of(user.object.get());
    const auto* own = model.relation(users.roles().permissions);
    const auto* groups = model.relation(users.roles().groups);
    const orm::AnyQuerySet rows(orm::model<Permission>());
    if (own) add_permissions_of(all, rows.order_by({"id"}).where(own->related_query_name, key));
    if (groups) add_permissions_of(all, rows.order_by({"id"}).where("group__" + groups->related_query_name, key));
}

const std::vector<std::shared_ptr<const Backend>>& active_backends() { return BackendList::current().active(); }

const BackendList& BackendList::current() { return Project::current().get<BackendList>(); }

const std::vector<std::shared_ptr<const Backend>>& BackendList::active() const {
    std::call_once(filled_, [this] {
        const Project& project = Project::current();
        const Backends all = all_of(project);
        for (const std::string& name : wanted_by(project))
            for (const auto& one : all)
                if (one->name() == name && std::find(active_.begin(), active_.end(), one) == active_.end()) active_.push_back(one);
    });
    return active_;
}

const Backend* BackendList::begun_by(std::string_view name) const {
    for (const auto& one : active())
        if (one->name_in_sessions() == name) return one.get();
    return nullptr;
}

void check_backends(Project& project, CheckReport& report) {
    std::vector<std::string> known;
    for (const auto& one : all_of(project)) known.push_back(one->name());
    for (const std::string& name : wanted_by(project)) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        report.error("auth.E004", "auth.backends", "there is no backend \"" + name + '"', "there are " + text::join(known, ", "));
    }
}

}  // namespace portico::auth
