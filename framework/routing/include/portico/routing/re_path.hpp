/// Routes by regular expressions, for what converters can't say. Their notation is PCRE2's, which is Python's in all that URLs need.
///
///     re_path<year_archive>(R"(^articles/(?P<year>[0-9]{4})/$)", "year-archive")
///     re_path<archive>(R"(^archive/(?:(?P<page>\d+)/)?$)", "archive")         // Response archive(std::optional<int> page)
///     re_route(R"(^old/(\d+)/$)", [](Request& request) { return gone(request.route().parameters[0].value); }, "old")
///     re_include(R"(^(?P<lang>[a-z]{2})/)", pages())
///
/// As in Django: named groups are the path's parameters, and unnamed ones only where no group is named. An expression is searched for from
/// the site's first slash on, so begin it with `^`; one that ends with `$` must match the whole rest of the path. `reverse` puts the
/// arguments in the place of the groups, takes `?` and `*` as nought and `+` as one, and does not know paths with `|` outside of groups.
///
/// A match gives up after 100,000 steps, so that no path keeps a thread busy.
#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <portico/routing/urls.hpp>

namespace portico {

namespace routing {

/// The groups of a regular expression that are a path's parameters, in order; their names are empty where none is named.
struct RegexGroups {
    std::string_view names[most_pieces]{};
    std::size_t size = 0;

    static constexpr RegexGroups parse(std::string_view text) {
        RegexGroups named, plain;
        bool in_class = false;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\') ++i;
            else if (in_class) in_class = text[i] != ']';
            else if (text[i] == '[') in_class = true, i += text.substr(i + 1, 1) == "]";
            else if (text[i] == '(') take(text.substr(i + 1), named, plain);
        }
        return named.size ? named : plain;
    }

private:
    static constexpr void take(std::string_view after, RegexGroups& named, RegexGroups& plain) {
        if (named.size == most_pieces || plain.size == most_pieces) return;
        if (!after.starts_with('?')) ++plain.size;
        auto begin = after.starts_with("?P<") ? 3 : after.starts_with("?<") ? 2 : 0;
        if (!begin || after.substr(2, 1) == "=" || after.substr(2, 1) == "!") return;
        after.remove_prefix(static_cast<std::size_t>(begin));
        named.names[named.size++] = after.substr(0, after.find('>'));
    }
};

namespace wrong_route {
void the_expression_has_more_groups_than_the_view_has_parameters();
void the_view_takes_more_parameters_than_the_expression_has_groups();
void a_view_by_regular_expression_takes_texts_integers_or_uuids();
} // namespace wrong_route

template <class T> struct GroupType {
    using type = T;
};
template <class T> struct GroupType<std::optional<T>> {
    using type = T;
};
template <class T> using GroupTypeOf = typename GroupType<T>::type;

/// An expression whose groups were counted while compiling.
template <auto view> class CheckedRegex {
    using Path = typename Endpoint<view>::Path;

public:
    template <std::size_t N> consteval CheckedRegex(const char (&text)[N]) : text_(text, N - 1) {
        auto groups = RegexGroups::parse(text_).size;
        if (groups > std::tuple_size_v<Path>) wrong_route::the_expression_has_more_groups_than_the_view_has_parameters();
        if (groups < std::tuple_size_v<Path>) wrong_route::the_view_takes_more_parameters_than_the_expression_has_groups();
        check_types(std::make_index_sequence<std::tuple_size_v<Path>>());
    }

    constexpr std::string_view text() const { return text_; }

private:
    template <class T> static constexpr bool fits = TextParameter<T> || IntegerParameter<T> || std::same_as<T, Uuid>;
    template <std::size_t... i> static constexpr void check_types(std::index_sequence<i...>) {
        if (!(fits<GroupTypeOf<std::tuple_element_t<i, Path>>> && ...))
            wrong_route::a_view_by_regular_expression_takes_texts_integers_or_uuids();
    }

    std::string_view text_;
};

/// A group's text as the view takes it. A group that took no part is nothing, an empty text, or a 404.
template <class T> T group_value(std::optional<std::string_view> text) {
    using Plain = GroupTypeOf<T>;
    if constexpr (!std::same_as<T, Plain>) {
        if (!text) return std::nullopt;
    }
    return path_value<Plain>(text.value_or(std::string_view()), -1);
}

/// Calls a view with what the groups matched.
template <auto view> struct RegexCall {
    using Path = typename Endpoint<view>::Path;
    static constexpr std::size_t count = std::tuple_size_v<Path>;

    explicit RegexCall(std::string_view text) {
        auto groups = RegexGroups::parse(text);
        for (std::size_t i = 0; i < count; ++i) names_[i] = groups.names[i];
    }
    Response operator()(Request& request) const { return call(request, std::make_index_sequence<count>()); }

private:
    std::optional<std::string_view> group(const RouteMatch& match, std::size_t place) const {
        std::size_t i = 0;
        for (const auto& [name, value] : match.parameters)
            if (names_[place].empty() ? i++ == place : name == names_[place])
                return value.data() ? std::optional(value) : std::nullopt;
        return std::nullopt;
    }
    template <std::size_t... i> Response call(Request& request, std::index_sequence<i...>) const {
        Path values{group_value<std::tuple_element_t<i, Path>>(group(request.route(), i))...};
        return Endpoint<view>::call(request, values);
    }

    std::array<std::string, count> names_{};
};

} // namespace routing

/// A route to a view that is known while compiling: as many groups as the view takes parameters.
template <auto view>
Route re_path(std::type_identity_t<routing::CheckedRegex<view>> expression, std::string name = {},
              std::source_location where = std::source_location::current()) {
    return Route(routing::Regex{std::string(expression.text())}, routing::RegexCall<view>(expression.text()), std::move(name), where)
        .leading_to(&routing::view_identity<view>);
}

/// A route to any function object. Throws Error when the text is no regular expression.
Route re_route(std::string expression, Route::Call call, std::string name = {},
               std::source_location where = std::source_location::current());

/// Other routes below what an expression matches; its groups come before theirs.
Urls re_include(std::string_view expression, const Urls& urls, std::string_view name_space = {}, std::string_view app_name = {});

} // namespace portico
