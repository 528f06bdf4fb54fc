/// Header fields of a request or a response: in order, several of one name allowed, names compared without
/// case (RFC 9110, 5.1).
///
///     Headers headers;
///     headers.set("Content-Type", "text/plain");
///     headers.add("Vary", "Cookie");
///     headers.get("content-type")              // "text/plain"; "" when absent
///     for (auto [name, value] : headers) …
///
/// Names that are no token and values with CR, LF or NUL are refused with BadHeader: nothing can smuggle a
/// header. Views stay valid until the next change; those of a request live as long as the request.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/http/detail/small_vector.hpp>

namespace portico {

/// A header that may not be sent.
class BadHeader : public Error {
public:
    using Error::Error;
};

class Headers {
    struct Entry {
        std::uint32_t at;
        std::uint32_t name_size;
        std::uint32_t value_size;
    };

public:
    struct Field {
        std::string_view name;
        std::string_view value;
    };

    class Iterator {
    public:
        Field operator*() const { return owner_->field(at_); }
        Iterator& operator++() {
            ++at_;
            return *this;
        }
        bool operator==(const Iterator&) const = default;

    private:
        friend class Headers;
        Iterator(const Headers* owner, std::size_t at) : owner_(owner), at_(at) {}
        const Headers* owner_;
        std::size_t at_;
    };

    Headers() = default;
    Headers(std::initializer_list<std::pair<std::string_view, std::string_view>> fields);

    /// Adds one more of that name.
    void add(std::string_view name, std::string_view value);
    /// Replaces all of that name, in the place of the first.
    void set(std::string_view name, std::string_view value);
    /// `set`, unless there is one of that name already.
    void set_default(std::string_view name, std::string_view value);
    /// How many were removed.
    std::size_t remove(std::string_view name);
    void clear();
    /// For parsers that have checked name and value themselves.
    void append_parsed(std::string_view name, std::string_view value);
    void reserve(std::size_t fields, std::size_t bytes);

    /// The first value of that name, or "".
    std::string_view get(std::string_view name) const noexcept;
    std::optional<std::string_view> find(std::string_view name) const noexcept;
    bool contains(std::string_view name) const noexcept { return find(name).has_value(); }
    /// All values of that name.
    std::vector<std::string_view> get_list(std::string_view name) const;

    /// Adds names to a comma-separated header, each once: `add_to_list("Vary", {"Cookie"})`. A "*" in Vary
    /// stands alone.
    void add_to_list(std::string_view name, std::initializer_list<std::string_view> items);

    std::size_t size() const noexcept { return entries_.size(); }
    bool empty() const noexcept { return entries_.empty(); }
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, entries_.size()}; }

private:
    Field field(std::size_t at) const noexcept;
    std::size_t index_of(std::string_view name, std::size_t from = 0) const noexcept;
    static void check(std::string_view name, std::string_view value);
    Entry store(std::string_view name, std::string_view value);

    detail::SmallVector<char, 224> text_;
    detail::SmallVector<Entry, 8> entries_;
};

} // namespace portico
