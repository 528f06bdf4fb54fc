#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>

#include "rendering.hpp"

namespace portico::templates {

class Parser;
struct Filter;

/// Where a value that is not someone else's lives while it is used, with the values that it may point into.
struct Storage {
    Value value{};
    Value parent{};                    // the first of those that own what `value` points to
    std::vector<Value> parents{};      // the others

    const Value& hold(Value next) {
        if (owns(value)) keep(std::move(value));
        value = std::move(next);
        return value;
    }
    /// Takes over what another storage owns: the value here may point into it.
    void keep(Storage&& other) {
        if (owns(other.value)) keep(std::move(other.value));
        if (!other.parent.is_null()) keep(std::move(other.parent));
        for (auto& one : other.parents) keep(std::move(one));
    }
    void keep(Value owner) {
        if (parent.is_null())
            parent = std::move(owner);
        else
            parents.push_back(std::move(owner));
    }
    static bool owns(const Value& value) {
        if (auto* structure = value.as_struct()) return structure->owner != nullptr;
        return value.type() >= Value::Type::list;
    }
};

/// A literal or a name with dots: `post.author.name`, `people.0`, `"text"`, `_("text")`, `1.5`.
class Variable {
public:
    /// `text` points into the template's source.
    Variable(std::string_view text, const Parser& parser);
    /// For names that are values themselves ({{ list|dictsort:key }}); throws SyntaxError without a place.
    explicit Variable(std::string text);

    /// The value, in the scope or in `storage`; nullptr when there is none.
    const Value* resolve(Rendering& rendering, Storage& storage) const;
    /// The same starting from a value instead of the scope.
    const Value* resolve_in(const Value& value, Rendering& rendering, Storage& storage) const;

    const std::optional<Value>& literal() const { return literal_; }
    std::string_view text() const { return text_; }

private:
    struct Step {
        std::string_view name{};
        std::uint32_t hash = 0;
        std::optional<std::size_t> index{};
    };
    bool parse();
    /// A literal as it stands, or what the site's messages have for it.
    const Value* literal_in(Rendering& rendering, Storage& storage) const;
    const Value* walk(const Value* current, std::size_t from, Rendering& rendering, Storage& storage) const;

    std::string owned_{};
    std::string_view text_{};
    std::optional<Value> literal_{};
    bool is_message_ = false;  // _("text")
    std::vector<Step> steps_{};
};

/// One step of a dotted name: a key, field, property or item of `value`; nullptr when there is none.
const Value* lookup(const Value& value, std::string_view name, std::optional<std::size_t> index,
                    Storage& storage);

/// A variable with its filters: `post.title|truncatewords:20|upper`.
class Expression {
public:
    Expression(std::string_view text, const Parser& parser);

    /// Never fails for a missing variable: it is null (`Missing::null`) or the engine's string_if_invalid.
    enum class Missing { null, text };
    const Value& resolve(Rendering& rendering, Storage& storage, Missing missing = Missing::text) const;
    /// A copy of the value that stays.
    Value value(Rendering& rendering, Missing missing = Missing::text) const;

    const Variable& variable() const { return variable_; }
    bool has_filters() const { return !filters_.empty(); }
    std::string_view text() const { return text_; }

private:
    struct Call {
        const Filter* filter;
        std::optional<Variable> argument;
        std::string_view text;
    };
    const Value& apply(const Call& call, const Value& input, Rendering& rendering, Storage& storage) const;
    static std::string_view take_operand(std::string_view& rest);
    void take_filters(std::string_view rest, const Parser& parser);
    void check_argument(const Call& call, const Parser& parser) const;

    std::string_view text_;
    Variable variable_;
    std::vector<Call> filters_{};
};

} // namespace portico::templates
