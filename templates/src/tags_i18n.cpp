#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/i18n/languages.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "tags.hpp"

namespace portico::templates {

namespace {

[[noreturn]] void fail_twice(const Parser& parser, std::string_view option, std::string_view tag) {
    parser.fail(option, "\"" + std::string(option) + "\" stands twice in {% " + std::string(tag) + " %}");
}

std::string translated(const Rendering& rendering, Translation translation) {
    translation.language = rendering.language;
    if (const auto& translate = rendering.engine.options().translate) return translate(translation);
    bool singular = !translation.count || *translation.count == 1;
    return std::string(singular ? translation.message : translation.plural);
}

class TranslateNode : public Node {
public:
    TranslateNode(Expression message, std::optional<Expression> context, bool as_it_is,
                  std::string_view target)
        : message_(std::move(message)), context_(std::move(context)), as_it_is_(as_it_is), target_(target) {}
    void render(Rendering& rendering) const override {
        Storage storage;
        Value value = message_.resolve(rendering, storage);
        if (!as_it_is_ && value.is_text()) {
            std::string context = context_ ? python_str(context_->value(rendering)) : std::string();
            std::string text = translated(rendering, {.message = *value.as_text(), .context = context});
            value = value.type() == Value::Type::html ? Value(Html{std::move(text)}) : Value(std::move(text));
        }
        if (target_.empty())
            rendering.write(value);
        else
            rendering.scope.set(target_, rendered_value(rendering, value));
    }

private:
    Expression message_;
    std::optional<Expression> context_;
    bool as_it_is_;
    std::string_view target_;
};

/// A message with %(name)s for each {{ name }} in it, as catalogs have it.
struct Message {
    std::string text{};
};

std::string without_line_breaks(const std::string& text) {
    std::string out;
    for (auto line : text::split(text::trim(text), '\n')) {
        if (!out.empty()) out += ' ';
        out += text::trim(line);
    }
    return out;
}

class BlockTranslateNode : public Node {
public:
    struct Options {
        std::vector<NamedExpression> variables{};
        std::vector<NamedExpression> count{};
        std::optional<Expression> context{};
        std::string_view target{};
        bool trimmed = false;
    };
    BlockTranslateNode(Options options, Message singular, Message plural)
        : options_(std::move(options)), singular_(std::move(singular)), plural_(std::move(plural)) {}

    void render(Rendering& rendering) const override {
        std::string text = translate(rendering);
        if (options_.target.empty())
            rendering.out->append(text);
        else
            rendering.scope.set(options_.target, Value(Html{std::move(text)}));
    }

private:
    std::string translate(Rendering& rendering) const {
        std::vector<Value> values;
        for (const auto& variable : options_.variables)
            values.push_back(variable.expression.value(rendering).owned());
        Value count;
        Translation translation{.message = singular_.text, .plural = plural_.text};
        std::string context =
            options_.context ? python_str(options_.context->value(rendering)) : std::string();
        translation.context = context;
        Scope::Level level(rendering.scope);
        for (std::size_t i = 0; i < values.size(); ++i) {
            rendering.scope.bind(options_.variables[i].name, options_.variables[i].hash, values[i]);
        }
        if (!options_.count.empty()) {
            count = options_.count[0].expression.value(rendering).owned();
            if (count.is_text() || !to_number(count)) {
                throw RenderError("\"" + std::string(options_.count[0].name) +
                                  "\" of {% blocktranslate %} must be a number");
            }
            translation.count = to_number(count);
            rendering.scope.bind(options_.count[0].name, options_.count[0].hash, count);
        }
        return filled_in(rendering, translated(rendering, translation));
    }

    static std::string filled_in(Rendering& rendering, std::string_view message) {
        std::string out;
        for (std::size_t i = 0; i < message.size(); ++i) {
            if (message[i] != '%' || i + 1 >= message.size()) {
                out += message[i];
                continue;
            }
            auto close = message.find(")s", i);
            if (message[i + 1] == '(' && close != std::string_view::npos) {
                append_variable(out, rendering, message.substr(i + 2, close - i - 2));
                i = close + 1;
            } else {
                out += message[i];
                if (message[i + 1] == '%') ++i;
            }
        }
        return out;
    }

    static void append_variable(std::string& out, Rendering& rendering, std::string_view name) {
        const Value* value = rendering.scope.find(name);
        Value missing(text::replace_all(rendering.engine.options().string_if_invalid, "%s", name));
        Capture capture(rendering);
        rendering.write(value ? *value : missing);
        out += capture.text;
    }

