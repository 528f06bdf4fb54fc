#include <algorithm>

#include <portico/fibers/concurrently.hpp>
#include <portico/orm/connection.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/query_log.hpp>

#include "batch.hpp"
#include "route.hpp"

namespace portico::orm::detail {

namespace {

struct Way {
    std::vector<Hop> hops{};
    const Query* narrowed = nullptr;
};

/// One relation after the other, each for all rows of the level before at once.
void follow(const std::shared_ptr<Batch>& batch, const Way& way) {
    std::shared_ptr<Batch> level = batch;
    for (std::size_t i = 0; i < way.hops.size() && level; ++i) {
        Hop hop = way.hops[i];
        const Query* narrowed = i + 1 == way.hops.size() ? way.narrowed : nullptr;
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

/// Ways that begin with the same relation follow one another: the second goes on from what the first has loaded.
std::vector<std::vector<Way>> ways_of(const ModelInfo& model, const std::vector<Prefetch>& wanted) {
    std::vector<std::vector<Way>> groups;
    for (const Prefetch& one : wanted) {
        Way way{hops_of(model, one.path), one.query.get()};
        auto group = std::ranges::find_if(groups, [&](const auto& ways) { return ways.front().hops.front() == way.hops.front(); });
        if (group == groups.end()) group = groups.emplace(group);
        group->push_back(std::move(way));
    }
    return groups;
}

}  // namespace

void prefetch(const std::shared_ptr<Batch>& batch, const std::vector<Prefetch>& wanted) {
    const auto groups = ways_of(batch->model, wanted);
    auto follow_all = [&](const std::vector<Way>& ways) {
        for (const Way& way : ways) follow(batch, way);
    };
    // A log tells each query's line by the stack that it was asked on: there they go one after another.
    const bool together = groups.size() > 1 && !current_query_record() && connection(batch->database).dialect().features().pipelines;
    if (together)
        fibers::concurrently(groups, follow_all);
    else
        std::ranges::for_each(groups, follow_all);
}

}  // namespace portico::orm::detail
