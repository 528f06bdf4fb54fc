#include "expression.hpp"

#include <portico/base/text.hpp>

#include "conversion.hpp"
#include "filter.hpp"
#include "parser.hpp"

namespace portico::templates {

namespace {

const Value null_value;
const Value empty_text("");

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || (c & 0x80) != 0;
}
bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// The length of the quoted text at the front, 0 when there is none or it isn't closed.
std::size_t quoted_length(std::string_view text) {
    if (text.empty() || (text[0] != '"' && text[0] != '\'')) return 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == text[0])
            return i + 1;
    }
    return 0;
}

std::size_t constant_length(std::string_view text) {
    if (!text.starts_with("_(")) return quoted_length(text);
    auto inner = quoted_length(text.substr(2));
    return inner != 0 && inner + 2 < text.size() && text[inner + 2] == ')' ? inner + 3 : 0;
}

std::size_t name_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size() && (is_word(text[length]) || text[length] == '.')) ++length;
    return length;
}

std::size_t number_length(std::string_view text) {
    std::size_t length = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    if (length >= text.size() || !is_digit(text[length])) return 0;
    while (length < text.size() && (is_digit(text[length]) || text[length] == '.' || text[length] == 'e'))
        ++length;
    return length;
}

std::string_view skip_spaces(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    return text;
}

} // namespace

std::string_view Expression::take_operand(std::string_view& rest) {
    auto length = constant_length(rest);
    if (length == 0) length = name_length(rest);
    if (length == 0) length = number_length(rest);
    auto operand = rest.substr(0, length);
    rest.remove_prefix(length);
    return operand;
}

Expression::Expression(std::string_view text, const Parser& parser)
    : text_(text), variable_([&] {
          auto rest = text;
          auto operand = take_operand(rest);
          if (operand.empty()) {
              parser.fail(text, text.empty() ? std::string("a value is missing here")
                                             : "\"" + std::string(text) + "\" is not a variable or value");
          }
          return Variable(operand, parser);
      }()) {
    take_filters(text.substr(variable_.text().size()), parser);
}

void Expression::take_filters(std::string_view rest, const Parser& parser) {
    while (!rest.empty()) {
        auto unparsed = rest;
        rest = skip_spaces(rest);
        auto could_not_parse = [&] {
            parser.fail(unparsed, "could not parse the remainder: \"" + std::string(unparsed) + "\" from \"" +
                                      std::string(text_) + "\"");
        };
        if (rest.empty() || rest.front() != '|') could_not_parse();
        rest = skip_spaces(rest.substr(1));
        std::size_t length = 0;
        while (length < rest.size() && is_word(rest[length])) ++length;
        if (length == 0) could_not_parse();
        auto name = rest.substr(0, length);
        rest.remove_prefix(length);
        Call call{nullptr, std::nullopt, name};
        if (rest.starts_with(':')) {
            auto after = rest.substr(1);
            auto operand = take_operand(after);
            if (!operand.empty()) {
                call.argument.emplace(operand, parser);
                rest = after;
            }
        }
        call.filter = &parser.filter(name);
        check_argument(call, parser);
        filters_.push_back(std::move(call));
    }
}

void Expression::check_argument(const Call& call, const Parser& parser) const {
    auto name = "filter \"" + std::string(call.text) + "\"";
    if (call.argument && call.filter->argument == TakesArgument::no)
        parser.fail(call.text, name + " takes no argument");
    if (!call.argument && call.filter->argument == TakesArgument::yes) {
        parser.fail(call.text, name + " needs an argument", "write " + std::string(call.text) + ":…");
    }
}

const Value& Expression::resolve(Rendering& rendering, Storage& storage, Missing missing) const {
    const Value* value = variable_.resolve(rendering, storage);
    if (!value) {
        const auto& invalid = rendering.engine.options().string_if_invalid;
        if (missing == Missing::null) {
            value = &null_value;
        } else if (invalid.empty()) {
            value = &empty_text;
        } else {
            return storage.hold(Value(text::replace_all(invalid, "%s", variable_.text())));
        }
    }
    for (const Call& call : filters_) value = &apply(call, *value, rendering, storage);
    return *value;
}

Value Expression::value(Rendering& rendering, Missing missing) const {
    Storage storage;
    return resolve(rendering, storage, missing);
}

const Value& Expression::apply(const Call& call, const Value& input, Rendering& rendering,
                               Storage& storage) const {
    Storage argument_storage;
    const Value* argument = nullptr;
    if (call.argument) {
        argument = call.argument->resolve(rendering, argument_storage);
        if (!argument) {
            throw UndefinedVariable("there is no variable \"" + std::string(call.argument->text()) +
                                    "\", the argument of the filter \"" + std::string(call.text) + "\"");
        }
    }
    const Filter& filter = *call.filter;
    Value result;
    if (filter.custom) {
        result = filter.custom->function(input, argument);
    } else {
        FilterCall filter_call{input, argument, rendering};
        result = filter.function(filter_call);
    }
    if (filter.keeps_safe && input.type() == Value::Type::html && result.type() != Value::Type::html) {
        result = Value(Html{python_str(result)});
    }
    const Value& held = storage.hold(std::move(result));
    storage.keep(std::move(argument_storage));
    return held;
}

std::string_view FilterCall::text() {
    if (auto given = input.as_text()) return *given;
    if (!printed_) {
        text_ = python_str(input);
        printed_ = true;
    }
    return text_;
}

} // namespace portico::templates
