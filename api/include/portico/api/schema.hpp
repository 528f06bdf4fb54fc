/// JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it) from type information.
#pragma once
#include <string>

#include <portico/base/type_info.hpp>

namespace portico::api {

/// Gathers the named schemas that others refer to: structs and enums, once each.
class Schemas {
public:
    /// The schema of a type; `field` adds its constraints, title and default.
    Map schema(const FieldType& type, const FieldInfo* field = nullptr);
    /// "#/components/schemas/<name>"
    static std::string reference(const std::string& name);
    /// By name, sorted.
    const Map& components() const { return components_; }
    void add(const std::string& name, Map schema) { components_.set(name, Value(std::move(schema))); }

private:
    Map plain(const FieldType& type);
    Map named_struct(const TypeInfo& type);
    Map named_enum(const FieldType& type);

    Map components_;
};

/// "portico::api::Page<blog::PostOut>" → "Page_PostOut_", as FastAPI names its models.
std::string schema_name(const std::string& type_name);
/// "post_id" → "Post Id".
std::string title_of(std::string_view name);

}  // namespace portico::api
