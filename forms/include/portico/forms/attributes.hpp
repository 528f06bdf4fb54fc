#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>

namespace portico::forms {

/// The attributes of an HTML element, in order; each name once.
///
///     Attributes attributes{{"class", "wide"}, {"rows", "4"}};
///     attributes.set_bare("required");
///     attributes.html()                          // ` class="wide" rows="4" required`
class Attributes {
public:
    struct Entry {
        std::string name;
        std::optional<std::string> value;  // nothing: the name alone
        bool is_html = false;              // written as it is
    };

    Attributes() = default;
    Attributes(std::initializer_list<std::pair<std::string_view, std::string_view>> entries);

    /// Replaces the value in its place, or adds the name at the end.
    Attributes& set(std::string_view name, std::string value);
    /// A value that is HTML already.
    Attributes& set(std::string_view name, Html value);
    Attributes& set_bare(std::string_view name);
    Attributes& remove(std::string_view name);
    /// Sets all of these.
    Attributes& merge(const Attributes& others);

    const Entry* find(std::string_view name) const;
    bool contains(std::string_view name) const { return find(name) != nullptr; }
    /// The value, or "" where the name isn't there or stands alone.
    std::string_view get(std::string_view name) const;
    bool empty() const { return entries_.empty(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }

    /// By name, bare ones last: for output that doesn't depend on who set what first (Django's flatatt).
    Attributes sorted() const;

    /// Escaped, with a space before each.
    std::string html() const;
    void append_to(std::string& out) const;

private:
    Entry& entry(std::string_view name);
    std::vector<Entry> entries_;
};

}  // namespace portico::forms
