#include <portico/auth/policies.hpp>

#include <set>

#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>

#include "policy_book.hpp"

namespace portico::auth {

namespace {

bool is_shut_out(const CurrentUser& user) { return user.is_authenticated() && !user.is_active(); }
bool may_everything(const CurrentUser& user) { return user.is_active() && user.is_superuser(); }

bool has_permission(const CurrentUser& user, Action action, const orm::ModelInfo& model) {
    return user.has_perm(model.app + '.' + std::string(action.name) + '_' + text::lower(model.name));
}

}  // namespace

const orm::ModelInfo& detail::model_of(const TypeInfo* const* slot, const char* name) { return orm::require_model(*slot, name); }

const orm::ModelInfo& AnyPolicy::model() const { return orm::require_model(*model_, model_name_); }

bool AnyPolicy::is_among_rows(const CurrentUser& user, Action action, const void* object) const {
    const orm::AnyQuerySet rows = any_rows(user, action, orm::AnyQuerySet(model()));
    if (rows.query().none) return false;
    return !model().is_saved(object) || rows.find(model().key_of(object));
}

const PolicyBook& PolicyBook::current() { return Project::current().get<PolicyBook>(); }

const AnyPolicy* PolicyBook::of(const orm::ModelInfo& model) const {
    std::call_once(filled_, [this] {
        for (const auto& app : Project::current().contributions<Policies>())
            for (const auto& policy : app.value.policies) policies_.emplace(&policy->model(), policy);
    });
    const auto found = policies_.find(&model);
    return found == policies_.end() ? nullptr : found->second.get();
}

orm::AnyQuerySet allowed_rows(const CurrentUser& user, Action action, const orm::AnyQuerySet& rows) {
    if (is_shut_out(user)) return rows.none();
    if (may_everything(user)) return rows;
    if (const AnyPolicy* policy = PolicyBook::current().of(rows.model())) return policy->any_rows(user, action, rows);
    return has_permission(user, action, rows.model()) ? rows : rows.none();
}

bool may_do(const CurrentUser& user, Action action, const orm::ModelInfo& model, const void* object) {
    if (is_shut_out(user)) return false;
    if (may_everything(user)) return true;
    const AnyPolicy* policy = PolicyBook::current().of(model);
    if (!policy) return has_permission(user, action, model);
    return object ? policy->any_may(user, action, object) : !policy->any_rows(user, action, orm::AnyQuerySet(model)).query().none;
}

bool has_policy(const orm::ModelInfo& model) { return PolicyBook::current().of(model) != nullptr; }

void require_may(const CurrentUser& user, Action action, const orm::ModelInfo& model, const void* object) {
    if (may_do(user, action, model, object)) return;
    const std::string detail = (user.is_authenticated() ? '"' + user.login() + '"' : std::string("nobody")) + " may not " + std::string(action.name) + " this " + model.label();
    if (action != Action::view && may_do(user, Action::view, model, object)) throw PermissionDenied({}, detail);
    throw Http404({}, detail);
}

void check_policies(Project& project, CheckReport& report) {
    std::set<std::string> seen;
    for (const auto& app : project.contributions<Policies>()) {
        for (const auto& policy : app.value.policies) {
            try {
                if (seen.insert(policy->model().label()).second) continue;
                report.error("auth.E006", policy->model().label(), "two policies say who may do what with it", "let one of them speak for both");
            } catch (const Error& error) {
                report.error("auth.E007", "a policy of " + app.app.label, error.what(), error.hint());
            }
        }
    }
}

}  // namespace portico::auth
