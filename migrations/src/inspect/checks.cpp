#include "checks.hpp"

#include <portico/base/text.hpp>

namespace portico::migrations::inspect {

namespace {

/// Without parentheses around all of it.
std::string unwrapped(std::string_view text) {
    text = text::trim(text);
    while (text.size() > 1 && text.front() == '(' && text.back() == ')') {
        int depth = 0;
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0) return std::string(text);
        }
        text = text::trim(text.substr(1, text.size() - 2));
    }
    return std::string(text);
}

/// Everything that makes no difference: spaces, quotes around names, casts, parentheses.
std::string bare(const std::string& condition) {
    std::string made = text::ascii_lower(condition);
    for (const char* cast : {"::character varying[]", "::character varying", "::text[]", "::text"}) made = text::replace_all(made, cast, "");
    for (const char* sign : {" ", "\"", "(", ")"}) made = text::replace_all(made, sign, "");
    return made;
}

/// The texts in single quotes, where nothing but commas stands between.
std::optional<std::vector<std::string>> texts_in(std::string_view list) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < list.size();) {
        if (list[i] == ',' || list[i] == ' ') {
            ++i;
            continue;
        }
        if (list[i] != '\'') return std::nullopt;
        std::string one;
        for (++i; i < list.size() && (list[i] != '\'' || (i + 1 < list.size() && list[i + 1] == '\'')); ++i) {
            if (list[i] == '\'') ++i;
            one += list[i];
        }
        ++i;
        texts.push_back(std::move(one));
    }
    return texts.empty() ? std::nullopt : std::optional(texts);
}

}  // namespace

std::string condition_of(const LiveCheck& check) {
    std::string_view text = check.condition;
    if (text.starts_with("EXCLUDE ")) return {};
    if (text.starts_with("CHECK ")) {
        text.remove_prefix(6);
        for (const char* end : {" NOT VALID", " NO INHERIT"})
            if (text.ends_with(end)) text.remove_suffix(std::string_view(end).size());
    }
    return unwrapped(text);
}

bool forbids_negative(const std::string& condition, const std::string& column) { return bare(condition) == text::ascii_lower(column) + ">=0"; }

bool wants_json(const std::string& condition, const std::string& column) {
    const std::string name = text::ascii_lower(column);
    const std::string text = bare(condition);
    return text == "json_valid" + name || text == "json_valid" + name + "or" + name + "isnull";
}

std::optional<std::vector<std::string>> allowed_texts(const std::string& condition, const std::string& column) {
    std::string text = condition;
    for (const char* cast : {"::character varying[]", "::character varying", "::text[]", "::text"}) text = text::replace_all(text, cast, "");
    const auto first = text.find('\'');
    if (first == text.npos) return std::nullopt;
    const std::string head = bare(text.substr(0, first)), name = text::ascii_lower(column);
    std::string rest = text.substr(first);
    while (rest.ends_with(')') || rest.ends_with(']') || rest.ends_with(' ')) rest.pop_back();
    if (head != name + "in" && head != name + "=anyarray[" && head != name + "=") return std::nullopt;
    return texts_in(rest);
}

}  // namespace portico::migrations::inspect
