/// The page below /docs: what the OpenAPI document says, for people.
#pragma once
#include <portico/base/value.hpp>

namespace portico::api {

/// The document as the page's template shows it: title, version, description, groups of operations, each with its parameters,
/// body and answers as rows of name, type, rules, and an example of each body.
Map docs_context(const Value& document);

}  // namespace portico::api
