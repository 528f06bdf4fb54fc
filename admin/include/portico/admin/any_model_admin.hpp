#pragma once
#include <memory>
#include <string>

#include <portico/admin/options.hpp>
#include <portico/base/type_info.hpp>

namespace portico::admin {

enum class Permission { view, add, change, remove };

/// How a model whose type is known at run time is shown and edited: options, and hooks that `ModelAdmin<T>` gives types.
class AnyModelAdmin {
public:
    explicit AnyModelAdmin(const TypeInfo* const* type, const char* type_name) : type_(type), type_name_(type_name) {}
    virtual ~AnyModelAdmin();
    AnyModelAdmin(const AnyModelAdmin&) = delete;
    AnyModelAdmin& operator=(const AnyModelAdmin&) = delete;

    const Options& options() const { return options_; }
    /// Throws Error where the model was not installed.
    const TypeInfo& type() const { return require_installed(*type_, type_name_); }

    /// The rows that this person works with; of them the pages show those that the model's policy (auth/policies.hpp) lets them view.
    virtual orm::AnyQuerySet any_rows(Request& request) const;
    virtual void save_any(Request& request, void* object, bool change) const;
    virtual void delete_any(Request& request, void* object) const;
    /// By default what the model's policy says, and without one the user's permissions ("blog.change_post"). `object` is null where no certain row is meant.
    virtual bool may_any(Request& request, Permission permission, const void* object) const;

protected:
    Options options_;

private:
    const TypeInfo* const* type_;
    const char* type_name_;
};

}  // namespace portico::admin
