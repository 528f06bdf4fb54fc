/// What FieldType::extension tells of the ORM's own member types: forms, the admin and the API ask it.
///
///     if (auto* relation = orm::relation_type(field)) …      // ForeignKey, OneToOne, ManyToMany
///     if (orm::is_key(field)) …                               // Id
///     if (orm::is_file(field)) …                              // File
#pragma once
#include <string>

#include <portico/base/type_info.hpp>
#include <portico/orm/detail/reference.hpp>
#include <portico/orm/id.hpp>

namespace portico::orm {

struct KeyType : Extension {
    const FieldType* key = nullptr;  // of the K of Id<K>
};

struct RelationType : Extension {
    bool many = false;
    bool one_to_one = false;
    bool nullable = false;
    const TypeInfo* const* target = nullptr;
    std::string target_name{};
    detail::Reference* (*reference)(void* field) = nullptr;   // to one
    detail::RelatedSet* (*related)(void* field) = nullptr;    // to many
};

struct FileType : Extension {};

const RelationType* relation_type(const FieldInfo& field);
const KeyType* key_type(const FieldInfo& field);
inline bool is_key(const FieldInfo& field) { return key_type(field) != nullptr; }
bool is_file(const FieldInfo& field);
/// A file as forms and templates show it: its name, `.url` where it is served; false while there is none.
Value file_value(std::string name);

namespace detail {

/// What a reference's field gives and takes as a Value: its key; null; an object of the target.
Value reference_value(const Reference& reference);
void set_reference(Reference& reference, const RelationType& type, const Value& value);

}  // namespace detail

}  // namespace portico::orm
