/// What `describe` may say of a model's field beyond what forms and endpoints understand.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <portico/base/type_info.hpp>
#include <portico/orm/expression.hpp>

namespace portico::orm {

/// What becomes of a row when the one that it refers to is deleted. All but `do_nothing` are seen to in C++, so that
/// nothing is deleted behind the admin's back.
enum class OnDelete {
    cascade,     // goes too
    protect,     // forbids it: ProtectedError
    restrict,    // forbids it unless it goes anyway by another way: RestrictedError
    set_null,    // loses the reference; only on an optional one
    do_nothing,  // the database may refuse
};
using enum OnDelete;

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
    std::string db_column{};
    std::string through{};       // many to many: the table's name
    const TypeInfo* const* through_model{};  // many to many: the model between …
    std::uint32_t through_from = 0, through_to = 0;  // … and its foreign keys
    bool symmetrical = false;    // many to many of a model to itself: who is related to one, that one is related to
    std::string related_name{};
    std::string upload_to{};     // files: the folder below media
    std::optional<OnDelete> on_delete{};
    std::optional<Value> db_default{};
    ExpressionPtr generated{};         // what the database computes the column from
    ExpressionPtr limit_choices_to{};  // a condition on the target
};

}  // namespace portico::orm