    Options options_;
    Message singular_, plural_;
};

class LanguageNode : public Node {
public:
    LanguageNode(Expression language, NodeList nodes)
        : language_(std::move(language)), nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override {
        std::string code = python_str(language_.value(rendering));
        Restore<std::string_view> language(rendering.language, code);
        nodes_.render(rendering);
    }

private:
    Expression language_;
    NodeList nodes_;
};

Value language_info(std::string_view code) {
    const i18n::Language* language = i18n::find_language(code);
    if (!language) throw RenderError("the language \"" + std::string(code) + "\" is not known");
    return Value(Map{{"code", Value(language->code)},
                     {"name", Value(language->name)},
                     {"name_local", Value(language->local)},
                     {"name_translated", Value(language->name)},
                     {"bidi", Value(language->right_to_left)}});
}

/// Sets a variable to something about languages.
class LanguageFactNode : public Node {
public:
    using Fact = std::function<Value(Rendering&)>;
    LanguageFactNode(Fact fact, std::string_view target) : fact_(std::move(fact)), target_(target) {}
    void render(Rendering& rendering) const override { rendering.scope.set(target_, fact_(rendering)); }

private:
    Fact fact_;
    std::string_view target_;
};

Value available_languages(Rendering&) {
    List all;
    for (const auto& language : i18n::languages())
        all.push_back(Value(List{Value(language.code), Value(language.name)}));
    return Value(std::move(all));
}

Value current_language(Rendering& rendering) { return Value(rendering.language); }

Value current_bidi(Rendering& rendering) {
    const i18n::Language* language = i18n::find_language(rendering.language);
    return Value(language && language->right_to_left);
}

template <Value (*Fact)(Rendering&)>
NodePointer compile_fact(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 3 || words[1] != "as")
        parser.fail(token.whole, "{% " + std::string(words[0]) + " %} needs \"as name\"");
    return std::make_unique<LanguageFactNode>(Fact, words[2]);
}

NodePointer compile_language_info(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 5 || words[1] != "for" || words[3] != "as") {
        parser.fail(token.whole, "{% get_language_info %} is not complete",
                    "write {% get_language_info for \"de\" as german %}");
    }
    auto code = std::make_shared<Expression>(parser.expression(words[2]));
    auto fact = [code](Rendering& rendering) { return language_info(python_str(code->value(rendering))); };
    return std::make_unique<LanguageFactNode>(fact, words[4]);
}

NodePointer compile_language_info_list(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 5 || words[1] != "for" || words[3] != "as") {
        parser.fail(token.whole, "{% get_language_info_list %} is not complete",
                    "write {% get_language_info_list for codes as languages %}");
    }
    auto codes = std::make_shared<Expression>(parser.expression(words[2]));
    auto fact = [codes](Rendering& rendering) {
        List all;
        Storage storage;
        codes->resolve(rendering, storage).each([&all](const Value& item) {
            auto* pair = item.as_list();
            all.push_back(language_info(python_str(pair && !pair->empty() ? pair->front() : item)));
            return true;
        });
        return Value(std::move(all));
    };
    return std::make_unique<LanguageFactNode>(fact, words[4]);
}

NodePointer compile_language(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 2)
        parser.fail(token.whole, "{% language %} takes one language", "write {% language \"de\" %}");
    auto language = parser.expression(words[1]);
    NodeList nodes = parser.parse_until({"endlanguage"});
    parser.next_tag();
    return std::make_unique<LanguageNode>(std::move(language), std::move(nodes));
}

NodePointer compile_translate(Parser& parser, const Token& token, const Words& words) {
    std::string tag(words[0]);
    if (words.size() < 2) parser.fail(token.whole, "{% " + tag + " %} needs a text");
    auto message = parser.expression(words[1]);
    std::optional<Expression> context;
    bool as_it_is = false;
    std::string_view target;
    for (std::size_t i = 2; i < words.size(); ++i) {
        auto option = words[i];
        bool again = (option == "noop" && as_it_is) || (option == "context" && context) ||
                     (option == "as" && !target.empty());
        if (again) fail_twice(parser, option, tag);
        bool takes_word = option == "context" || option == "as";
        if (takes_word && i + 1 >= words.size())
            parser.fail(option, "\"" + std::string(option) + "\" needs a word behind it");
        if (option == "noop")
            as_it_is = true;
        else if (option == "as")
            target = words[++i];
        else if (option == "context") {
            ++i;
            if (words[i] == "as" || words[i] == "noop")
                parser.fail(words[i], "\"" + std::string(words[i]) + "\" is no context");
            context.emplace(parser.expression(words[i]));
        } else {
            parser.fail(option, "{% " + tag + " %} does not know \"" + std::string(option) + "\"",
                        "behind the text may come: noop, context \"…\", as name");
        }
    }
    return std::make_unique<TranslateNode>(std::move(message), std::move(context), as_it_is, target);
}

