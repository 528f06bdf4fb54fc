#pragma once
#include <cstddef>
#include <string_view>

namespace portico {

/// Reads fixed forms from the front of a text; `good` turns false at the first thing that doesn't fit.
class IsoReader {
public:
    explicit IsoReader(std::string_view text) : rest_(text) {}

    bool good = true;
    bool at_end() const { return rest_.empty(); }
    char peek() const { return rest_.empty() ? '\0' : rest_.front(); }
    bool at_digit() const { return peek() >= '0' && peek() <= '9'; }

    bool take(char c) {
        if (peek() != c || rest_.empty()) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void expect(char c) { good = take(c) && good; }

    /// Between `least` and `most` digits.
    int number(std::size_t least, std::size_t most) {
        int value = 0;
        std::size_t count = 0;
        for (; count < most && at_digit(); ++count) value = value * 10 + take_digit();
        if (count < least) good = false;
        return value;
    }

    /// ".5" or ",5" → 500000; further digits than six are dropped, more than `most` are none of it.
    int fraction(int most = 1'000'000) {
        if (!take('.') && !take(',')) return 0;
        int value = 0, places = 0;
        if (!at_digit()) good = false;
        for (int read = 0; at_digit() && read < most; ++read) {
            int digit = take_digit();
            if (places < 6) {
                value = value * 10 + digit;
                ++places;
            }
        }
        for (; places < 6; ++places) value *= 10;
        return value;
    }

private:
    int take_digit() {
        int digit = rest_.front() - '0';
        rest_.remove_prefix(1);
        return digit;
    }

    std::string_view rest_;
};

}  // namespace portico
