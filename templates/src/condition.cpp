#include "condition.hpp"

#include <array>

#include "parser.hpp"

namespace portico::templates {

/// A Pratt parser over the words of the tag.
class ConditionParser {
public:
    ConditionParser(const Parser& parser, std::span<const std::string_view> words)
        : parser_(parser), words_(words) {}

    Condition parse_all() {
        Condition condition = parse(0);
        if (next_ < words_.size()) {
            parser_.fail(words_[next_],
                         "\"" + std::string(words_[next_]) + "\" at the end of the condition is not used");
        }
        return condition;
    }

private:
    using Operator = Condition::Operator;
    struct Found {
        Operator operator_;
        int power;
        std::size_t words;
    };

    /// The operator that stands next, of one word or two.
    std::optional<Found> next_operator() const {
        if (next_ >= words_.size()) return std::nullopt;
        auto word = words_[next_];
        auto following = next_ + 1 < words_.size() ? words_[next_ + 1] : std::string_view();
        if (word == "not" && following == "in") return Found{Operator::not_in, 9, 2};
        if (word == "is" && following == "not") return Found{Operator::is_not, 10, 2};
        struct Row {
            std::string_view word;
            Operator operator_;
            int power;
        };
        static constexpr std::array<Row, 11> rows{{{"or", Operator::either, 6},
                                                   {"and", Operator::both, 7},
                                                   {"not", Operator::negation, 8},
                                                   {"in", Operator::in, 9},
                                                   {"is", Operator::is, 10},
                                                   {"==", Operator::equal, 10},
                                                   {"!=", Operator::unequal, 10},
                                                   {"<", Operator::less, 10},
                                                   {"<=", Operator::less_or_equal, 10},
                                                   {">", Operator::greater, 10},
                                                   {">=", Operator::greater_or_equal, 10}}};
        for (const Row& row : rows) {
            if (row.word == word) return Found{row.operator_, row.power, 1};
        }
        return std::nullopt;
    }

    Condition parse(int power) {
        Condition left = parse_first();
        while (auto found = next_operator()) {
            if (found->power <= power) break;
            if (found->operator_ == Operator::negation) unexpected("between two values");
            next_ += found->words;
            Condition combined;
            combined.operator_ = found->operator_;
            combined.first_ = std::make_unique<Condition>(std::move(left));
            combined.second_ = std::make_unique<Condition>(parse(found->power));
            left = std::move(combined);
        }
        return left;
    }

    Condition parse_first() {
        if (next_ >= words_.size()) {
            parser_.fail(words_.empty() ? std::string_view() : words_.back(),
                         "the condition ends where a value is expected");
        }
        Condition condition;
        auto found = next_operator();
        if (!found) {
            condition.expression_.emplace(words_[next_++], parser_);
            return condition;
        }
        if (found->operator_ != Operator::negation) unexpected("where a value is expected");
        if (++depth_ > 100) parser_.fail(words_[next_], "too many \"not\" in one condition");
        ++next_;
        condition.operator_ = Operator::negation;
        condition.first_ = std::make_unique<Condition>(parse(found->power));
        return condition;
    }

    [[noreturn]] void unexpected(std::string_view where) const {
        parser_.fail(words_[next_], "\"" + std::string(words_[next_]) + "\" stands " + std::string(where));
    }

    const Parser& parser_;
    std::span<const std::string_view> words_;
    std::size_t next_ = 0;
    int depth_ = 0;
};

Condition Condition::parse(const Parser& parser, std::span<const std::string_view> words) {
    return ConditionParser(parser, words).parse_all();
}

std::optional<bool> contains(const Value& container, const Value& item) {
    if (auto text = container.as_text()) {
        auto part = item.as_text();
        if (!part) return std::nullopt;
        return text->find(*part) != std::string_view::npos;
    }
    if (auto* map = container.as_map()) return item.is_text() && map->contains(*item.as_text());
    bool found = false;
    bool iterable = container.each([&](const Value& other) {
        found = other == item;
        return !found;
    });
    if (!iterable) return std::nullopt;
    return found;
}

namespace {

bool is_same(const Value& a, const Value& b) {
    if (a.type() != b.type()) return false;
    return a == b;
}

} // namespace

bool Condition::holds(Rendering& rendering) const {
    switch (operator_) {
    case Operator::value: {
        Storage storage;
        return expression_->resolve(rendering, storage, Expression::Missing::null).truthy();
    }
    // Django swallows whatever goes wrong below an operator.
    case Operator::either:
        try {
            return first_->holds(rendering) || second_->holds(rendering);
        } catch (const std::exception&) {
            return false;
        }
    case Operator::both:
        try {
            return first_->holds(rendering) && second_->holds(rendering);
        } catch (const std::exception&) {
            return false;
        }
    case Operator::negation:
        try {
            return !first_->holds(rendering);
        } catch (const std::exception&) {
            return false;
        }
    default:
        try {
            return compare(rendering);
        } catch (const std::exception&) {
            return false;
        }
    }
}

const Value& Condition::operand(Rendering& rendering, Storage& storage) const {
    if (operator_ == Operator::value)
        return expression_->resolve(rendering, storage, Expression::Missing::null);
    return storage.hold(Value(holds(rendering)));
}

bool Condition::compare(Rendering& rendering) const {
    Storage first_storage, second_storage;
    const Value& a = first_->operand(rendering, first_storage);
    const Value& b = second_->operand(rendering, second_storage);
    switch (operator_) {
    case Operator::in:
        return contains(b, a).value_or(false);
    case Operator::not_in:
        return !contains(b, a).value_or(true);
    case Operator::is:
        return is_same(a, b);
    case Operator::is_not:
        return !is_same(a, b);
    case Operator::equal:
        return a == b;
    case Operator::unequal:
        return !(a == b);
    case Operator::less:
        return (a <=> b) == std::partial_ordering::less;
    case Operator::less_or_equal:
        return std::is_lteq(a <=> b);
    case Operator::greater:
        return (a <=> b) == std::partial_ordering::greater;
    default:
        return std::is_gteq(a <=> b);
    }
}

} // namespace portico::templates
