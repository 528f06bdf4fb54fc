#include "qr_code.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <vector>

namespace portico::auth {

namespace {

using Bytes = std::vector<std::uint8_t>;

/// Versions 1 to 9 at level L, whose blocks are all of one size. `centres` of the alignment patterns.
struct Version {
    int data, correction, blocks;  // bytes of data in all, of correction in each block
    std::vector<int> centres;
};
const std::array<Version, 9>& versions() {
    static const std::array<Version, 9> all{{{19, 7, 1, {}}, {34, 10, 1, {6, 18}}, {55, 15, 1, {6, 22}}, {80, 20, 1, {6, 26}}, {108, 26, 1, {6, 30}},
                                             {136, 18, 2, {6, 34}}, {156, 20, 2, {6, 22, 38}}, {194, 24, 2, {6, 24, 42}}, {232, 30, 2, {6, 26, 46}}}};
    return all;
}

/// In the field of 256 elements with x^8 + x^4 + x^3 + x^2 + 1.
std::uint8_t product(std::uint8_t a, std::uint8_t b) {
    unsigned sum = 0;
    for (int bit = 7; bit >= 0; --bit) {
        sum = sum << 1 ^ (sum >> 7) * 0x11d;
        if (b >> bit & 1) sum ^= a;
    }
    return static_cast<std::uint8_t>(sum);
}

/// What is left of data * x^count divided by (x - 1)(x - 2)(x - 4)…
Bytes correction_of(const Bytes& data, int count) {
    Bytes divisor(static_cast<std::size_t>(count), 0);
    divisor.back() = 1;
    std::uint8_t root = 1;
    for (int i = 0; i < count; ++i, root = product(root, 2))
        for (std::size_t k = 0; k < divisor.size(); ++k) divisor[k] = product(divisor[k], root) ^ (k + 1 < divisor.size() ? divisor[k + 1] : 0);
    Bytes rest(divisor.size(), 0);
    for (std::uint8_t byte : data) {
        const std::uint8_t factor = byte ^ rest.front();
        rest.erase(rest.begin());
        rest.push_back(0);
        for (std::size_t k = 0; k < rest.size(); ++k) rest[k] ^= product(divisor[k], factor);
    }
    return rest;
}

/// Mode "bytes", the length, the text, the end, and padding.
Bytes data_of(std::string_view text, int size) {
    Bytes out{static_cast<std::uint8_t>(0x40 | text.size() >> 4), static_cast<std::uint8_t>(text.size() << 4 & 255)};
    for (char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        out.back() |= byte >> 4;
        out.push_back(static_cast<std::uint8_t>(byte << 4));
    }
    for (std::uint8_t fill = 0xec; static_cast<int>(out.size()) < size; fill ^= 0xec ^ 0x11) out.push_back(fill);
    return out;
}

/// The blocks' data in turns, then their correction in turns.
Bytes codewords(std::string_view text, const Version& version) {
    const Bytes data = data_of(text, version.data);
    const auto blocks = static_cast<std::size_t>(version.blocks), length = data.size() / blocks;
    std::vector<Bytes> parts, corrections;
    for (std::size_t b = 0; b < blocks; ++b) {
        const auto begin = data.begin() + static_cast<std::ptrdiff_t>(b * length);
        parts.emplace_back(begin, begin + static_cast<std::ptrdiff_t>(length));
        corrections.push_back(correction_of(parts.back(), version.correction));
    }
    Bytes out;
    for (const auto* group : {&parts, &corrections})
        for (std::size_t i = 0; i < group->front().size(); ++i)
            for (const Bytes& part : *group) out.push_back(part[i]);
    return out;
}

class Square {
public:
    explicit Square(int number) : version_(versions()[static_cast<std::size_t>(number - 1)]), size_(17 + 4 * number), cells_(static_cast<std::size_t>(size_ * size_)) {
        for (int i = 0; i < size_; ++i) {
            set(6, i, i % 2 == 0);
            set(i, 6, i % 2 == 0);
        }
        for (auto [x, y] : {std::pair(3, 3), std::pair(size_ - 4, 3), std::pair(3, size_ - 4)}) draw_finder(x, y);
        for (int x : version_.centres)
            for (int y : version_.centres)
                if (!(x == 6 && (y == 6 || y == size_ - 7)) && !(y == 6 && x == size_ - 7)) draw_rings(x, y, 2);
        draw_format(0);
        if (number >= 7) draw_version(number);
    }

    /// In columns of two from the right, up and down in turns.
    void fill(const Bytes& bytes) {
        std::size_t bit = 0;
        bool up = true;
        for (int right = size_ - 1; right > 0; right -= 2, up = !up) {
            if (right == 6) --right;
            for (int row = 0; row < size_; ++row) {
                for (int x : {right, right - 1}) {
                    Cell& cell = at(x, up ? size_ - 1 - row : row);
                    if (cell.fixed) continue;
                    cell.dark = bit < bytes.size() * 8 && (bytes[bit / 8] >> (7 - bit % 8) & 1);
                    ++bit;
                }
            }
        }
    }

    Square masked(int mask) const {
        Square out = *this;
        for (int y = 0; y < size_; ++y)
            for (int x = 0; x < size_; ++x)
                if (Cell& cell = out.at(x, y); !cell.fixed) cell.dark = cell.dark != is_masked(mask, x, y);
        out.draw_format(mask);
        return out;
    }

