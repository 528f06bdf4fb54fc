/// A model as the site knows it: its admin's options with every name looked up, its URLs, how it is called.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "names.hpp"

#include <portico/admin/any_model_admin.hpp>

namespace portico::admin {

/// How a value is shown.
enum class Look { text, number, boolean, choice, date, time, moment, relation, relations, file, json };

Look look_of(const Found& found);
Look look_of(Kind kind);

struct ColumnPlan {
    std::string label{};
    Found found{};                                     // where it is a field
    std::function<Value(const void* object)> compute{};  // where it is not
    Look look = Look::text;
    std::string order{};                               // what it is sorted by; empty: not at all
};

struct FilterPlan {
    enum class Kind { choices, boolean, relation, moment, presence, own };
    std::string name{};             // in the URL: "author"
    std::string label{};
    Kind kind = Kind::choices;
    Found found{};
    const ListFilter* own = nullptr;
    bool nullable = false;
};

struct Entry {
    std::shared_ptr<const AnyModelAdmin> admin{};
    const orm::ModelInfo* model = nullptr;
    const TypeInfo* type = nullptr;
    std::string app{}, app_title{}, name{};  // "blog", "Blog", "post"
    std::string singular{}, plural{};        // "post", "posts"
    int hue = 0;
    std::string url{};                       // of the list: "/admin/blog/post/"

    std::vector<ColumnPlan> columns{};
    std::vector<FilterPlan> filters{};
    std::vector<Found> search{};
    std::vector<std::string> select_related{}, prefetch_related{};

    const Options& options() const { return admin->options(); }
    std::string title() const;               // "Posts"
    std::string mark() const;                // "P"
    std::string add_url() const { return url + "add/"; }
    std::string object_url(const void* object, std::string_view page = "change") const;
    std::string key_url(std::string_view key, std::string_view page = "change") const;
    bool may(Request& request, Permission permission, const void* object = nullptr) const {
        return admin->may_any(request, permission, object);
    }
    /// The rows that the person may see, or do that with.
    orm::AnyQuerySet rows(Request& request, Permission permission = Permission::view) const;
    /// May it be looked at, at least?
    bool may_see(Request& request, const void* object = nullptr) const {
        return may(request, Permission::view, object) || may(request, Permission::change, object);
    }
};

/// Looks up everything that the admin names, and guesses what it leaves out. Throws Error for a name that there isn't.
void plan(Entry& entry);

/// The field that is what a person sees of a row, where one is: found by trying.
const FieldInfo* display_field(const TypeInfo& type);

}  // namespace portico::admin
