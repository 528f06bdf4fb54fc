/// What people may do, by kinds of rows: every model has the permissions add, change, delete and view, and an app adds its own.
///
///     user.has_perm(perm::change<Post>)                                  // "blog.change_post"; a misspelling does not compile
///     path<edit>("edit/").use(auth::permission_required(perm::change<Post>))
///
///     inline const auto publish_post = auth::permission<Post>("publish_post", "Can publish posts");
///     App("blog").with(auth::permissions({publish_post}))                // the row in auth_permission is made by migrate
///
/// What they may do with single rows: policies.hpp.
#pragma once
#include <string>
#include <string_view>
#include <typeinfo>
#include <utility>
#include <vector>

#include <portico/base/type_slot.hpp>
#include <portico/orm/query_set.hpp>

namespace portico::auth {

/// One permission of one model. Its app's label is known when the model is installed.
class ModelPermission {
public:
    ModelPermission(const TypeInfo* const* model, const char* model_name, std::string codename, std::string label, bool with_model_name)
        : model_(model), model_name_(model_name), codename_(std::move(codename)), label_(std::move(label)), with_model_name_(with_model_name) {}

    /// "blog.change_post". Error where the model was not installed.
    std::string str() const;
    /// "change_post"
    std::string codename() const;
    /// For people: "Can publish posts".
    const std::string& label() const { return label_; }
    const orm::ModelInfo& model() const;

private:
    const TypeInfo* const* model_;
    const char* model_name_;
    std::string codename_, label_;
    bool with_model_name_;
};

/// One of an app's own.
template <class T> ModelPermission permission(std::string codename, std::string label) {
    return {&type_slot<T>, typeid(T).name(), std::move(codename), std::move(label), false};
}

/// A contribution: the permissions that an app adds.
struct OwnPermissions {
    std::vector<ModelPermission> permissions{};
};
inline OwnPermissions permissions(std::vector<ModelPermission> all) { return {std::move(all)}; }

struct WithPermission {
    bool active_only = true;
    bool superusers = true;
};

/// Those who have it, by themselves, by a group or as superusers: rows of the project's user model.
orm::AnyQuerySet people_with(std::string_view permission, WithPermission which = {});
/// `auth::users_with<User>(perm::change<Post>)`
template <class Account> orm::QuerySet<Account> users_with(const ModelPermission& permission, WithPermission which = {}) {
    return orm::QuerySet<Account>(people_with(permission.str(), which));
}

}  // namespace portico::auth

namespace portico::perm {

template <class T> inline const auth::ModelPermission add{&type_slot<T>, typeid(T).name(), "add", {}, true};
template <class T> inline const auth::ModelPermission change{&type_slot<T>, typeid(T).name(), "change", {}, true};
template <class T> inline const auth::ModelPermission remove{&type_slot<T>, typeid(T).name(), "delete", {}, true};
template <class T> inline const auth::ModelPermission view{&type_slot<T>, typeid(T).name(), "view", {}, true};

}  // namespace portico::perm
