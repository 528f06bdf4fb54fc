#include "compiled.hpp"

#include <algorithm>
#include <unordered_map>

#include "shape.hpp"

namespace portico::orm::detail {

namespace {

using Compiled = std::shared_ptr<const CompiledSelect>;

constexpr std::size_t most_kept = 1000;

// Of the thread, and so of its event loop: nothing is locked.
thread_local std::unordered_map<std::string, Compiled> kept;

/// Where each parameter came from; false where one was made in another way, and where a value became anything but a parameter.
bool trace(CompiledSelect& compiled, const Output& output, const std::vector<const Value*>& values) {
    if (output.origins.size() != output.parameters.size() || values.size() != output.parameters.size()) return false;
    for (const auto& [value, origin] : output.origins) {
        // One that stands in the tree twice may be two in another query.
        if (std::ranges::count(values, value) != 1) return false;
        auto found = std::ranges::find(values, value);
        compiled.parameters.push_back({static_cast<std::size_t>(found - values.begin()), origin});
    }
    return true;
}

}  // namespace

Compiled compiled_objects(const Query& query, const Dialect& dialect, std::vector<Value>& parameters) {
    const Shape shape(query, dialect);
    const bool known = !shape.key().empty();
    if (auto found = known ? kept.find(shape.key()) : kept.end(); found != kept.end()) {
        parameters.reserve(found->second->parameters.size());
        for (const auto& [value, origin] : found->second->parameters) parameters.push_back(origin.stored(*shape.values()[value], dialect));
        return found->second;
    }
    Output output(dialect);
    auto compiled = std::make_shared<CompiledSelect>();
    compiled->sql = output.with_named(Select(query, output).objects(compiled->layout));
    if (known && trace(*compiled, output, shape.values())) {
        if (kept.size() >= most_kept) kept.clear();
        kept.emplace(shape.key(), compiled);
    }
    parameters = std::move(output.parameters);
    return compiled;
}

}  // namespace portico::orm::detail
