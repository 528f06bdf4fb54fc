#include <portico/routing/regex_forms.hpp>

#include <charconv>
#include <iterator>

#include <portico/base/error.hpp>

namespace portico::routing {
namespace {

using Forms = std::vector<RegexForm>;

Forms text_form(std::string text) { return {{{{std::move(text), false}}, {}}}; }
bool has_blank(const Forms& forms) {
    for (const auto& form : forms)
        for (const auto& piece : form.pieces)
            if (piece.blank) return true;
    return false;
}

/// Every form of the one followed by every form of the other.
Forms joined(const Forms& first, const Forms& second) {
    Forms out;
    for (const auto& a : first)
        for (const auto& b : second) {
            RegexForm form = a;
            form.pieces.insert(form.pieces.end(), b.pieces.begin(), b.pieces.end());
            form.parameters.insert(form.parameters.end(), b.parameters.begin(), b.parameters.end());
            out.push_back(std::move(form));
        }
    return out;
}

/// "|" outside of groups: no one form.
struct Alternatives {};

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    /// Up to the ")" of the group it is in, or the end.
    Forms sequence() {
        std::vector<Forms> items;
        while (!text_.empty() && text_[0] != ')') {
            char c = take();
            if (c == '$') text_ = {};
            else if (c == '|') throw Alternatives();
            else if (c == '*' || c == '+' || c == '?' || c == '{') repeat(items, c);
            else if (c == '\\') items.push_back(escape());
            else if (c == '(') items.push_back(group());
            else if (c == '[') items.push_back(set());
            else if (c != '^') items.push_back(text_form(character(c)));
        }
        if (!text_.empty()) take();
        Forms all(1);
        for (const auto& item : items) all = joined(all, item);
        return all;
    }

private:
    char take() {
        if (text_.empty()) throw Error("the expression ends too soon");
        char c = text_[0];
        text_.remove_prefix(1);
        return c;
    }
    /// The character that begins with this byte.
    std::string character(char first) {
        std::string out(1, first);
        while (!text_.empty() && (static_cast<unsigned char>(text_[0]) & 0xC0) == 0x80) out += take();
        return out;
    }
    std::string take_until(char end) {
        std::string out;
        for (char c = take(); c != end; c = take()) out += c;
        return out;
    }

    /// What an escape of one character stands for.
    Forms escape() {
        char c = take();
        switch (c) {
        case 'A':
        case 'b':
        case 'B':
        case 'Z':
        case 'z': return Forms(1);
        case 'd': return text_form("0");
        case 'D':
        case 'S':
        case 'w': return text_form("x");
        case 's': return text_form(" ");
        case 'W': return text_form("!");
        default: return text_form(character(c));
        }
    }

    Forms set() {
        char first = take();
        Forms out = first == '\\' ? escape() : text_form(character(first));
        for (char c = take(); c != ']'; c = take())
            if (c == '\\') take();
        return out;
    }

    Forms group() {
        if (text_.empty() || text_[0] != '?') return blank("_" + std::to_string(unnamed_++), true);
        take();
        char kind = take();
        if (kind == ':') return sequence();
        if (kind == '=' || kind == '!') return skip_group();
        if (kind == '<') {
            if (!text_.empty() && (text_[0] == '=' || text_[0] == '!')) return skip_group();
            return blank(take_until('>'), true);
        }
        char way = kind == 'P' ? take() : ' ';
        if (way == '<') return blank(take_until('>'), true);
        if (way == '=') return {{{{take_until(')'), true}}, {}}};
        throw Error(std::string("the group (?") + kind + " of a route's expression has no one text");
    }

    Forms blank(std::string name, bool given) {
        skip_group();
        Forms out{{{{name, true}}, {}}};
        if (given) out[0].parameters.push_back(std::move(name));
        return out;
    }

    /// To the end of the group that was opened, whatever is in it.
    Forms skip_group() {
        for (std::size_t depth = 1; depth > 0;) {
            char c = take();
            if (c == '\\') take();
            else if (c == '[') set();
            else if (c == '(') ++depth;
            else if (c == ')') --depth;
        }
        return Forms(1);
    }

    /// What came before, as few times as the quantifier allows.
    void repeat(std::vector<Forms>& items, char quantifier) {
        std::size_t least = quantifier == '+';
        if (quantifier == '{') {
            std::string range = take_until('}');
            std::from_chars(range.data(), range.data() + range.size(), least);
        }
        if (!text_.empty() && (text_[0] == '?' || text_[0] == '+')) take(); // lazy or possessive: the same least
        if (items.empty()) throw Error("a quantifier has nothing before it");
        Forms& last = items.back();
        if (least == 0) {
            Forms none(1);
            if (has_blank(last)) none.insert(none.end(), last.begin(), last.end());
            last = std::move(none);
        } else {
            Forms once = last;
            for (; least > 1 && least < 1000; --least) last = joined(last, once);
        }
    }

    std::string_view text_;
    std::size_t unnamed_ = 0;
};

} // namespace

std::vector<RegexForm> regex_forms(std::string_view expression) {
    try {
        return Reader(expression).sequence();
    } catch (const Alternatives&) {
        return Forms(1);
    }
}

} // namespace portico::routing
