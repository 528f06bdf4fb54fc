/// What a list shows of a model that nobody configured.
#pragma once
#include <vector>

#include "names.hpp"

#include <portico/admin/options.hpp>

namespace portico::admin {

/// What a person sees of a row, then up to six short fields.
std::vector<ListColumn> guessed_columns(const orm::ModelInfo& model);
/// Enums, booleans, relations to one and moments.
std::vector<Found> guessed_filters(const orm::ModelInfo& model);
/// The short texts.
std::vector<Found> guessed_search(const orm::ModelInfo& model);

}  // namespace portico::admin
