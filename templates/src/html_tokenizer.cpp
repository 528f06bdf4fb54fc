#include "html_tokenizer.hpp"

#include <algorithm>

#include <portico/base/text.hpp>

#include "entities.hpp"

namespace portico::templates {

namespace {

constexpr auto npos = std::string_view::npos;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1c && c <= 0x1f); }
bool ends_tag_name(char c) {
    return c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == ' ' || c == '/' || c == '>' || c == '\0';
}

std::size_t skip_spaces(std::string_view text, std::size_t i) {
    while (i < text.size() && is_space(text[i])) ++i;
    return i;
}

/// White space and slashes, but not the slash of "/>".
std::size_t skip_between_attributes(std::string_view text, std::size_t i) {
    while (i < text.size() && (is_space(text[i]) || (text[i] == '/' && !text.substr(i + 1).starts_with('>'))))
        ++i;
    return i;
}

/// Behind `= value` from i on; i itself when there is none.
std::size_t attribute_value(std::string_view text, std::size_t i) {
    auto start = skip_spaces(text, i);
    auto equals = start;
    while (equals < text.size() && text[equals] == '=') ++equals;
    if (equals == start) return i;
    auto value = skip_spaces(text, equals);
    if (value < text.size() && (text[value] == '"' || text[value] == '\'')) {
        auto close = text.find(text[value], value + 1);
        if (close != npos) return skip_spaces(text, close + 1);
        if (value > equals) return value;
        if (equals - start < 2) return i;
        value = equals - 1;
    }
    while (value < text.size() && text[value] != '>' && !is_space(text[value])) ++value;
    return skip_spaces(text, value);
}

/// Behind the attribute at i; i itself when there is none.
std::size_t attribute(std::string_view text, std::size_t i) {
    if (i == 0 || i >= text.size()) return i;
    char before = text[i - 1];
    if (before != '"' && before != '\'' && before != '/' && !is_space(before)) return i;
    if (is_space(text[i]) || text[i] == '/' || text[i] == '>') return i;
    auto end = i + 1;
    while (end < text.size() && !is_space(text[end]) && text[end] != '/' && text[end] != '=' &&
           text[end] != '>')
        ++end;
    return skip_between_attributes(text, attribute_value(text, end));
}

} // namespace

std::size_t HtmlTokenizer::behind(std::string_view mark, std::size_t from) const {
    auto found = html_.find(mark, from);
    return found == npos ? npos : found + mark.size();
}

void HtmlTokenizer::emit(std::string_view raw) {
    if (converts_ && raw_element_.empty())
        text(html_unescape(raw));
    else
        text(raw);
}

/// The next place that is more than text; npos when the rest has to wait.
std::size_t HtmlTokenizer::next_mark() const {
    if (!raw_element_.empty()) {
        for (auto i = html_.find("</", position_); i != npos; i = html_.find("</", i + 1)) {
            auto name = skip_spaces(html_, i + 2);
            if (!text::ascii_iequals(html_.substr(name, raw_element_.size()), raw_element_)) continue;
            auto end = skip_spaces(html_, name + raw_element_.size());
            if (end < html_.size() && html_[end] == '>') return i;
        }
        return npos;
    }
    if (!converts_) return std::min(html_.find_first_of("<&", position_), html_.size());
    auto tag = html_.find('<', position_);
    if (tag != npos) return tag;
    // A reference may go on in text that is still to come.
    auto from = std::max(position_, html_.size() < 34 ? 0 : html_.size() - 34);
    auto reference = html_.rfind('&');
    bool open =
        reference != npos && reference >= from && html_.find_first_of(" \t\n\v\f\r;", reference) == npos;
    return open ? npos : html_.size();
}

void HtmlTokenizer::run(bool at_end) {
    bool going = true;
    while (going && position_ < html_.size()) {
        auto mark = next_mark();
        if (mark == npos) break;
        if (mark > position_) {
            auto raw = html_.substr(position_, mark - position_);
            position_ = mark;
            emit(raw);
        }
        if (position_ >= html_.size()) break;
        going = html_[position_] == '<' ? step_markup(at_end) : step_reference(at_end);
    }
    if (at_end && position_ < html_.size() && raw_element_.empty()) {
        auto rest = html_.substr(position_);
        position_ = html_.size();
        emit(rest);
    }
}

bool HtmlTokenizer::step_markup(bool at_end) {
    auto rest = html_.substr(position_);
    std::size_t next = npos;
    if (rest.size() > 1 && is_letter(rest[1]))
        next = parse_start_tag();
    else if (rest.starts_with("</"))
        next = parse_end_tag();
    else if (rest.starts_with("<?"))
        next = behind(">", position_ + 2);
    else if (rest.starts_with("<!"))
        next = parse_declaration();
    else if (rest.size() > 1) {
        next = position_ + 1;
        text("<");
    } else {
        return false;
    }
    if (next == npos) {
        if (!at_end) return false;
        next = behind(">", position_ + 1);
        if (next == npos)
            next =
                std::min(html_.find('<', position_ + 1), position_ + 1 == html_.size() ? html_.size() : npos);
        if (next == npos) next = position_ + 1;
        emit(html_.substr(position_, next - position_));
    }
    position_ = next;
    return true;
}

