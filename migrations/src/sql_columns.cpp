#include "sql_columns.hpp"

#include <algorithm>
#include <set>

#include <portico/base/text.hpp>

namespace portico::migrations {

namespace {

using Tokens = std::vector<SqlToken>;

bool is_text(const SqlToken& token) { return !token.quoted && (token.text.starts_with('\'') || token.text.starts_with('$')); }

bool is_sign(const Tokens& tokens, std::size_t at, std::string_view sign) { return at < tokens.size() && !tokens[at].quoted && tokens[at].text == sign; }

/// Where the name of a column begins in a word: behind the table's, in "post.views".
std::size_t last_part(std::string_view word) {
    const auto point = word.rfind('.');
    return point == std::string_view::npos ? 0 : point + 1;
}

/// Without quotes it is a column's name unless a type, a collation or a unit of time stands there.
bool is_elsewhere(const Tokens& tokens, std::size_t at) {
    if (at + 1 < tokens.size() && is_text(tokens[at + 1])) return true;  // date '2024-02-29'
    if (at == 0) return false;
    const SqlToken& before = tokens[at - 1];
    return is_word(before, "as") || is_word(before, "collate") || is_sign(tokens, at - 1, ":") ||
           (is_sign(tokens, at - 1, "(") && at > 1 && is_word(tokens[at - 2], "extract"));
}

/// What such a word says only a parser knows; in quotes it is a name.
bool is_reserved(std::string_view name) {
    static const std::set<std::string, std::less<>> words{
        "all", "and", "any", "array", "as", "asc", "between", "both", "case", "cast", "collate", "cross", "current_date", "current_time", "current_timestamp", "default", "desc",
        "distinct", "else", "escape", "except", "exists", "false", "filter", "for", "from", "glob", "group", "having", "ilike", "in", "is", "isnull", "join", "leading", "left", "like",
        "limit", "localtime", "localtimestamp", "match", "natural", "not", "notnull", "null", "offset", "on", "or", "order", "placing", "regexp", "select", "similar", "some", "symmetric",
        "table", "then", "to", "trailing", "true", "union", "unique", "using", "when", "where", "window", "with", "without"};
    return words.contains(text::ascii_lower(name));
}

bool stands(const Tokens& tokens, std::size_t at, std::string_view word) { return at < tokens.size() && is_word(tokens[at], word); }

/// CASE … END, AT TIME ZONE, timestamp WITH TIME ZONE, INTERVAL '2' DAY, NULLS FIRST: words there, and columns elsewhere.
bool is_part_of_phrase(const Tokens& tokens, std::size_t at) {
    const auto before = [&](std::string_view word) { return at > 0 && stands(tokens, at - 1, word); };
    const SqlToken& token = tokens[at];
    if (is_word(token, "end")) return std::ranges::any_of(tokens, [](const SqlToken& one) { return is_word(one, "case"); });
    if (is_word(token, "at")) return stands(tokens, at + 1, "time");
    if (is_word(token, "time")) return before("at") || before("with") || before("without");
    if (is_word(token, "zone")) return before("time");
    if (is_word(token, "first") || is_word(token, "last")) return before("nulls");
    if (is_word(token, "nulls")) return stands(tokens, at + 1, "first") || stands(tokens, at + 1, "last");
    static const std::set<std::string, std::less<>> units{"year", "month", "day", "hour", "minute", "second"};
    return units.contains(text::ascii_lower(token.text)) && at > 0 && (is_text(tokens[at - 1]) || before("to"));
}

bool is_column(const Tokens& tokens, std::size_t at, Quoting quoting, std::string_view column) {
    const SqlToken& token = tokens[at];
    if (is_sign(tokens, at + 1, "(") || is_sign(tokens, at + 1, ".")) return false;
    const std::string_view name = token.quoted ? std::string_view(token.text) : std::string_view(token.text).substr(last_part(token.text));
    if (quoting == Quoting::sqlite ? !text::ascii_iequals(name, column) : token.quoted ? name != column : text::ascii_lower(name) != column) return false;
    if (token.quoted) return true;
    // Behind its table's name it is no other word: post.end.
    if (name.size() < token.text.size()) return true;
    return !is_reserved(name) && !is_part_of_phrase(tokens, at) && !is_elsewhere(tokens, at);
}

std::string quoted(std::string_view name) { return "\"" + text::replace_all(name, "\"", "\"\"") + "\""; }

/// A name as what it means: without quotes it is written small.
std::string meaning(const SqlToken& token) {
    if (is_text(token)) return token.text;
    const std::string small = text::ascii_lower(token.text);
    return token.quoted && token.text != small ? quoted(token.text) : small;
}

}  // namespace

Quoting quoting_of(std::string_view database) { return database == "sqlite" ? Quoting::sqlite : Quoting::postgresql; }

bool names_column(std::string_view sql, Quoting quoting, std::string_view column) {
    const Tokens tokens = tokens_of(sql, quoting);
    for (std::size_t at = 0; at < tokens.size(); ++at)
        if (is_column(tokens, at, quoting, column)) return true;
    return false;
}

std::string with_column(std::string_view sql, Quoting quoting, std::string_view before, std::string_view after) {
    const Tokens tokens = tokens_of(sql, quoting);
    std::string changed(sql);
    for (std::size_t at = tokens.size(); at-- > 0;) {
        if (!is_column(tokens, at, quoting, before)) continue;
        const std::size_t begin = tokens[at].begin + (tokens[at].quoted ? 0 : last_part(tokens[at].text));
        changed.replace(begin, tokens[at].end - begin, quoted(after));
    }
    return changed;
}

bool is_same_sql(std::string_view one, std::string_view other, Quoting quoting) {
    if (one == other) return true;
    const Tokens first = tokens_of(one, quoting), second = tokens_of(other, quoting);
    return std::equal(first.begin(), first.end(), second.begin(), second.end(), [](auto& a, auto& b) { return meaning(a) == meaning(b); });
}

std::string rule_naming(const ModelState& model, std::string_view column) {
    const auto in = [&](const SqlTexts& sql) {
        return std::ranges::any_of(sql.texts, [&](auto& text) { return names_column(text.second, quoting_of(text.first), column); });
    };
    for (const FieldState& field : model.fields)
        if (in(field.generated) && std::ranges::find(field.columns, column) == field.columns.end()) return "the field \"" + field.name + "\"";
    for (const CheckState& check : model.checks)
        if (in(check.condition)) return "the check \"" + check.name + "\"";
    for (const IndexState& index : model.indexes)
        if (in(index.condition) || std::ranges::any_of(index.expressions, in)) return "the index \"" + index.name + "\"";
    for (const ExclusionState& one : model.exclusions)
        if (in(one.condition) || std::ranges::any_of(one.terms, [&](auto& term) { return in(term.expression); })) return "the exclusion \"" + one.name + "\"";
    return {};
}

}  // namespace portico::migrations
