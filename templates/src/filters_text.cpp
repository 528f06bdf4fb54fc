#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/templates/text.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "unicode.hpp"

namespace portico::templates {

namespace {

Value add_slashes(FilterCall& call) {
    std::string out;
    for (char c : call.text()) {
        if (c == '\\' || c == '"' || c == '\'') out += '\\';
        out += c;
    }
    return Value(std::move(out));
}

Value cap_first(FilterCall& call) {
    auto text = call.text();
    auto first = text::prefix(text, 1);
    return Value(text::upper(first) + std::string(text.substr(first.size())));
}

std::size_t width_argument(FilterCall& call) {
    auto width = to_integer(*call.argument);
    if (!width) throw RenderError("the width \"" + python_str(*call.argument) + "\" is not a whole number");
    if (*width > 1'000'000) throw RenderError("the width " + std::to_string(*width) + " is too large");
    return static_cast<std::size_t>(std::max<std::int64_t>(*width, 0));
}

Value center(FilterCall& call) {
    auto text = call.text();
    auto width = width_argument(call), length = text::length(text);
    if (length >= width) return Value(text);
    auto padding = width - length;
    auto left = padding / 2;
    return Value(std::string(left, ' ') + std::string(text) + std::string(padding - left, ' '));
}

Value align_left(FilterCall& call) {
    std::string out(call.text());
    auto width = width_argument(call), length = text::length(out);
    if (length < width) out.append(width - length, ' ');
    return Value(std::move(out));
}

Value align_right(FilterCall& call) {
    std::string out(call.text());
    auto width = width_argument(call), length = text::length(out);
    if (length < width) out.insert(0, width - length, ' ');
    return Value(std::move(out));
}

Value cut(FilterCall& call) {
    auto part = call.argument->as_text();
    if (!part) throw RenderError("cut needs a text to cut out");
    std::string out;
    if (part->empty())
        out = call.text();
    else
        out = text::replace_all(call.text(), *part, "");
    if (call.input.type() == Value::Type::html && *part != ";") return Value(Html{std::move(out)});
    return Value(std::move(out));
}

Value lower(FilterCall& call) { return Value(text::lower(call.text())); }
Value upper(FilterCall& call) { return Value(text::upper(call.text())); }

Value make_list(FilterCall& call) {
    List letters;
    for (auto letter : code_points(call.text())) letters.push_back(Value(letter));
    return Value(std::move(letters));
}

Value phone_to_numeric(FilterCall& call) {
    return Value(phone_digits(call.text()));
}

Value slugify(FilterCall& call) { return Value(text::slugify(call.text())); }

bool is_upper_ascii(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower_ascii(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Python's title(), but "they'Re" and "3Rd" get their small letters back.
Value title(FilterCall& call) {
    std::string text = title_case(call.text());
    for (std::size_t i = 1; i < text.size(); ++i) {
        bool after_apostrophe = i >= 2 && text[i - 1] == '\'' && is_lower_ascii(text[i - 2]);
        if (is_upper_ascii(text[i]) && (after_apostrophe || is_digit(text[i - 1])))
            text[i] = static_cast<char>(text[i] - 'A' + 'a');
    }
    return Value(std::move(text));
}

Value truncate_chars(FilterCall& call) {
    auto length = to_integer(*call.argument);
    if (!length) return Value(call.text());
    return Value(truncated_chars(call.text(), *length));
}

Value truncate_words(FilterCall& call) {
    auto count = to_integer(*call.argument);
    if (!count) return Value(call.text());
    return Value(truncated_words(call.text(), *count, " …"));
}

Value word_count(FilterCall& call) { return Value(words_of(call.text()).size()); }

Value word_wrap(FilterCall& call) {
    auto width = to_integer(*call.argument);
    if (!width || (*width <= 0 && !call.text().empty())) {
        throw RenderError("wordwrap needs a width above 0, got \"" + python_str(*call.argument) + "\"");
    }
    return Value(word_wrapped(call.text(), static_cast<std::size_t>(*width)));
}

Value line_numbers(FilterCall& call) {
    bool escape = call.autoescape() && call.input.type() != Value::Type::html;
    auto lines = text::split(call.text(), '\n');
    auto width = std::to_string(lines.size()).size();
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string number = std::to_string(i + 1);
        if (i != 0) out += '\n';
        out.append(width - number.size(), '0').append(number).append(". ");
        if (escape)
            text::append_html_escaped(out, lines[i]);
        else
            out += lines[i];
    }
    return Value(Html{std::move(out)});
}

} // namespace

std::span<const Filter> text_filters() {
    static const Filter filters[] = {
        {"addslashes", add_slashes, TakesArgument::no, true},
        {"capfirst", cap_first, TakesArgument::no, true},
        {"center", center, TakesArgument::yes, true},
        {"cut", cut, TakesArgument::yes},
        {"linenumbers", line_numbers, TakesArgument::no, true},
        {"ljust", align_left, TakesArgument::yes, true},
        {"lower", lower, TakesArgument::no, true},
        {"make_list", make_list, TakesArgument::no},
        {"phone2numeric", phone_to_numeric, TakesArgument::no, true},
        {"rjust", align_right, TakesArgument::yes, true},
        {"slugify", slugify, TakesArgument::no, true},
        {"title", title, TakesArgument::no, true},
        {"truncatechars", truncate_chars, TakesArgument::yes, true},
        {"truncatewords", truncate_words, TakesArgument::yes, true},
        {"upper", upper, TakesArgument::no},
        {"wordcount", word_count, TakesArgument::no},
        {"wordwrap", word_wrap, TakesArgument::yes, true},
    };
    return filters;
}

} // namespace portico::templates
