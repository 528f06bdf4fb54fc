#include <portico/base/error.hpp>

#include <algorithm>

namespace portico {

Error::Error(const std::string& message, std::string hint) : std::runtime_error(message), hint_(std::move(hint)) {}

std::string Error::full() const { return hint_.empty() ? what() : std::string(what()) + "; " + hint_; }

ConversionError::ConversionError(const std::string& message, std::string code) : Error(message), code_(std::move(code)) {}

namespace {

/// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> two_up(b.size() + 1), up(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) up[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t substitution = up[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            row[j] = std::min({up[j] + 1, row[j - 1] + 1, substitution});
            bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            if (swapped) row[j] = std::min(row[j], two_up[j - 2] + 1);
        }
        std::swap(two_up, up);
        std::swap(up, row);
    }
    return up[b.size()];
}

}  // namespace

std::string nearest(std::string_view name, std::span<const std::string> known) {
    constexpr std::size_t longest = 64;
    if (name.size() > longest) return {};
    std::size_t best = std::max<std::size_t>(1, name.size() / 3) + 1;
    std::string found;
    for (const auto& candidate : known) {
        if (candidate.size() > longest) continue;
        auto d = distance(name, candidate);
        if (d < best) {
            best = d;
            found = candidate;
        }
    }
    return found;
}

std::string did_you_mean(std::string_view name, std::span<const std::string> known) {
    auto found = nearest(name, known);
    return found.empty() ? std::string() : "did you mean \"" + found + "\"?";
}

}  // namespace portico