bool HtmlTokenizer::step_number() {
    auto i = position_ + 2;
    bool hex = i < html_.size() && (html_[i] == 'x' || html_[i] == 'X');
    auto start = hex ? i + 1 : i;
    auto end = start;
    while (end < html_.size() && (hex ? is_hex(html_[end]) : is_digit(html_[end]))) ++end;
    bool complete = end > start && end < html_.size() && !is_hex(html_[end]);
    if (complete) {
        reference(html_.substr(position_, end - position_));
        position_ = html_[end] == ';' ? end + 1 : end;
        return true;
    }
    if (html_.find(';', position_) != npos) {
        text("&#");
        position_ += 2;
    }
    return false;
}

bool HtmlTokenizer::step_reference(bool at_end) {
    auto rest = html_.substr(position_);
    if (rest.starts_with("&#")) return step_number();
    std::size_t length = 1;
    if (rest.size() > 1 && is_letter(rest[1])) {
        while (length < rest.size() && (is_letter(rest[length]) || is_digit(rest[length]) ||
                                        rest[length] == '-' || rest[length] == '.'))
            ++length;
        // A name ends before what is no letter or digit.
        while (length < rest.size() + 1 && length > 2 &&
               (length == rest.size() || is_letter(rest[length]) || is_digit(rest[length])))
            --length;
        if (length < rest.size() && !is_letter(rest[length]) && !is_digit(rest[length])) {
            reference(rest.substr(0, length));
            position_ += rest[length] == ';' ? length + 1 : length;
            return true;
        }
        if (at_end && rest.size() == 2) ++position_;
        return false;
    }
    if (rest.size() < 2) return false;
    text("&");
    ++position_;
    return true;
}

std::size_t HtmlTokenizer::whole_start_tag() const {
    auto i = position_ + 1;
    while (i < html_.size() && !ends_tag_name(html_[i])) ++i;
    while (i < html_.size() && (is_space(html_[i]) || html_[i] == '/')) ++i;
    for (auto next = attribute(html_, i); next != i; next = attribute(html_, i)) i = next;
    i = skip_spaces(html_, i);
    if (i >= html_.size()) return npos;
    if (html_[i] == '>') return i + 1;
    if (html_[i] == '/') return html_.substr(i).starts_with("/>") ? i + 2 : npos;
    return is_letter(html_[i]) || html_[i] == '=' ? npos : i;
}

std::size_t HtmlTokenizer::parse_start_tag() {
    auto end = whole_start_tag();
    if (end == npos) return npos;
    auto source = html_.substr(position_, end - position_);
    auto i = position_ + 1;
    while (i < end && !ends_tag_name(html_[i])) ++i;
    std::string name = text::lower(html_.substr(position_ + 1, i - position_ - 1));
    i = skip_between_attributes(html_, i);
    for (auto next = attribute(html_, i); next != i && i < end; next = attribute(html_, i)) i = next;
    auto closing = i < end ? text::trim(html_.substr(i, end - i)) : std::string_view();
    if (closing != ">" && closing != "/>") {
        text(source);
        return end;
    }
    start_tag(name, source, closing == "/>");
    if (closing == ">" && (name == "script" || name == "style")) raw_element_ = name;
    return end;
}

std::size_t HtmlTokenizer::parse_end_tag() {
    auto end = behind(">", position_ + 1);
    if (end == npos) return npos;
    auto i = skip_spaces(html_, position_ + 2);
    auto start = i;
    if (i < html_.size() && is_letter(html_[i])) {
        while (i < html_.size() &&
               (is_letter(html_[i]) || is_digit(html_[i]) || std::string_view("-.:_").find(html_[i]) != npos))
            ++i;
    }
    std::string name = text::ascii_lower(html_.substr(start, i - start));
    if (!name.empty() && skip_spaces(html_, i) == end - 1) {
        if (!raw_element_.empty() && name != raw_element_) {
            text(html_.substr(position_, end - position_));
            return end;
        }
        end_tag(name);
        raw_element_.clear();
        return end;
    }
    if (!raw_element_.empty()) {
        text(html_.substr(position_, end - position_));
        return end;
    }
    i = position_ + 2;
    if (i >= html_.size() || !is_letter(html_[i]))
        return html_.substr(position_).starts_with("</>") ? position_ + 3 : behind(">", position_ + 2);
    while (i < html_.size() && !ends_tag_name(html_[i])) ++i;
    name = text::lower(html_.substr(position_ + 2, i - position_ - 2));
    end = behind(">", skip_between_attributes(html_, i));
    end_tag(name);
    return end == npos ? 0 : end;
}

std::size_t HtmlTokenizer::parse_declaration() const {
    auto rest = html_.substr(position_);
    if (rest.starts_with("<!--")) {
        for (auto i = html_.find("--", position_ + 4); i != npos; i = html_.find("--", i + 1)) {
            auto end = skip_spaces(html_, i + 2);
            if (end < html_.size() && html_[end] == '>') return end + 1;
        }
        return npos;
    }
    if (!rest.starts_with("<![")) return behind(">", position_ + 2);
    bool conditional = false;
    for (std::string_view word : {"if", "else", "endif"}) {
        conditional = conditional || text::ascii_iequals(rest.substr(3, word.size()), word);
    }
    for (auto i = html_.find(']', position_ + 3); i != npos; i = html_.find(']', i + 1)) {
        auto next = skip_spaces(html_, i + 1);
        if (!conditional) {
            if (next >= html_.size() || html_[next] != ']') continue;
            next = skip_spaces(html_, next + 1);
        }
        if (next < html_.size() && html_[next] == '>') return next + 1;
    }
    return npos;
}

} // namespace portico::templates
