#include "sql_tokens.hpp"

#include <algorithm>
#include <cctype>

#include <portico/base/text.hpp>

namespace portico::migrations {

namespace {

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }

/// How many characters the sign has that begins with these.
std::size_t length_of_sign(std::string_view sql) {
    if (sql.starts_with("->>")) return 3;
    for (std::string_view sign : {">=", "<=", "<>", "!=", "==", "||", "->"})
        if (sql.starts_with(sign)) return 2;
    return 1;
}

std::string without_quotes(std::string_view quoted) {
    std::string name;
    const char close = quoted[0] == '[' ? ']' : quoted[0];
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
        name += quoted[i];
        if (quoted[i] == close) ++i;
    }
    return name;
}

class Tokens {
public:
    Tokens(std::string_view sql, Quoting quoting) : sql_(sql), postgresql_(quoting == Quoting::postgresql) {}

    std::vector<SqlToken> read() {
        static constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
        if (sql_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
        while (at_ < sql_.size()) step();
        return std::move(found_);
    }

private:
    void step() {
        const char c = sql_[at_];
        const std::string_view two = sql_.substr(at_, 2);
        if (is_space(c)) ++at_;
        else if (two == "--") at_ = behind(at_, "\n");
        else if (two == "/*") at_ = end_of_comment();
        else if (c == '"' || (!postgresql_ && (c == '`' || c == '['))) add(end_of_quoted(c == '[' ? ']' : c, false), true);
        else if (c == '\'') add(end_of_quoted(c, escapes()));
        else if (c == '$' && postgresql_ && end_of_dollars() > at_) add(end_of_dollars());
        else if (is_letter(c) || c == '$') add(end_of_word());
        else add_sign(c);
    }
    void add(std::size_t end, bool name = false) {
        const std::string_view text = sql_.substr(at_, end - at_);
        found_.push_back({name ? without_quotes(text) : std::string(text), name, depth_, at_, end});
        at_ = end;
    }
    void add_sign(char c) {
        if (c == ')') --depth_;
        add(at_ + length_of_sign(sql_.substr(at_)));
        if (c == '(') ++depth_;
    }

    std::size_t behind(std::size_t start, std::string_view what) const {
        const auto end = sql_.find(what, start);
        return end == std::string_view::npos ? sql_.size() : end + what.size();
    }
    std::size_t end_of_comment() const {
        if (!postgresql_) return behind(at_ + 2, "*/");
        std::size_t i = at_ + 2;
        for (int depth = 1; depth > 0 && i < sql_.size();) {
            const std::string_view two = sql_.substr(i, 2);
            const bool sign = two == "/*" || two == "*/";
            if (sign) depth += two == "/*" ? 1 : -1;
            i += sign ? 2 : 1;
        }
        return i;
    }
    /// A doubled quote is one inside.
    std::size_t end_of_quoted(char close, bool backslashes) const {
        for (std::size_t i = at_ + 1; i < sql_.size(); ++i) {
            if (backslashes && sql_[i] == '\\') ++i;
            else if (sql_[i] != close) continue;
            else if (close != ']' && i + 1 < sql_.size() && sql_[i + 1] == close) ++i;
            else return i + 1;
        }
        return sql_.size();
    }
    /// E'…' has backslashes.
    bool escapes() const { return postgresql_ && at_ > 0 && !found_.empty() && text::ascii_iequals(found_.back().text, "e") && !is_space(sql_[at_ - 1]); }
    /// Of $$ … $$ or $body$ … $body$; where it stands if it is none.
    std::size_t end_of_dollars() const {
        std::size_t i = at_ + 1;
        while (i < sql_.size() && is_letter(sql_[i])) ++i;
        if (i >= sql_.size() || sql_[i] != '$' || std::isdigit(static_cast<unsigned char>(sql_[at_ + 1]))) return at_;
        return behind(i + 1, sql_.substr(at_, i + 1 - at_));
    }
    std::size_t end_of_word() const {
        std::size_t end = at_ + 1;
        while (end < sql_.size() && (is_letter(sql_[end]) || sql_[end] == '.' || sql_[end] == '$')) ++end;
        return end;
    }

    std::string_view sql_;
    bool postgresql_;
    std::size_t at_ = 0;
    int depth_ = 0;
    std::vector<SqlToken> found_{};
};

}  // namespace

std::vector<SqlToken> tokens_of(std::string_view sql, Quoting quoting) { return Tokens(sql, quoting).read(); }

bool is_one_expression(std::string_view sql, Quoting quoting) {
    int open = 0;
    for (const SqlToken& token : tokens_of(sql, quoting)) {
        if (token.quoted) continue;
        if (token.text == "(") ++open;
        if (token.text == ")" && --open < 0) return false;
        if (token.text == ";") return false;
    }
    return open == 0;
}

bool is_word(const SqlToken& token, std::string_view word) { return !token.quoted && text::ascii_iequals(token.text, word); }

std::string with_semicolon(std::string_view sql, Quoting quoting) {
    const auto tokens = tokens_of(sql, quoting);
    std::string whole(sql);
    if (tokens.empty() || is_word(tokens.back(), ";")) return whole;
    // Behind a comment it would be a part of it.
    const auto ended = tokens_of(whole + ";", quoting);
    return whole + (ended.size() > tokens.size() && is_word(ended.back(), ";") ? ";" : "\n;");
}

}  // namespace portico::migrations
