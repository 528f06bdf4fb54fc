#include <charconv>

#include <portico/base/text.hpp>

#include "conversion.hpp"
#include "expression.hpp"
#include "parser.hpp"

namespace portico::templates {

namespace {

const Value true_value(true), false_value(false), null_value;

/// True, False and None are variables of every template.
const Value* constant(std::string_view name) {
    if (name == "True") return &true_value;
    if (name == "False") return &false_value;
    return name == "None" ? &null_value : nullptr;
}

/// The text between quotes: a backslash before the same quote or another backslash goes.
std::string unquoted(std::string_view literal) {
    char quote = literal.front();
    std::string out;
    for (std::size_t i = 1; i + 1 < literal.size(); ++i) {
        bool escape = literal[i] == '\\' && i + 2 < literal.size() &&
                      (literal[i + 1] == quote || literal[i + 1] == '\\');
        out += literal[escape ? ++i : i];
    }
    return out;
}

std::optional<Value> number_literal(std::string_view text) {
    if (text.find_first_of(".eE") == std::string_view::npos) {
        if (auto number = parse_integer(text)) return Value(*number);
        return std::nullopt;
    }
    if (text.back() == '.') return std::nullopt;
    if (auto number = parse_number(text)) return Value(*number);
    return std::nullopt;
}

std::optional<std::size_t> index_of(std::string_view name) {
    std::size_t index = 0;
    auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (name.empty() || error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return index;
}

} // namespace

Variable::Variable(std::string_view text, const Parser& parser) : text_(text) {
    if (!parse())
        parser.fail(text,
                    "variables and attributes may not begin with underscores: \"" + std::string(text) + "\"");
}

Variable::Variable(std::string text) : owned_(std::move(text)), text_(owned_) {
    if (!parse())
        throw SyntaxError("variables and attributes may not begin with underscores: \"" + owned_ + "\"");
}

bool Variable::parse() {
    if (text_.empty()) return true;
    if ((literal_ = number_literal(text_))) return true;
    auto inner = text_;
    const bool marked = inner.starts_with("_(") && inner.ends_with(")");
    if (marked) inner = inner.substr(2, inner.size() - 3);
    if (is_quoted(inner)) {
        is_message_ = marked;
        literal_ = Value(Html{unquoted(inner)});
        return true;
    }
    if (inner.starts_with('_') || inner.find("._") != std::string_view::npos) return false;
    if (inner.find_first_of("+-") != std::string_view::npos && owned_.empty()) return false;
    for (auto name : text::split(inner, '.')) steps_.push_back({name, name_hash(name), index_of(name)});
    return true;
}

const Value* Variable::literal_in(Rendering& rendering, Storage& storage) const {
    const auto& translate = rendering.engine.options().translate;
    if (!is_message_ || !translate) return &*literal_;
    return &storage.hold(Value(Html{translate({.message = *literal_->as_text(), .language = rendering.language})}));
}

const Value* Variable::resolve(Rendering& rendering, Storage& storage) const {
    if (literal_) return literal_in(rendering, storage);
    if (steps_.empty()) return nullptr;
    const Value* first = rendering.scope.find(steps_[0].name, steps_[0].hash);
    if (!first) first = constant(steps_[0].name);
    if (!first) return nullptr;
    if (steps_.size() == 1 && !first->as_dynamic()) return first;
    return walk(first, 1, rendering, storage);
}

const Value* Variable::resolve_in(const Value& value, Rendering& rendering, Storage& storage) const {
    if (literal_) return literal_in(rendering, storage);
    const Value* first = lookup(value, steps_[0].name, steps_[0].index, storage);
    return first ? walk(first, 1, rendering, storage) : nullptr;
}

const Value* Variable::walk(const Value* current, std::size_t from, Rendering& rendering,
                            Storage& storage) const {
    std::size_t i = from;
    try {
        while (true) {
            if (auto* dynamic = current->as_dynamic()) {
                if (auto result = dynamic->call()) current = &storage.hold(std::move(*result));
            }
            if (i == steps_.size()) return current;
            const Step& step = steps_[i++];
            current = lookup(*current, step.name, step.index, storage);
            if (!current) return nullptr;
        }
    } catch (const MissingValue&) {
        if (i != steps_.size()) return nullptr;
        return &storage.hold(Value(rendering.engine.options().string_if_invalid));
    }
}

} // namespace portico::templates
