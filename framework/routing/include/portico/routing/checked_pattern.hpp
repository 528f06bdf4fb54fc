/// A pattern that was compared with its view while compiling.
#pragma once
#include <cstddef>
#include <string_view>
#include <tuple>
#include <utility>

#include <portico/routing/converter.hpp>
#include <portico/routing/endpoint.hpp>
#include <portico/routing/pattern.hpp>

namespace portico::routing {

/// Never defined: the compiler names the one that a wrong pattern would have called.
namespace wrong_route {
void the_pattern_begins_with_a_slash();
void an_angle_bracket_is_not_closed();
void an_angle_bracket_closes_nothing();
void a_parameter_or_converter_is_no_identifier();
void a_parameter_name_is_repeated();
void two_parameters_touch_each_other();
void the_pattern_has_too_many_pieces();
void white_space_in_a_parameter();
void the_pattern_has_more_parameters_than_the_view();
void the_view_takes_more_parameters_than_the_pattern_has();
void the_converter_is_unknown();
void the_converter_gives_another_type_than_the_view_takes();
} // namespace wrong_route

template <auto view, OwnConverter... Own> class CheckedPattern {
    using Path = typename Endpoint<view>::Path;

public:
    template <std::size_t N> consteval CheckedPattern(const char (&text)[N]) : text_(text, N - 1) {
        Pattern pattern = Pattern::parse(text_);
        check_syntax(pattern.problem);
        check_count(pattern);
        check_types(pattern, std::make_index_sequence<std::tuple_size_v<Path>>());
    }

    constexpr std::string_view text() const { return text_; }

private:
    static constexpr void check_syntax(PatternProblem problem) {
        using enum PatternProblem;
        if (problem == begins_with_slash) wrong_route::the_pattern_begins_with_a_slash();
        if (problem == bracket_not_closed) wrong_route::an_angle_bracket_is_not_closed();
        if (problem == stray_bracket) wrong_route::an_angle_bracket_closes_nothing();
        if (problem == bad_parameter_name) wrong_route::a_parameter_or_converter_is_no_identifier();
        if (problem == repeated_name) wrong_route::a_parameter_name_is_repeated();
        if (problem == parameters_touch) wrong_route::two_parameters_touch_each_other();
        if (problem == too_long) wrong_route::the_pattern_has_too_many_pieces();
        if (problem == white_space) wrong_route::white_space_in_a_parameter();
    }

    static constexpr void check_count(const Pattern& pattern) {
        std::size_t parameters = 0;
        for (const auto& piece : pattern) parameters += piece.is_parameter();
        if (parameters > std::tuple_size_v<Path>)
            wrong_route::the_pattern_has_more_parameters_than_the_view();
        if (parameters < std::tuple_size_v<Path>)
            wrong_route::the_view_takes_more_parameters_than_the_pattern_has();
    }

    template <std::size_t... i>
    static constexpr void check_types(const Pattern& pattern, std::index_sequence<i...>) {
        std::string_view converters[most_pieces];
        std::size_t count = 0;
        for (const auto& piece : pattern)
            if (piece.is_parameter()) converters[count++] = piece.converter;
        (check_type<std::tuple_element_t<i, Path>>(converters[i]), ...);
    }

    template <class T> static constexpr void check_type(std::string_view converter) {
        bool known = built_in_named(converter) != BuiltIn::none;
        bool fits = known && takes<T>(built_in_named(converter));
        [[maybe_unused]] auto look_at = [&](std::string_view name, bool same_type) {
            if (name != converter) return;
            known = true;
            fits = same_type;
        };
        (look_at(Own::name, std::same_as<typename Own::type, T>), ...);
        if (!known) wrong_route::the_converter_is_unknown();
        if (!fits) wrong_route::the_converter_gives_another_type_than_the_view_takes();
    }

    std::string_view text_;
};

} // namespace portico::routing
