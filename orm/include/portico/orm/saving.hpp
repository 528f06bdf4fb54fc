/// Saving, deleting and checking objects whose type is known at run time: what `post.save()` calls, and what forms, the admin and
/// the API use.
///
///     auto errors = orm::validate(type, object);            // empty: all is well
///     orm::save_object(type, object);
///     auto going = orm::collect(type, {object});            // what delete would take along: for the confirmation page
///     orm::delete_objects(type, {object});
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <portico/orm/any_query_set.hpp>
#include <portico/orm/errors.hpp>

namespace portico {
struct FieldInfo;
}

namespace portico::orm {

struct SaveOptions {
    bool force_insert = false;
    std::vector<std::uint32_t> only{};         // offsets of members; empty: all
    std::vector<std::string> only_named{};     // the same by name
    std::string database{};  // for a new row; empty: where the model lives (routing.hpp). Others are saved where they came from.
};

/// Inserts a new row or updates what changed; true when it was inserted. Throws IntegrityError; NotFound where the row has gone;
/// Error where it refers to an object that was not saved.
bool save_object(const TypeInfo& type, void* object, const SaveOptions& options = {});
/// The names of fields that differ from what was loaded; all of them for a new object.
std::vector<std::string> changed_fields(const TypeInfo& type, const void* object);
void refresh_object(const TypeInfo& type, void* object);
bool is_saved(const TypeInfo& type, const void* object);
Value annotation_of(const TypeInfo& type, const void* object, std::string_view name);
std::string text_of(const TypeInfo& type, const void* object);

/// What deleting these objects would mean.
struct Collected {
    std::vector<Object> objects{};                // that go, the given ones first; each row once
    std::vector<Object> nulled{};                 // that lose a reference
    std::vector<Object> protected_by{};           // that forbid it (protect, restrict)
    std::vector<std::pair<std::string, std::int64_t>> between{};  // rows of many-to-many tables that go: "blog_post_tags": 3
};
Collected collect(const TypeInfo& type, const std::vector<void*>& objects);
Deleted delete_objects(const TypeInfo& type, const std::vector<void*>& objects);

/// One thing that is wrong. `field` is empty for what concerns several; codes and messages are Django's.
struct FieldError {
    std::string field{};
    std::string message{};
    std::string code{};
};

/// What an object breaks: required values, lengths, ranges, formats, choices, validators, keys that refer to nothing, unique
/// fields and combinations (asks the database), rules of `describe`. `skip` names fields that are not looked at.
std::vector<FieldError> validate(const TypeInfo& type, const void* object, const std::vector<std::string>& skip = {});
/// The rules of one field for a value, without the database.
std::vector<FieldError> validate_field(const FieldInfo& field, const Value& value);
/// Throws ValidationError.
void full_clean(const TypeInfo& type, const void* object);

class ValidationError : public Error {
public:
    explicit ValidationError(std::vector<FieldError> errors);
    const std::vector<FieldError>& errors() const noexcept { return errors_; }

private:
    std::vector<FieldError> errors_;
};

/// Deleting is forbidden by rows that refer to what should go.
class ProtectedError : public Error {
public:
    ProtectedError(const std::string& message, std::string hint, std::vector<Object> objects);
    /// The rows that forbid it.
    const std::vector<Object>& objects() const noexcept { return objects_; }

private:
    std::vector<Object> objects_;
};

/// As ProtectedError, by on_delete(restrict).
class RestrictedError : public ProtectedError {
public:
    using ProtectedError::ProtectedError;
};

/// `get` found no row (or `save` its row gone): a page that answers 404.
class NotFound : public Error {
public:
    using Error::Error;
};

/// The row was saved by another since this object was loaded: a page that answers 409. See FieldDescription::version.
class StaleObject : public Error {
public:
    using Error::Error;
};

/// `get` found more than one.
class MultipleObjects : public Error {
public:
    using Error::Error;
};

/// A relation was read that had not been loaded, with lazy_loading = "forbid".
class NotLoaded : public Error {
public:
    using Error::Error;
};

namespace detail {
const TypeInfo* installed_slot(const TypeInfo* slot, const char* type_name);
}

}  // namespace portico::orm
