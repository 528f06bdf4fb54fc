/// What a template sees: names and their values.
///
///     Context context{{"post", post}, {"title", "Hello"}};     // refers to post, owns what is temporary
///     context.set("page", 3);
///     engine.render("blog/post.html", context);
///
/// Texts, structs and vectors of structs that are lvalues are referred to and must live until the rendering
/// ends.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>

namespace portico::templates {

/// What names are compared by before their letters are.
constexpr std::uint32_t name_hash(std::string_view name) {
    std::uint32_t hash = 2166136261u;
    for (char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    return hash;
}

class Context {
public:
    /// One name and its value: the braces inside the braces.
    struct Entry {
        std::string name;
        Value value;
        std::uint32_t hash;

        template <class T>
        Entry(std::string_view n, T&& v) : name(n), value(as_value(std::forward<T>(v))), hash(name_hash(n)) {}
    };

    Context() = default;
    Context(std::initializer_list<Entry> entries) : entries_(entries) {}

    /// Adds a name, or changes what it stands for.
    template <class T> Context& set(std::string_view name, T&& value) {
        return put(name, as_value(std::forward<T>(value)));
    }
    /// The value by that name here or in what this is chained to; nullptr where there is none.
    const Value* find(std::string_view name) const;
    /// Names that are not found here are looked for in `outer`, which must live as long as this.
    Context& chain(const Context& outer) { return outer_ = &outer, *this; }
    const Context* outer() const { return outer_; }

    /// The request that tags like {% querystring %} and {% url %} read; not a variable by itself.
    Context& set_request(Value request) { return request_ = std::move(request), *this; }
    const Value& request() const { return request_; }

    bool empty() const { return entries_.empty(); }
    auto begin() const { return entries_.begin(); }
    auto end() const { return entries_.end(); }

private:
    template <class T> static Value as_value(T&& value) {
        using Plain = std::remove_cvref_t<T>;
        if constexpr (std::is_same_v<Plain, std::string> && std::is_lvalue_reference_v<T>) {
            return Value(BorrowedText{value});
        } else if constexpr (std::is_convertible_v<T, const char*> && !std::is_array_v<Plain>) {
            return Value(std::string_view(value));
        } else {
            return Value(std::forward<T>(value));
        }
    }
    Context& put(std::string_view name, Value value);

    std::vector<Entry> entries_{};
    const Context* outer_ = nullptr;
    Value request_{};
};

} // namespace portico::templates
