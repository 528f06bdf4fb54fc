/// Who works in the admin: the one place that asks auth.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <portico/admin/any_model_admin.hpp>
#include <portico/base/value.hpp>

namespace portico {
class Request;
}

namespace portico::orm {
struct ModelInfo;
}

namespace portico::admin {

/// The user of a request, as far as the admin needs to know.
struct Person {
    bool known = false;     // logged in
    bool staff = false;     // active, and one of the staff
    bool superuser = false;  // active, and may do everything
    Value key{};
    std::string name{};     // the login

    static Person of(Request& request);
};

/// "blog.change_post"
bool has_permission(Request& request, const std::string& name);
/// By the model's policy, and without one by the permissions. `object` is null where no certain row is meant.
bool is_allowed(Request& request, Permission permission, const orm::ModelInfo& model, const void* object = nullptr);
bool has_policy(const orm::ModelInfo& model);
/// Those that the model's policy lets through; all where it has none.
orm::AnyQuerySet rows_allowed(Request& request, Permission permission, const orm::AnyQuerySet& rows);

/// What users are called, by key.
using Names = std::map<std::int64_t, std::string>;
Names names_of_users(const std::vector<std::int64_t>& keys);

/// A model's row in django_content_type, made where there is none.
std::int64_t content_type_of(const orm::ModelInfo& model);
/// The models of such rows; those that the program doesn't know are left out.
using ModelsByType = std::map<std::int64_t, const orm::ModelInfo*>;
ModelsByType models_of_content_types(const std::vector<std::int64_t>& ids);

}  // namespace portico::admin
