/// A JSON Schema of the document, told to people.
#pragma once
#include <string>

#include <portico/base/value.hpp>

namespace portico::api {

class DocsSchema {
public:
    /// `components`: the document's components/schemas.
    explicit DocsSchema(Map components) : components_(std::move(components)) {}

    /// "integer", "list of PostOut", "text or null".
    std::string type(const Value& schema) const;
    /// "1 to 200 characters, at least 3 items"; empty without rules.
    std::string rules(const Value& schema) const;
    /// The members of a struct (or of a list's structs): {name, type, required, rules, description}.
    List fields(const Value& schema) const;
    /// A value that fits, as far as the schema's types tell.
    Value example(const Value& schema, int depth = 0) const;

private:
    /// The schema that a reference names, or the first of several that isn't null.
    Value resolved(const Value& schema) const;
    Value text_example(const Value& schema) const;

    Map components_;
};

}  // namespace portico::api
