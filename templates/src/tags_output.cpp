#include <cmath>

#include <portico/base/text.hpp>
#include <portico/templates/html.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "date_value.hpp"
#include "tags.hpp"

namespace portico::templates {

namespace {

class NothingNode : public Node {
public:
    void render(Rendering&) const override {}
};

class AutoescapeNode : public Node {
public:
    AutoescapeNode(bool on, NodeList nodes) : on_(on), nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override {
        Restore<bool> escape(rendering.autoescape, on_);
        nodes_.render(rendering);
    }

private:
    bool on_;
    NodeList nodes_;
};

class GroupNode : public Node {
public:
    explicit GroupNode(NodeList nodes) : nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override { nodes_.render(rendering); }

private:
    NodeList nodes_;
};

class CsrfTokenNode : public Node {
public:
    void render(Rendering& rendering) const override {
        const Value* token = rendering.scope.find("csrf_token");
        Storage storage;
        if (token && token->as_dynamic()) {
            if (auto result = token->as_dynamic()->call()) token = &storage.hold(std::move(*result));
        }
        if (!token || !token->truthy()) return;
        std::string text = token->str();
        if (text == "NOTPROVIDED") return;
        *rendering.out += "<input type=\"hidden\" name=\"csrfmiddlewaretoken\" value=\"";
        if (token->type() == Value::Type::html)
            *rendering.out += text;
        else
            text::append_html_escaped(*rendering.out, text);
        *rendering.out += "\">";
    }
};

class CspNonceNode : public Node {
public:
    void render(Rendering& rendering) const override {
        const Value* nonce = rendering.scope.find("csp_nonce");
        if (!nonce || !nonce->truthy()) return;
        *rendering.out += "nonce=\"";
        text::append_html_escaped(*rendering.out, nonce->str());
        *rendering.out += '"';
    }
};

class FilterNode : public Node {
public:
    FilterNode(Expression filters, NodeList nodes) : filters_(std::move(filters)), nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override {
        Value text(Html{nodes_.text(rendering)});
        Scope::Level level(rendering.scope);
        rendering.scope.bind("var", name_hash("var"), text);
        Storage storage;
        append_python_str(*rendering.out, filters_.resolve(rendering, storage));
    }

private:
    Expression filters_;
    NodeList nodes_;
};

class NowNode : public Node {
public:
    NowNode(std::string_view format, std::string_view target) : format_(format), target_(target) {}
    void render(Rendering& rendering) const override {
        auto moment = date_value(Value(now()), rendering);
        auto text =
            format_date_value(*moment, rendering.formats().named(format_), rendering).value_or(std::string());
        if (target_.empty())
            rendering.out->append(text);
        else
            rendering.scope.set(target_, Value(std::move(text)));
    }

private:
    std::string_view format_, target_;
};

class SpacelessNode : public Node {
public:
    explicit SpacelessNode(NodeList nodes) : nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override {
        std::string text = nodes_.text(rendering);
        rendering.out->append(strip_spaces_between_tags(text::trim(text)));
    }

private:
    NodeList nodes_;
};

class WidthRatioNode : public Node {
public:
    WidthRatioNode(Expression value, Expression maximum, Expression width, std::string_view target)
        : value_(std::move(value)), maximum_(std::move(maximum)), width_(std::move(width)), target_(target) {}
    void render(Rendering& rendering) const override {
        auto width = to_integer(width_.value(rendering));
        if (!width) throw RenderError("the last argument of {% widthratio %} must be a number");
        std::string text =
            ratio(to_number(value_.value(rendering)), to_number(maximum_.value(rendering)), *width);
        if (target_.empty())
            rendering.out->append(text);
        else
            rendering.scope.set(target_, Value(std::move(text)));
    }

private:
    static std::string ratio(std::optional<double> value, std::optional<double> maximum, std::int64_t width) {
        if (!value || !maximum) return "";
        if (*maximum == 0) return "0";
        double rounded = std::nearbyint(*value / *maximum * static_cast<double>(width));
        if (!std::isfinite(rounded)) return "";
        if (std::abs(rounded) < 9e18) return std::to_string(static_cast<std::int64_t>(rounded));
        std::string text = std::to_string(rounded);
        return text.substr(0, text.find('.'));
    }

