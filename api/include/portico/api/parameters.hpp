/// What an endpoint may ask for. Each is a thin wrapper: `*query`, `query->page`.
///
///     PostOut create(api::Body<PostIn> post);
///     Hits    search(api::Query<Paging> paging, api::Param<"q", std::optional<std::string>> q, api::Header<"X-Client"> client);
///     PostOut get(api::Path<std::int64_t> id);      // the pattern's parameters in their order
///
/// A room or a site adds a kind of its own by specialising `api::Binding` (router.hpp).
#pragma once
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace portico::api {

/// A text as a template argument.
template <std::size_t N> struct FixedText {
    char characters[N]{};
    consteval FixedText(const char (&text)[N]) { std::copy_n(text, N, characters); }  // NOLINT: literals convert
    constexpr std::string_view view() const { return {characters, N - 1}; }
};

template <class T> struct Holder {
    T value{};
    const T& operator*() const { return value; }
    T& operator*() { return value; }
    const T* operator->() const { return &value; }
    T* operator->() { return &value; }
};

/// The request's JSON body.
template <class T> struct Body : Holder<T> {};

/// All fields of a struct from the query string; lists take every value of their name.
template <class T> struct Query : Holder<T> {};

/// One query parameter.
template <FixedText name, class T> struct Param : Holder<T> {};

/// One header.
template <FixedText name, class T = std::string> struct Header : Holder<T> {};

/// One cookie.
template <FixedText name, class T = std::string> struct Cookie : Holder<T> {};

/// The next parameter of the path.
template <class T> struct Path : Holder<T> {};

}  // namespace portico::api