    /// How much it looks like what misleads readers: long runs, blocks, patterns like the corners', more dark than light.
    int badness() const {
        int sum = 0, dark = 0;
        for (int a = 0; a < size_; ++a) {
            for (bool across : {true, false}) {
                int run = 0;
                unsigned last = 0;
                for (int b = 0; b < size_; ++b) {
                    const bool now = is_dark(across ? b : a, across ? a : b), before = b > 0 && is_dark(across ? b - 1 : a, across ? a : b - 1);
                    run = b > 0 && now == before ? run + 1 : 1;
                    sum += run == 5 ? 3 : run > 5 ? 1 : 0;
                    last = (last << 1 | now) & 0x7ff;
                    if (b >= 10 && (last == 0x05d || last == 0x5d0)) sum += 40;
                    dark += across && now;
                }
            }
        }
        for (int y = 0; y + 1 < size_; ++y)
            for (int x = 0; x + 1 < size_; ++x)
                if (is_dark(x, y) == is_dark(x + 1, y) && is_dark(x, y) == is_dark(x, y + 1) && is_dark(x, y) == is_dark(x + 1, y + 1)) sum += 3;
        return sum + std::abs(dark * 20 - size_ * size_ * 10) / (size_ * size_) * 10;
    }

    std::string svg() const {
        constexpr int quiet = 4;
        const std::string side = std::to_string(size_ + 2 * quiet);
        std::string out = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side + "\" width=\"240\" height=\"240\" role=\"img\" aria-label=\"QR code\" shape-rendering=\"crispEdges\">"
                          "<path fill=\"#fff\" d=\"M0 0h" + side + "v" + side + "H0z\"/><path fill=\"#000\" d=\"";
        for (int y = 0; y < size_; ++y)
            for (int x = 0; x < size_; ++x)
                if (is_dark(x, y)) out += "M" + std::to_string(x + quiet) + " " + std::to_string(y + quiet) + "h1v1h-1z";
        return out + "\"/></svg>";
    }

private:
    struct Cell {
        bool dark = false, fixed = false;
    };
    Cell& at(int x, int y) { return cells_[static_cast<std::size_t>(y * size_ + x)]; }
    bool is_dark(int x, int y) const { return cells_[static_cast<std::size_t>(y * size_ + x)].dark; }
    void set(int x, int y, bool dark) {
        if (x >= 0 && y >= 0 && x < size_ && y < size_) at(x, y) = {dark, true};
    }

    void draw_rings(int x, int y, int radius) {
        for (int dx = -radius; dx <= radius; ++dx)
            for (int dy = -radius; dy <= radius; ++dy) {
                const int ring = std::max(std::abs(dx), std::abs(dy));
                set(x + dx, y + dy, ring != radius - (radius == 2 ? 1 : 0) && (radius == 2 || ring != 2));
            }
    }
    void draw_finder(int x, int y) { draw_rings(x, y, 4); }

    static unsigned checked(unsigned value, int more, unsigned generator) {
        unsigned rest = value;
        for (int i = 0; i < more; ++i) rest = rest << 1 ^ (rest >> (more - 1)) * generator;
        return value << more | rest;
    }

    void draw_format(int mask) {
        const unsigned bits = checked(0b01u << 3 | static_cast<unsigned>(mask), 10, 0x537) ^ 0x5412;
        for (int i = 0; i < 15; ++i) {
            const bool dark = bits >> i & 1;
            set(8, i < 6 ? i : i < 8 ? i + 1 : size_ - 15 + i, dark);
            set(i < 8 ? size_ - 1 - i : i == 8 ? 7 : 14 - i, 8, dark);
        }
        set(8, size_ - 8, true);
    }

    void draw_version(int number) {
        const unsigned bits = checked(static_cast<unsigned>(number), 12, 0x1f25);
        for (int i = 0; i < 18; ++i) {
            const bool dark = bits >> i & 1;
            set(size_ - 11 + i % 3, i / 3, dark);
            set(i / 3, size_ - 11 + i % 3, dark);
        }
    }

    static bool is_masked(int mask, int x, int y) {
        switch (mask) {
            case 0: return (x + y) % 2 == 0;
            case 1: return y % 2 == 0;
            case 2: return x % 3 == 0;
            case 3: return (x + y) % 3 == 0;
            case 4: return (x / 3 + y / 2) % 2 == 0;
            case 5: return x * y % 2 + x * y % 3 == 0;
            case 6: return (x * y % 2 + x * y % 3) % 2 == 0;
            default: return ((x + y) % 2 + x * y % 3) % 2 == 0;
        }
    }

    Version version_;
    int size_;
    std::vector<Cell> cells_;
};

}  // namespace

std::string qr_svg(std::string_view text) {
    int number = 1;
    while (number <= 9 && static_cast<int>(text.size()) + 2 > versions()[static_cast<std::size_t>(number - 1)].data) ++number;
    if (number > 9) return {};
    Square plain(number);
    plain.fill(codewords(text, versions()[static_cast<std::size_t>(number - 1)]));
    std::optional<Square> best;
    for (int mask = 0; mask < 8; ++mask) {
        Square one = plain.masked(mask);
        if (!best || one.badness() < best->badness()) best = std::move(one);
    }
    return best->svg();
}

}  // namespace portico::auth