BlockTranslateNode::Options block_options(Parser& parser, const Words& words) {
    BlockTranslateNode::Options options;
    for (std::size_t i = 1; i < words.size();) {
        auto option = words[i++];
        bool again =
            (option == "with" && !options.variables.empty()) ||
            (option == "count" && !options.count.empty()) || (option == "context" && options.context) ||
            (option == "asvar" && !options.target.empty()) || (option == "trimmed" && options.trimmed);
        if (again) fail_twice(parser, option, words[0]);
        if (option == "with") {
            options.variables = parse_assignments(parser, words, i, true);
            if (options.variables.empty()) parser.fail(option, "\"with\" needs at least one name=value");
        } else if (option == "count") {
            options.count = parse_assignments(parser, words, i, true);
            if (options.count.size() != 1) parser.fail(option, "\"count\" needs exactly one name=value");
        } else if (option == "trimmed") {
            options.trimmed = true;
        } else if ((option == "context" || option == "asvar") && i < words.size()) {
            if (option == "asvar")
                options.target = words[i++];
            else
                options.context.emplace(parser.expression(words[i++]));
        } else {
            parser.fail(option, "{% blocktranslate %} can't use \"" + std::string(option) + "\" here",
                        "it knows: with a=b, count n=items|length, context \"…\", asvar name, trimmed");
        }
    }
    return options;
}

/// Reads text and variables up to the next tag, which is given back.
Token read_message(Parser& parser, Message& message, bool trimmed) {
    while (true) {
        Token token = parser.next_tag();
        if (token.kind == Token::Kind::text) {
            message.text += text::replace_all(token.content, "%", "%%");
        } else if (token.kind == Token::Kind::variable) {
            message.text += "%(" + std::string(token.content) + ")s";
        } else {
            if (trimmed) message.text = without_line_breaks(message.text);
            return token;
        }
    }
}

NodePointer compile_block_translate(Parser& parser, const Token&, const Words& words) {
    auto options = block_options(parser, words);
    Message singular, plural;
    std::string tag(words[0]);
    parser.expect("{% end" + tag + " %}");
    Token end = read_message(parser, singular, options.trimmed);
    if (!options.count.empty()) {
        if (end.content != "plural")
            parser.fail(end.whole, "{% " + tag + " count … %} expects {% plural %} and no other tag inside");
        end = read_message(parser, plural, options.trimmed);
    }
    if (end.content != "end" + tag) {
        parser.fail(end.whole,
                    "{% " + tag + " %} allows no other tags inside (\"" + std::string(end.content) + "\")");
    }
    return std::make_unique<BlockTranslateNode>(std::move(options), std::move(singular), std::move(plural));
}

const i18n::Language& language_of(FilterCall& call) {
    const i18n::Language* language = i18n::find_language(call.text());
    if (!language) throw RenderError("the language \"" + std::string(call.text()) + "\" is not known");
    return *language;
}

Value language_name(FilterCall& call) { return Value(language_of(call).name); }
Value language_name_local(FilterCall& call) { return Value(language_of(call).local); }
Value language_bidi(FilterCall& call) { return Value(language_of(call).right_to_left); }

} // namespace

std::span<const Tag> translation_tags() {
    static const Tag tags[] = {
        {"trans", compile_translate},
        {"translate", compile_translate},
        {"blocktrans", compile_block_translate},
        {"blocktranslate", compile_block_translate},
        {"language", compile_language},
        {"get_available_languages", compile_fact<available_languages>},
        {"get_current_language", compile_fact<current_language>},
        {"get_current_language_bidi", compile_fact<current_bidi>},
        {"get_language_info", compile_language_info},
        {"get_language_info_list", compile_language_info_list},
    };
    return tags;
}

std::span<const Filter> translation_filters() {
    static const Filter filters[] = {
        {"language_bidi", language_bidi, TakesArgument::no},
        {"language_name", language_name, TakesArgument::no},
        {"language_name_local", language_name_local, TakesArgument::no},
        {"language_name_translated", language_name, TakesArgument::no},
    };
    return filters;
}

} // namespace portico::templates
