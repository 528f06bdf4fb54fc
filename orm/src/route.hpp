/// Where a path leads, found by members or by name.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/orm/query.hpp>

#include "batch.hpp"

namespace portico::orm::detail {

struct Route {
    std::vector<Hop> hops{};
    const Column* column = nullptr;       // null: the rows reached, by their key
    const ModelInfo* model = nullptr;     // the one reached
    std::string annotation{};             // an annotation of the query instead
    List keys{};                          // inside of a JSON column
    std::vector<std::string> transforms{};  // "year", "date" …
    std::optional<Lookup> lookup{};
    const OwnLookup* own_lookup = nullptr;  // in place of `lookup`

    bool many() const;
    bool has_own_transforms() const;
};

/// The path of a name with its transforms as functions around it.
ExpressionPtr transformed(const Route& route, std::string name);
/// Throws Error for what leads nowhere.
Route route_of(const ModelInfo& model, const std::vector<Step>& steps);
/// "author__name", "published_at__year__gte", "pk". Unknown names: Error with the nearest known.
Route route_of(const ModelInfo& model, std::string_view name, const Query* query);
Route route_of(const ModelInfo& model, const Expression& path, const Query* query);
/// The relations of a path for select_related and prefetch_related.
std::vector<Hop> hops_of(const ModelInfo& model, const Path& path);

}  // namespace portico::orm::detail