    Expression value_, maximum_, width_;
    std::string_view target_;
};

class UrlNode : public Node {
public:
    UrlNode(Expression name, Arguments arguments)
        : name_(std::move(name)), arguments_(std::move(arguments)) {}
    void render(Rendering& rendering) const override {
        const auto& reverse = rendering.engine.options().url;
        if (!reverse) {
            throw RenderError("{% url %} has no routes to look in", "set EngineOptions::url");
        }
        std::string url;
        try {
            url = reverse_with(reverse, rendering);
        } catch (const Error&) {
            if (arguments_.target.empty()) throw;
        }
        if (!arguments_.target.empty()) return rendering.scope.set(arguments_.target, Value(std::move(url)));
        if (rendering.autoescape)
            text::append_html_escaped(*rendering.out, url);
        else
            rendering.out->append(url);
    }

private:
    std::string reverse_with(const std::function<std::string(const UrlQuery&)>& reverse,
                             Rendering& rendering) const {
        UrlQuery query;
        for (const auto& argument : arguments_.positional)
            query.arguments.push_back(argument.value(rendering).owned());
        for (const auto& argument : arguments_.named) {
            query.named_arguments.set(argument.name, argument.expression.value(rendering).owned());
        }
        std::string name = python_str(name_.value(rendering));
        query.name = name;
        const Value& request = rendering.scope.request();
        if (!request.is_null()) query.request = &request;
        query.current_app = rendering.current_app;
        return reverse(query);
    }

    Expression name_;
    Arguments arguments_;
};

} // namespace

NodePointer compile_autoescape(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 2 || (words[1] != "on" && words[1] != "off")) {
        parser.fail(token.whole, "{% autoescape %} takes \"on\" or \"off\"");
    }
    NodeList nodes = parser.parse_until({"endautoescape"});
    parser.next_tag();
    return std::make_unique<AutoescapeNode>(words[1] == "on", std::move(nodes));
}

NodePointer compile_comment(Parser& parser, const Token&, const Words&) {
    parser.skip_past("endcomment");
    return std::make_unique<NothingNode>();
}

NodePointer compile_csrf_token(Parser&, const Token&, const Words&) {
    return std::make_unique<CsrfTokenNode>();
}

NodePointer compile_csp_nonce_attr(Parser&, const Token&, const Words&) {
    return std::make_unique<CspNonceNode>();
}

/// Django shows the variables in debug mode; here the debug page does.
NodePointer compile_debug(Parser&, const Token&, const Words&) { return std::make_unique<NothingNode>(); }

NodePointer compile_filter(Parser& parser, const Token& token, const Words& words) {
    if (words.size() < 2) parser.fail(token.whole, "{% filter %} needs a filter", "write {% filter lower %}");
    auto rest = text::trim(token.content.substr(words[0].size()));
    for (auto part : text::split(rest, '|')) {
        auto name = text::trim(part);
        if (name == "escape" || name == "safe") {
            parser.fail(name, "{% filter " + std::string(name) + " %} is not allowed",
                        "use {% autoescape on %} or off");
        }
    }
    auto filters = parser.expression(parser.keep("var|" + std::string(rest)));
    NodeList nodes = parser.parse_until({"endfilter"});
    parser.next_tag();
    return std::make_unique<FilterNode>(std::move(filters), std::move(nodes));
}

NodePointer compile_load(Parser& parser, const Token&, const Words& words) {
    if (words.size() >= 4 && words[words.size() - 2] == "from") {
        for (std::size_t i = 1; i + 2 < words.size(); ++i) parser.load_from(words.back(), words[i]);
    } else {
        for (std::size_t i = 1; i < words.size(); ++i) parser.load_library(words[i]);
    }
    return std::make_unique<NothingNode>();
}

