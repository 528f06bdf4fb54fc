/// From members, paths and names to what the pages need to know of a field.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/orm/model_info.hpp>
#include <portico/orm/query.hpp>

namespace portico::admin {

/// A field that was found by walking a model's names.
struct Found {
    std::string lookup{};                       // "author__name"
    std::vector<std::string> parts{};           // "author", "name"
    const orm::ModelInfo* model = nullptr;      // the one that the last part belongs to
    const FieldInfo* field = nullptr;           // null for the key ("pk"), "__str__" and rows that point here
    const orm::Relation* relation = nullptr;    // the last part is a relation
    const Property* property = nullptr;         // a method of describe: shown, neither sorted nor filtered by
    bool backwards = false;                     // some part leads to many rows
    std::string label{};                        // "Author name"

    bool is_str() const { return lookup == "__str__"; }
    bool is_database() const { return !property && !is_str(); }
};

/// "author__name" for a path of members or of names.
std::string lookup_of(const orm::Path& path);
/// Throws Error naming the nearest where there is no such field. `what` says where it was named, for the message.
Found find_field(const orm::ModelInfo& model, const orm::Path& path, const std::string& what);

/// How models are called: "post", "posts".
std::string singular_of(const orm::ModelInfo& model);
std::string plural_of(const orm::ModelInfo& model);
/// "post" for blog.Post: as URLs and permissions have it.
std::string url_name_of(const orm::ModelInfo& model);

/// The object's value there; null where a relation on the way is empty.
Value value_at(const TypeInfo& type, const void* object, const Found& found);

/// A key as URLs carry it, with Django's quoting of what would mean something in a path ("_2F").
std::string quote_key(std::string_view key);
std::string unquote_key(std::string_view text);

}  // namespace portico::admin
