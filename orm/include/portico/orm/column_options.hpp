/// What `describe` may say of a model's field beyond what forms and endpoints understand.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/type_info.hpp>
#include <portico/orm/expression.hpp>

namespace portico::orm {

/// What becomes of a row when the one that it refers to is deleted. Most are seen to in C++, so that nothing is deleted behind the
/// admin's back: hooks are called, what is lost is counted and shown. The `db_…` ones are the database's own affair (ON DELETE …):
/// fast, uncounted, without hooks; a check refuses them where a rule or a hook in C++ would be passed over.
enum class OnDelete {
    cascade,     // goes too
    protect,     // forbids it: ProtectedError
    restrict,    // forbids it unless it goes anyway by another way: RestrictedError
    set_null,    // loses the reference; only on an optional one
    set_default,     // refers to its default_value instead
    do_nothing,      // the database may refuse
    db_cascade,      // ON DELETE CASCADE
    db_set_null,     // ON DELETE SET NULL; only on an optional one
    db_set_default,  // ON DELETE SET DEFAULT: to its db_default
};
using enum OnDelete;

/// What of a person a field holds, so that `dumpdata --anonymize` writes something else of that form. What the kinds make is in
/// docs/reference/commands.md.
enum class Personal {
    by_type,  // of the field's type and format: another number, day, e-mail address, text of the same shape …
    first_name,
    last_name,
    name,      // both
    login,     // letters, digits and "_"
    email,     // at example.org, so that no letter leaves
    phone,     // other digits
    address,   // a street and a number
    text,      // words that say nothing, about as many
    password,  // one that nobody can log in with
};

/// Which names a field of names of files takes; see FieldDescription::file_path.
struct FilePaths {
    std::string folder{};    // below the project's root, or absolute
    std::string pattern{};   // regular expression, searched in the last part of the path; empty: all
    bool recursive = false;  // those of folders below, too: "mails/welcome.html"
    bool files = true;
    bool folders = false;
};

/// A function or condition of one's own that lookups by name know: "colour__red__gte", "colour__within". See sql_function.hpp.
struct OwnLookup {
    std::string name{};
    bool condition = false;  // of the field and a value; else a function of the field
    std::function<ExpressionPtr(std::vector<ExpressionPtr>)> make{};
};

/// A field's options for its column; `FieldInfo::extension` of the fields of models.
struct ColumnOptions : Extension {
    bool unique = false;
    bool index = false;
    bool no_index = false;       // a foreign key without one
    bool primary_key = false;
    bool auto_now = false;       // set on each save
    bool auto_now_add = false;   // set on the first
    bool version = false;        // counts the saves; one of an older version is refused
    bool flat = false;           // an embedded struct's columns without its name before theirs
    bool json = false;           // an embedded struct in one column, as JSON
    bool db_constraint = true;   // a foreign key that the database watches over
    std::string db_column{};
    std::string db_comment{};    // kept in the database, where it can
    const TypeInfo* const* to_model{};               // to_field: whose member …
    std::optional<std::uint32_t> to_field{};         // … a foreign key refers to, where it isn't the key
    std::optional<std::uint32_t> unique_for_date{}, unique_for_month{}, unique_for_year{};  // members with dates
    std::string through{};       // many to many: the table's name
    const TypeInfo* const* through_model{};  // many to many: the model between …
    std::uint32_t through_from = 0, through_to = 0;  // … and its foreign keys
    bool symmetrical = false;    // many to many of a model to itself: who is related to one, that one is related to
    std::string related_name{};
    std::string upload_to{};     // files: the folder below media
    std::optional<Personal> personal{};  // what an anonymized dump replaces
    std::shared_ptr<const FilePaths> file_paths{};
    std::optional<OnDelete> on_delete{};
    std::optional<Value> db_default{};
    std::vector<OwnLookup> lookups{};  // by name
    ExpressionPtr generated{};         // what the database computes the column from
    ExpressionPtr limit_choices_to{};  // a condition on the target
};

/// The database's own rule, "CASCADE"; empty where C++ sees to it.
constexpr std::string_view database_rule(OnDelete rule) {
    return rule == db_cascade ? "CASCADE" : rule == db_set_null ? "SET NULL" : rule == db_set_default ? "SET DEFAULT" : "";
}

}  // namespace portico::orm