NodePointer compile_now(Parser& parser, const Token& token, const Words& words) {
    bool sets = words.size() == 4 && words[2] == "as";
    if (words.size() != 2 && !sets)
        parser.fail(token.whole, "{% now %} takes one format", "write {% now \"j F Y\" %}");
    auto format = words[1];
    format = format.size() < 2 ? std::string_view() : format.substr(1, format.size() - 2);
    return std::make_unique<NowNode>(format, sets ? words[3] : std::string_view());
}

NodePointer compile_spaceless(Parser& parser, const Token&, const Words&) {
    NodeList nodes = parser.parse_until({"endspaceless"});
    parser.next_tag();
    return std::make_unique<SpacelessNode>(std::move(nodes));
}

NodePointer compile_templatetag(Parser& parser, const Token& token, const Words& words) {
    static constexpr std::pair<std::string_view, std::string_view> marks[] = {
        {"openblock", "{%"}, {"closeblock", "%}"}, {"openvariable", "{{"}, {"closevariable", "}}"},
        {"openbrace", "{"},  {"closebrace", "}"},  {"opencomment", "{#"},  {"closecomment", "#}"}};
    if (words.size() != 2) parser.fail(token.whole, "{% templatetag %} takes one name");
    std::vector<std::string> names;
    for (auto [name, mark] : marks) {
        if (name == words[1]) return std::make_unique<TextNode>(mark);
        names.emplace_back(name);
    }
    parser.fail(words[1], "{% templatetag %} does not know \"" + std::string(words[1]) + "\"",
                "there are: " + text::join(names, ", "));
}

NodePointer compile_url(Parser& parser, const Token& token, const Words& words) {
    if (words.size() < 2)
        parser.fail(token.whole, "{% url %} needs the name of a route",
                    "write {% url 'post-detail' slug=post.slug %}");
    auto name = parser.expression(words[1]);
    const bool may_be_missing = words.size() > 3 && words[words.size() - 2] == "as";  // then the variable is empty
    if (!may_be_missing) parser.note_reference(CompiledTemplate::Reference::Kind::route, words[1]);
    return std::make_unique<UrlNode>(std::move(name), parse_arguments(parser, words, 2));
}

NodePointer compile_verbatim(Parser& parser, const Token&, const Words&) {
    NodeList nodes = parser.parse_until({"endverbatim"});
    parser.next_tag();
    return std::make_unique<GroupNode>(std::move(nodes));
}

NodePointer compile_widthratio(Parser& parser, const Token& token, const Words& words) {
    bool sets = words.size() == 6;
    if (words.size() != 4 && !sets)
        parser.fail(token.whole, "{% widthratio %} takes a value, a maximum and a width");
    if (sets && words[4] != "as")
        parser.fail(words[4], "{% widthratio %} expects \"as\" before the variable's name");
    return std::make_unique<WidthRatioNode>(parser.expression(words[1]), parser.expression(words[2]),
                                            parser.expression(words[3]),
                                            sets ? words[5] : std::string_view());
}

std::span<const Tag> default_tags() {
    static const Tag tags[] = {
        {"autoescape", compile_autoescape},
        {"block", compile_block},
        {"comment", compile_comment},
        {"csp_nonce_attr", compile_csp_nonce_attr},
        {"csrf_token", compile_csrf_token},
        {"debug", compile_debug},
        {"extends", compile_extends},
        {"filter", compile_filter},
        {"include", compile_include},
        {"load", compile_load},
        {"lorem", compile_lorem},
        {"now", compile_now},
        {"partial", compile_partial},
        {"partialdef", compile_partialdef},
        {"querystring", compile_querystring},
        {"spaceless", compile_spaceless},
        {"templatetag", compile_templatetag},
        {"url", compile_url},
        {"verbatim", compile_verbatim},
        {"widthratio", compile_widthratio},
    };
    return tags;
}

} // namespace portico::templates
