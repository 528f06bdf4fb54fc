#include "tag_arguments.hpp"

#include <algorithm>

namespace portico::templates {

std::pair<std::string_view, std::string_view> split_named(std::string_view word) {
    std::size_t length = 0;
    auto is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               (c & 0x80) != 0;
    };
    while (length < word.size() && is_word(word[length])) ++length;
    if (length == 0 || length + 1 >= word.size() || word[length] != '=') return {{}, word};
    return {word.substr(0, length), word.substr(length + 1)};
}

Arguments parse_arguments(const Parser& parser, const Words& words, std::size_t from, bool allows_target) {
    Arguments arguments;
    auto end = words.size();
    if (allows_target && end >= from + 2 && words[end - 2] == "as") {
        arguments.target = words[end - 1];
        end -= 2;
    }
    for (auto i = from; i < end; ++i) {
        auto [name, value] = split_named(words[i]);
        if (name.empty()) {
            arguments.positional.push_back(parser.expression(value));
        } else {
            arguments.named.push_back({name, name_hash(name), parser.expression(value)});
        }
    }
    return arguments;
}

std::vector<NamedExpression> parse_assignments(const Parser& parser, const Words& words, std::size_t& from,
                                               bool legacy) {
    std::vector<NamedExpression> assignments;
    if (from >= words.size()) return assignments;
    bool named = !split_named(words[from]).first.empty();
    if (!named && (!legacy || from + 2 >= words.size() || words[from + 1] != "as")) return assignments;
    while (from < words.size()) {
        if (named) {
            auto [name, value] = split_named(words[from]);
            if (name.empty()) return assignments;
            assignments.push_back({name, name_hash(name), parser.expression(value)});
            ++from;
            continue;
        }
        if (from + 2 >= words.size() || words[from + 1] != "as") return assignments;
        assignments.push_back({words[from + 2], name_hash(words[from + 2]), parser.expression(words[from])});
        from += 3;
        if (from < words.size()) {
            if (words[from] != "and") return assignments;
            ++from;
        }
    }
    return assignments;
}

void write_or_set(Rendering& rendering, std::string_view target, Value value) {
    if (target.empty())
        rendering.write(value);
    else
        rendering.scope.set(target, std::move(value));
}

Value rendered_value(Rendering& rendering, const Value& value) {
    Capture capture(rendering);
    rendering.write(value);
    if (rendering.autoescape || value.type() == Value::Type::html)
        return Value(Html{std::move(capture.text)});
    return Value(std::move(capture.text));
}

} // namespace portico::templates
