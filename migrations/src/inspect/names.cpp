#include "names.hpp"

#include <algorithm>
#include <array>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

namespace portico::migrations::inspect {

namespace {

constexpr std::array<std::string_view, 95> keywords{
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "bool", "break", "case", "catch", "char", "char8_t", "char16_t",
    "char32_t", "class", "compl", "concept", "const", "consteval", "constexpr", "constinit", "const_cast", "continue", "co_await", "co_return",
    "co_yield", "decltype", "default", "delete", "do", "double", "dynamic_cast", "else", "enum", "explicit", "export", "extern", "false", "float",
    "for", "friend", "goto", "if", "inline", "int", "long", "mutable", "namespace", "new", "noexcept", "not", "not_eq", "nullptr", "operator",
    "or", "or_eq", "private", "protected", "public", "register", "reinterpret_cast", "requires", "return", "short", "signed", "sizeof", "static",
    "static_assert", "static_cast", "struct", "switch", "template", "this", "thread_local", "throw", "true", "try", "typedef", "typeid",
    "typename", "union", "unsigned", "using", "virtual", "void", "volatile", "wchar_t", "while", "xor", "xor_eq", "std", "orm", "portico"};

/// What every model has already, and the macros that headers of C leave behind.
constexpr std::array<std::string_view, 24> used{"objects", "save",       "delete_", "refresh_from_db", "validate", "full_clean", "is_saved",  "annotation",
                                                "str",     "next_by",    "previous_by", "related",      "describe", "self",       "slot",      "pk",
                                                "neighbour", "errno",    "assert",  "major",           "minor",    "makedev",    "linux",     "unix"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

template <class List> bool among(const List& list, std::string_view name) { return std::find(list.begin(), list.end(), name) != list.end(); }

std::string unique(std::string name, std::set<std::string>& taken) {
    std::string free = name;
    for (int n = 2; !taken.insert(free).second; ++n) free = name + "_" + std::to_string(n);
    return free;
}

/// Lower case, words apart by one underscore.
std::string snake(std::string_view name) {
    std::string made;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool word_begins = is_upper(c) && i > 0 && (!is_upper(name[i - 1]) || (i + 1 < name.size() && !is_upper(name[i + 1]) && is_letter(name[i + 1])));
        if (word_begins || !(is_letter(c) || is_digit(c))) made += '_';
        if (is_letter(c) || is_digit(c)) made += text::ascii_lower(std::string(1, c));
    }
    while (made.find("__") != made.npos) made = text::replace_all(made, "__", "_");
    while (made.starts_with('_')) made.erase(0, 1);
    while (made.ends_with('_')) made.pop_back();
    return made;
}

}  // namespace

std::string member_name(std::string_view column, std::set<std::string>& taken) {
    std::string name = snake(column);
    if (name.empty()) name = "field";
    if (is_digit(name.front())) name = "number_" + name;
    if (among(keywords, name) || among(used, name)) name += "_field";
    return unique(std::move(name), taken);
}

std::string type_name(std::string_view table, std::set<std::string>& taken) {
    std::string name;
    bool up = true;
    for (char c : snake(table)) {
        if (c == '_') {
            up = true;
            continue;
        }
        name += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        up = false;
    }
    if (name.empty() || is_digit(name.front())) name = "Table" + name;
    return unique(std::move(name), taken);
}

std::string variable_name(std::string_view type) {
    std::string name = snake(type);
    return among(keywords, name) ? name + "_model" : name;
}

bool is_plain_name(std::string_view name) {
    if (name.empty() || !(is_letter(name.front())) || among(keywords, name) || name.ends_with('_')) return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
}

std::string quoted(std::string_view text) {
    std::string made;
    append_json_string(made, text);
    return text::replace_all(made, "??", "?\\?");
}

}  // namespace portico::migrations::inspect
