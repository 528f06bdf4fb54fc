/// Chance that can be had again: the same seed draws the same.
#pragma once
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace portico::migrations::test {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    /// 0 … n - 1.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
    bool chance(std::size_t percent) { return below(100) < percent; }
    template <class T> const T& one_of(const std::vector<T>& items) { return items[below(items.size())]; }
    /// A name that this run has not used yet: "title3".
    std::string name(const std::string& start) { return start + std::to_string(++names_); }

private:
    std::mt19937_64 engine_;  // its numbers are the standard's; those of its distributions are not
    std::size_t names_ = 0;
};

}  // namespace portico::migrations::test
