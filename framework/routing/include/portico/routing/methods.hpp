#pragma once
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>

namespace portico {

/// A set of HTTP methods. Methods that nobody registered (RFC 9110) are in `all()` only.
class MethodSet {
public:
    constexpr MethodSet() = default;
    /// GET brings HEAD along.
    constexpr MethodSet(std::initializer_list<std::string_view> methods) {
        for (std::string_view method : methods) bits_ |= bit(method);
        if (bits_ & bit("GET")) bits_ |= bit("HEAD");
    }
    /// What a route takes that names none: everything but TRACE, which would show secrets to scripts, and CONNECT.
    static constexpr MethodSet all() {
        MethodSet set;
        set.bits_ = static_cast<std::uint16_t>(0xffff & ~bit("TRACE") & ~bit("CONNECT"));
        return set;
    }

    constexpr bool contains(std::string_view method) const { return bits_ & bit(method); }
    constexpr bool is_all() const { return *this == all(); }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr bool includes(MethodSet other) const { return (other.bits_ & ~bits_) == 0; }
    constexpr MethodSet& operator|=(MethodSet other) {
        bits_ |= other.bits_;
        return *this;
    }
    constexpr bool operator==(const MethodSet&) const = default;
    /// "GET, HEAD, POST", as in an Allow header.
    std::string str() const;

private:
    static constexpr std::string_view names_[] = {"GET",    "HEAD",    "POST",  "PUT",   "PATCH",
                                                  "DELETE", "OPTIONS", "TRACE", "QUERY", "CONNECT"};
    static constexpr std::uint16_t bit(std::string_view method) {
        for (unsigned i = 0; i < std::size(names_); ++i)
            if (names_[i] == method) return static_cast<std::uint16_t>(1u << i);
        return 1u << 15;
    }

    std::uint16_t bits_ = 0;
};

} // namespace portico
