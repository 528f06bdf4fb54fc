#include "transaction_words.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace portico::migrations {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); }

/// The end of a text or name in quotes that begins at `start`; a doubled quote is one inside.
std::size_t end_of_quoted(std::string_view sql, std::size_t start, bool backslashes) {
    for (std::size_t i = start + 1; i < sql.size(); ++i) {
        if (backslashes && sql[i] == '\\') ++i;
        else if (sql[i] == sql[start] && i + 1 < sql.size() && sql[i + 1] == sql[start]) ++i;
        else if (sql[i] == sql[start]) return i + 1;
    }
    return sql.size();
}

/// $$ … $$ and $body$ … $body$; `start` itself where it is none.
std::size_t end_of_dollars(std::string_view sql, std::size_t start) {
    std::size_t i = start + 1;
    while (i < sql.size() && is_word(sql[i])) ++i;
    if (i >= sql.size() || sql[i] != '$') return start;
    const std::string_view mark = sql.substr(start, i + 1 - start);
    const auto end = sql.find(mark, i + 1);
    return end == std::string_view::npos ? sql.size() : end + mark.size();
}

std::size_t behind(std::string_view sql, std::size_t start, std::string_view what) {
    const auto end = sql.find(what, start);
    return end == std::string_view::npos ? sql.size() : end + what.size();
}

/// Takes the words of one statement after the other.
class Statements {
public:
    explicit Statements(std::string_view sql) : sql_(sql) {}

    std::string first_of_transactions() {
        while (at_ < sql_.size()) {
            step();
            if (!found_.empty()) return found_;
        }
        end_statement();
        return found_;
    }

private:
    void step() {
        const char c = sql_[at_];
        if (sql_.substr(at_, 2) == "--") at_ = behind(sql_, at_, "\n");
        else if (sql_.substr(at_, 2) == "/*") at_ = behind(sql_, at_ + 2, "*/");
        else if (c == '\'' || c == '"' || c == '`') at_ = end_of_quoted(sql_, at_, c == '\'' && after_e_);
        else if (c == '[' && sql_.find(']', at_) != std::string_view::npos) at_ = behind(sql_, at_, "]");
        else if (c == '$' && end_of_dollars(sql_, at_) > at_) at_ = end_of_dollars(sql_, at_);
        else if (is_word(c)) return take_word();
        else take_sign(c);
        after_e_ = false;
    }
    void take_word() {
        const std::size_t start = at_;
        while (at_ < sql_.size() && is_word(sql_[at_])) ++at_;
        std::string word(sql_.substr(start, at_ - start));
        std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        after_e_ = word == "E";
        const bool creates = !words_.empty() && words_[0] == "CREATE";
        if (creates && (word == "BEGIN" || (word == "CASE" && blocks_ > 0))) ++blocks_;
        if (creates && word == "END" && blocks_ > 0) --blocks_;
        if (words_.size() < 3) words_.push_back(std::move(word));
    }
    void take_sign(char c) {
        ++at_;
        if (c == '(') ++parentheses_;
        if (c == ')') --parentheses_;
        if (c == ';' && blocks_ == 0 && parentheses_ <= 0) end_statement();
    }
    void end_statement() {
        static constexpr std::array<std::string_view, 5> words{"BEGIN", "COMMIT", "END", "ROLLBACK", "ABORT"};
        const auto word = [&](std::size_t n) { return n < words_.size() ? std::string_view(words_[n]) : std::string_view(); };
        const bool to_savepoint = word(0) == "ROLLBACK" && (word(1) == "TO" || word(2) == "TO");
        if (std::find(words.begin(), words.end(), word(0)) != words.end() && !to_savepoint) found_ = words_[0];
        if ((word(0) == "START" || word(0) == "PREPARE") && word(1) == "TRANSACTION") found_ = words_[0] + " " + words_[1];
        words_.clear();
        blocks_ = parentheses_ = 0;
    }

    std::string_view sql_;
    std::size_t at_ = 0;
    std::vector<std::string> words_{};  // the first three of the statement
    int blocks_ = 0, parentheses_ = 0;
    bool after_e_ = false;              // E'…' has backslashes
    std::string found_{};
};

}  // namespace

std::string transaction_word(std::string_view sql) { return Statements(sql).first_of_transactions(); }

}  // namespace portico::migrations
