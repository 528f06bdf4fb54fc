/// A route's pattern, taken apart: literal text and parameters.
#pragma once
#include <cstddef>
#include <string_view>

namespace portico::routing {

/// Either literal text or a parameter `<converter:name>`.
struct PatternPiece {
    std::string_view literal{};
    std::string_view converter{}; // "str" where the pattern names none
    std::string_view name{};

    constexpr bool is_parameter() const { return !name.empty(); }
};

enum class PatternProblem {
    none,
    begins_with_slash,
    bracket_not_closed,
    stray_bracket,
    bad_parameter_name,
    repeated_name,
    parameters_touch,
    too_long,
    white_space
};

constexpr std::size_t most_pieces = 32;

constexpr bool is_identifier(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9')) return false;
    }
    return !text.empty();
}

/// The pieces of a pattern, or what is wrong with it. Views point into the text.
struct Pattern {
    PatternPiece pieces[most_pieces]{};
    std::size_t size = 0;
    PatternProblem problem = PatternProblem::none;

    constexpr const PatternPiece* begin() const { return pieces; }
    constexpr const PatternPiece* end() const { return pieces + size; }

    static constexpr Pattern parse(std::string_view text) {
        Pattern pattern;
        if (text.starts_with('/')) pattern.problem = PatternProblem::begins_with_slash;
        while (!text.empty() && pattern.problem == PatternProblem::none) text = pattern.take_piece(text);
        return pattern;
    }

private:
    /// Takes the first piece off the text and gives the rest.
    constexpr std::string_view take_piece(std::string_view text) {
        if (size == most_pieces) return fail(PatternProblem::too_long);
        PatternPiece piece;
        std::size_t end = 0;
        if (text[0] == '<') {
            end = text.find('>');
            if (end == std::string_view::npos) return fail(PatternProblem::bracket_not_closed);
            std::string_view inside = text.substr(1, end++ - 1);
            auto colon = inside.find(':');
            bool named = colon != std::string_view::npos;
            piece.converter = named ? inside.substr(0, colon) : std::string_view("str");
            piece.name = named ? inside.substr(colon + 1) : inside;
            if (inside.find(' ') != std::string_view::npos) return fail(PatternProblem::white_space);
            if (!is_identifier(piece.name) || !is_identifier(piece.converter))
                return fail(PatternProblem::bad_parameter_name);
            if (size && pieces[size - 1].is_parameter()) return fail(PatternProblem::parameters_touch);
            for (std::size_t i = 0; i < size; ++i)
                if (pieces[i].name == piece.name) return fail(PatternProblem::repeated_name);
        } else {
            end = text.find('<');
            piece.literal = text.substr(0, end);
            if (piece.literal.find('>') != std::string_view::npos) return fail(PatternProblem::stray_bracket);
            if (end == std::string_view::npos) end = text.size();
        }
        pieces[size++] = piece;
        return text.substr(end);
    }
    constexpr std::string_view fail(PatternProblem what) {
        problem = what;
        return {};
    }
};

/// "begins with a slash", for messages.
std::string_view describe(PatternProblem problem);

} // namespace portico::routing
