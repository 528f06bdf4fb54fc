#include <portico/base/text.hpp>

#include "conversion.hpp"
#include "loop.hpp"
#include "node.hpp"
#include "parser.hpp"
#include "tags.hpp"

namespace portico::templates {

namespace {

constexpr std::uint32_t forloop_hash = name_hash("forloop");

struct LoopVariable {
    std::string_view name;
    std::uint32_t hash;
};

class ForNode : public Node {
public:
    ForNode(std::vector<LoopVariable> variables, Expression sequence, bool reversed, NodeList body,
            NodeList empty)
        : variables_(std::move(variables)), sequence_(std::move(sequence)), reversed_(reversed),
          body_(std::move(body)), empty_(std::move(empty)) {}

    void render(Rendering& rendering) const override {
        Storage storage;
        const Value& values = sequence_.resolve(rendering, storage, Expression::Missing::null);
        if (auto* list = values.as_list()) return render_items(rendering, *list);
        if (values.is_null()) return render_items(rendering, {});
        List items;
        items.reserve(8);
        bool iterable = values.each([&items](const Value& item) {
            items.push_back(item);
            return true;
        });
        if (!iterable) {
            throw RenderError("\"" + std::string(text::prefix(python_str(values), 60)) +
                                  "\" can't be looped over",
                              "give {% for %} a list");
        }
        render_items(rendering, items);
    }

private:
    void render_items(Rendering& rendering, const List& items) const {
        Scope::Level level(rendering.scope);
        if (items.empty()) return empty_.render(rendering);
        Loop loop(items.size(), rendering.scope.find("forloop", forloop_hash));
        Value loop_value(loop);
        rendering.scope.bind("forloop", forloop_hash, loop_value);
        bool unpack = variables_.size() > 1;
        auto place = unpack ? 0 : rendering.scope.bind(variables_[0].name, variables_[0].hash, items[0]);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Value& item = items[reversed_ ? items.size() - 1 - i : i];
            loop.advance(i);
            if (unpack) {
                render_unpacked(rendering, item);
            } else {
                rendering.scope.rebind(place, item);
                body_.render(rendering);
            }
        }
    }

    void render_unpacked(Rendering& rendering, const Value& item) const {
        Scope::Level level(rendering.scope);
        List own;
        const List* parts = item.as_list();
        if (!parts) {
            item.each([&own](const Value& part) {
                own.push_back(part);
                return true;
            });
            if (own.empty()) own.push_back(item);
            parts = &own;
        }
        if (parts->size() != variables_.size()) {
            throw RenderError("{% for %} needs " + std::to_string(variables_.size()) +
                              " values to unpack, got " + std::to_string(parts->size()));
        }
        for (std::size_t i = 0; i < parts->size(); ++i) {
            rendering.scope.bind(variables_[i].name, variables_[i].hash, (*parts)[i]);
        }
        body_.render(rendering);
    }

    std::vector<LoopVariable> variables_;
    Expression sequence_;
    bool reversed_;
    NodeList body_, empty_;
};

/// `a, b` stand in the words from 1 up to `in`; commas may stick to either.
std::vector<LoopVariable> loop_variables(const Parser& parser, const Token& token, std::string_view names) {
    std::vector<LoopVariable> variables;
    for (auto part : text::split(names, ',')) {
        auto name = text::trim(part);
        if (name.empty() || name.find_first_of(" \"'|") != std::string_view::npos) {
            parser.fail(token.whole, "{% for %} has an invalid loop variable: \"" + std::string(names) + "\"",
                        "write {% for item in list %} or {% for key, value in pairs %}");
        }
        variables.push_back({name, name_hash(name)});
    }
    return variables;
}

} // namespace

NodePointer compile_for(Parser& parser, const Token& token, const Words& words) {
    if (words.size() < 4) {
        parser.fail(token.whole, "{% for %} has too few words: \"" + std::string(token.content) + "\"",
                    "write {% for item in list %}");
    }
    bool reversed = words.back() == "reversed";
    auto in = words.size() - (reversed ? 3 : 2);
    if (words[in] != "in") {
        parser.fail(words[in], "{% for %} expects \"in\" before the list", "write {% for item in list %}");
    }
    auto names_start = words[1].data();
    std::string_view names(names_start, static_cast<std::size_t>(words[in].data() - names_start));
    auto variables = loop_variables(parser, token, text::trim(names));
    auto sequence = parser.expression(words[in + 1]);
    NodeList body = parser.parse_until({"empty", "endfor"});
    NodeList empty;
    if (parser.next_tag().content.starts_with("empty")) {
        empty = parser.parse_until({"endfor"});
        parser.next_tag();
    }
    return std::make_unique<ForNode>(std::move(variables), std::move(sequence), reversed, std::move(body),
                                     std::move(empty));
}

std::optional<Value> Loop::attribute(std::string_view name) const {
    if (name == "counter") return Value(index_ + 1);
    if (name == "counter0") return Value(index_);
    if (name == "first") return Value(index_ == 0);
    if (name == "last") return Value(index_ + 1 == length_);
    if (name == "revcounter") return Value(length_ - index_);
    if (name == "revcounter0") return Value(length_ - index_ - 1);
    if (name == "length") return Value(length_);
    if (name == "parentloop") return parent_ ? *parent_ : Value(Map());
    return std::nullopt;
}

std::string Loop::str() const {
    std::string out = "{'parentloop': " + (parent_ ? parent_->str() : std::string("{}"));
    for (std::string_view name :
         {"length", "counter0", "counter", "revcounter", "revcounter0", "first", "last"}) {
        out.append(", '").append(name).append("': ").append(attribute(name)->str());
    }
    return out + "}";
}

const Loop* current_loop(const Rendering& rendering) {
    const Value* value = rendering.scope.find("forloop", forloop_hash);
    return value ? dynamic_cast<const Loop*>(value->as_dynamic()) : nullptr;
}

} // namespace portico::templates
