#include <algorithm>

#include <portico/base/error.hpp>

#include "batch.hpp"
#include "route.hpp"

namespace portico::orm::detail {

/// One relation after the other, each for all rows of the level before at once.
void prefetch(const ModelInfo& model, const std::shared_ptr<Batch>& batch, const Prefetch& wanted) {
    auto hops = hops_of(model, wanted.path);
    std::shared_ptr<Batch> level = batch;
    for (std::size_t i = 0; i < hops.size() && level; ++i) {
        Hop hop = hops[i];
        const Query* narrowed = i + 1 == hops.size() ? wanted.query.get() : nullptr;
        if (!hop.many() && !hop.back) {
            auto& to_one = level->to_one[hop.relation->index];
            if (to_one.objects.empty()) level->load_to_one(static_cast<std::uint32_t>(hop.relation->index), narrowed);
            level = level->to_one[hop.relation->index].batch;
        } else {
            auto known = std::ranges::find(level->to_many, hop, &Batch::ToMany::hop);
            bool there = known != level->to_many.end() && !narrowed;
            level = (there ? *known : level->load_to_many(hop, narrowed)).batch;
        }
    }
}

}  // namespace portico::orm::detail
