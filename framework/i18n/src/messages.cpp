#include <portico/i18n/messages.hpp>

#include <charconv>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico::i18n {

namespace {

/// Reads an expression of C and works it out on the way, for one n.
class Calculation {
public:
    Calculation(std::string_view text, std::uint64_t n) : text_(text), rest_(text), n_(n) {}

    std::uint64_t result() {
        std::uint64_t value = choice();
        skip();
        if (!rest_.empty()) fail();
        return value;
    }

private:
    struct Operator {
        std::string_view sign;
        int strength;
        std::uint64_t (*apply)(std::uint64_t, std::uint64_t);
    };
    static constexpr int weakest = 1, strongest = 6, deepest = 100;
    // What another begins with stands behind it.
    static constexpr Operator operators[] = {
        {"||", 1, [](std::uint64_t a, std::uint64_t b) { return std::uint64_t{a || b}; }},
        {"&&", 2, [](std::uint64_t a, std::uint64_t b) { return std::uint64_t{a && b}; }},
        {"==", 3, [](std::uint64_t a, std::uint64_t b) { return std::uint64_t{a == b}; }},
        {"!=", 3, [](std::uint64_t a, std::uint64_t b) { return std::uint64_t{a != b}; }},
        {"<=", 4, [](std::uint64_t a, std::uint64_t b) { return std::uint64_t{a <= b}; }},
        {">=", 4, [](std::uint64_t a, std::uint64_t b) { return std::uint64_t{a >= b}; }},
        {"<", 4, [](std::uint64_t a, std::uint64_t b) { return std::uint64_t{a < b}; }},
        {">", 4, [](std::uint64_t a, std::uint64_t b) { return std::uint64_t{a > b}; }},
        {"+", 5, [](std::uint64_t a, std::uint64_t b) { return a + b; }},
        {"-", 5, [](std::uint64_t a, std::uint64_t b) { return a - b; }},
        {"*", 6, [](std::uint64_t a, std::uint64_t b) { return a * b; }},
        {"/", 6, [](std::uint64_t a, std::uint64_t b) { return b == 0 ? 0 : a / b; }},
        {"%", 6, [](std::uint64_t a, std::uint64_t b) { return b == 0 ? 0 : a % b; }},
    };

    [[noreturn]] void fail() const {
        throw Error("a plural rule can't be read from \"" + std::string(rest_) + "\" on: \"" + std::string(text_) + '"',
                    "write it as gettext does: nplurals=2; plural=(n != 1);");
    }

    void skip() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

    bool take(std::string_view sign) {
        skip();
        if (!rest_.starts_with(sign)) return false;
        rest_.remove_prefix(sign.size());
        return true;
    }

    const Operator* take_operator(int strength) {
        for (const auto& one : operators)
            if (one.strength == strength && take(one.sign)) return &one;
        return nullptr;
    }

    /// condition ? this : that
    std::uint64_t choice() {
        if (++depth_ > deepest) fail();
        std::uint64_t value = calculated(weakest);
        if (take("?")) {
            std::uint64_t yes = choice();
            if (!take(":")) fail();
            std::uint64_t no = choice();
            value = value ? yes : no;
        }
        --depth_;
        return value;
    }

    std::uint64_t calculated(int strength) {
        if (strength > strongest) return single();
        std::uint64_t value = calculated(strength + 1);
        while (const Operator* found = take_operator(strength)) value = found->apply(value, calculated(strength + 1));
        return value;
    }

    std::uint64_t single() {
        if (take("!")) {
            if (++depth_ > deepest) fail();
            bool negated = !single();
            --depth_;
            return negated;
        }
        if (take("(")) {
            std::uint64_t value = choice();
            if (!take(")")) fail();
            return value;
        }
        if (take("n")) return n_;
        std::uint64_t number = 0;
        auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
        if (error != std::errc()) fail();
        rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
        return number;
    }

    std::string_view text_, rest_;
    std::uint64_t n_;
    int depth_ = 0;
};

} // namespace

PluralRule::PluralRule(std::string_view plural_forms) {
    constexpr std::string_view name = "plural=";
    auto place = plural_forms.find(name);
    while (place != plural_forms.npos && place > 0 && plural_forms[place - 1] != ';' && plural_forms[place - 1] != ' ')
        place = plural_forms.find(name, place + 1);
    std::string_view rule = place == plural_forms.npos ? std::string_view() : plural_forms.substr(place + name.size());
    expression_ = text::trim(rule.substr(0, rule.find(';')));
    form(0);
}

std::size_t PluralRule::form(std::uint64_t n) const { return static_cast<std::size_t>(Calculation(expression_, n).result()); }

void Messages::add(Message message) {
    std::pair<std::string, std::string> key{message.id, message.context};
    messages_.insert_or_assign(std::move(key), std::move(message));
}

std::optional<std::string> Messages::find(std::string_view id, std::string_view context, std::optional<std::uint64_t> count) const {
    auto found = messages_.find({std::string(id), std::string(context)});
    if (found == messages_.end() || found->second.texts.empty()) return std::nullopt;
    const auto& texts = found->second.texts;
    const std::size_t form = count && !found->second.plural.empty() ? rule_.form(*count) : 0;
    return form < texts.size() && !texts[form].empty() ? std::optional(texts[form]) : std::nullopt;
}

} // namespace portico::i18n
