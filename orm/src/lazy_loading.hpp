/// What happens when a relation is read that was not loaded.
#pragma once
#include <memory>
#include <string>

#include <portico/orm/settings.hpp>

#include "batch.hpp"

namespace portico::orm::detail {

/// Of the current project; without one, as LazyLoadingScope says, else peers.
LazyLoading lazy_loading();
/// One row by its key. NotFound where there is none.
std::shared_ptr<const void> single_object(const ModelInfo& target, const Value& key, const std::string& database,
                                          const Relation& relation);

}  // namespace portico::orm::detail
