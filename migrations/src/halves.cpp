#include "halves.hpp"

#include <algorithm>

#include <portico/migrations/operation.hpp>

namespace portico::migrations {

namespace {

/// What an operation does, without which half of it; no `only` where it is a whole one.
struct Half {
    Map whole{};
    std::string only{};

    bool is_half() const { return !only.empty(); }
    bool completes(const Half& other) const { return is_half() && other.is_half() && only != other.only && whole == other.whole; }
};

Half half_of(const Operation& operation) {
    Half half;
    for (const auto& [key, value] : operation.to_map())
        if (key == "only") half.only = value.str();
        else half.whole.append(key, value);
    return half;
}

}  // namespace

void join_halves(Migration& migration) {
    auto& operations = migration.operations;
    for (std::size_t i = 0; i < operations.size(); ++i) {
        const Half first = half_of(*operations[i]);
        for (std::size_t other = i + 1; first.is_half() && other < operations.size(); ++other) {
            const Half second = half_of(*operations[other]);
            if (!second.is_half()) break;
            if (!second.completes(first)) continue;
            operations[i] = operation_from(first.whole, migration.app);
            operations.erase(operations.begin() + static_cast<std::ptrdiff_t>(other));
            if (other < migration.lines.size()) migration.lines.erase(migration.lines.begin() + static_cast<std::ptrdiff_t>(other));
            break;
        }
    }
}

}  // namespace portico::migrations
