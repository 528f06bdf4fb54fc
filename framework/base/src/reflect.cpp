#include <portico/base/reflect.hpp>

namespace portico::reflect::detail {

namespace {

bool is_identifier(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80) != 0;
}

/// What stands behind the template parameter's name: GCC writes "[with auto ...Parts = {a, b}]" and "[with T = X; …]",
/// Clang "[Parts = <a, b>]" and "[T = X]".
std::string_view arguments(std::string_view signature, std::string_view parameter) {
    auto start = signature.rfind(std::string(parameter) + " = ");
    auto text = signature.substr(start + parameter.size() + 3);
    int depth = 0;
    std::size_t end = 0;
    for (; end < text.size(); ++end) {
        char c = text[end];
        if (depth == 0 && (c == ';' || c == ']')) break;
        if (c == '<' || c == '(' || c == '{' || c == '[') ++depth;
        if (c == '>' || c == ')' || c == '}' || c == ']') --depth;
    }
    return text.substr(0, end);
}

/// Splits at the commas that stand outside any bracket.
std::vector<std::string_view> split_arguments(std::string_view text) {
    std::vector<std::string_view> parts;
    int depth = 0;
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '<' || c == '(' || c == '{' || c == '[') ++depth;
        if (c == '>' || c == ')' || c == '}' || c == ']') --depth;
        if (c == ',' && depth == 0) {
            parts.push_back(text.substr(start, i - start));
            start = i + 1;
        }
    }
    parts.push_back(text.substr(start));
    return parts;
}

std::string_view last_identifier(std::string_view text) {
    std::size_t end = text.size();
    while (end > 0 && !is_identifier(text[end - 1])) --end;
    std::size_t start = end;
    while (start > 0 && is_identifier(text[start - 1])) --start;
    return text.substr(start, end - start);
}

std::string_view without_brackets(std::string_view text) {
    if (text.size() >= 2 && (text.front() == '{' || text.front() == '<')) return text.substr(1, text.size() - 2);
    return text;
}

}  // namespace

std::vector<std::string> names_in_signature(std::string_view signature) {
    std::vector<std::string> names;
    for (auto part : split_arguments(without_brackets(arguments(signature, "Parts")))) {
        names.emplace_back(last_identifier(part));
    }
    return names;
}

std::vector<Enumerator> enumerators_in_signature(std::string_view signature, std::int64_t first) {
    std::vector<Enumerator> found;
    std::int64_t value = first;
    for (auto part : split_arguments(without_brackets(arguments(signature, "Values")))) {
        // What has no name is written as a number cast to the enum.
        const std::string_view name = last_identifier(part);
        if (!name.empty() && !(name.front() >= '0' && name.front() <= '9')) found.push_back({value, std::string(name)});
        ++value;
    }
    return found;
}

std::string type_in_signature(std::string_view signature) {
    return std::string(arguments(signature, "T"));
}

}  // namespace portico::reflect::detail
