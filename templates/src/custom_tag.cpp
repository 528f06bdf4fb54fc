#include <algorithm>

#include "tags.hpp"

namespace portico::templates {

namespace {

/// A tag of the application: its arguments are put in the order of its parameters.
class CustomTagNode : public Node {
public:
    CustomTagNode(const TagDefinition& definition, Arguments arguments, NodeList nodes)
        : definition_(definition), arguments_(std::move(arguments)), nodes_(std::move(nodes)) {}

    void render(Rendering& rendering) const override {
        bool is_block = definition_.kind == TagDefinition::Kind::block;
        std::vector<Storage> storages(arguments_.positional.size() + arguments_.named.size());
        std::vector<Value> values(definition_.total + (is_block ? 1 : 0));
        std::size_t place = 0;
        if (is_block) values[place++] = Value(Html{nodes_.text(rendering)});
        std::size_t used = 0;
        for (const auto& argument : arguments_.positional) {
            values[place++] = argument.resolve(rendering, storages[used++]);
        }
        for (const auto& argument : arguments_.named) {
            values[place_of(argument.name) + (is_block ? 1 : 0)] =
                argument.expression.resolve(rendering, storages[used++]);
        }
        if (definition_.kind == TagDefinition::Kind::inclusion) return include(rendering, values);
        write_or_set(rendering, arguments_.target, definition_.value(rendering.scope, values));
    }

private:
    std::size_t place_of(std::string_view name) const {
        const auto& names = definition_.parameters;
        return static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin());
    }

    void include(Rendering& rendering, const std::vector<Value>& values) const {
        Context context = definition_.context(rendering.scope, values);
        auto page = rendering.engine.get(definition_.template_name);
        const Value* token = rendering.scope.find("csrf_token");
        Scope::Level level(rendering.scope);
        level.isolate();
        if (token) rendering.scope.bind("csrf_token", name_hash("csrf_token"), *token);
        for (const auto& entry : context) rendering.scope.bind(entry.name, entry.hash, entry.value);
        rendering.include(page);
    }

    const TagDefinition& definition_;
    Arguments arguments_;
    NodeList nodes_;
};

void check_arguments(const Parser& parser, const Token& token, const TagDefinition& definition,
                     const Arguments& arguments) {
    auto tag = "{% " + definition.name + " %}";
    if (arguments.positional.size() > definition.total) {
        parser.fail(arguments.positional[definition.total].text(),
                    tag + " takes at most " + std::to_string(definition.total) + " arguments");
    }
    const auto& names = definition.parameters;
    std::vector<bool> given(definition.total);
    std::fill_n(given.begin(), arguments.positional.size(), true);
    for (const auto& argument : arguments.named) {
        auto place =
            static_cast<std::size_t>(std::find(names.begin(), names.end(), argument.name) - names.begin());
        if (place >= given.size()) {
            parser.fail(argument.name, tag + " has no parameter \"" + std::string(argument.name) + "\"",
                        did_you_mean(argument.name, names));
        }
        if (given[place])
            parser.fail(argument.name, tag + " got \"" + std::string(argument.name) + "\" twice");
        given[place] = true;
    }
    for (std::size_t i = 0; i < definition.required; ++i) {
        if (given[i]) continue;
        auto name = i < names.size() ? "\"" + names[i] + "\"" : "number " + std::to_string(i + 1);
        parser.fail(token.whole, tag + " needs its argument " + name);
    }
}

} // namespace

NodePointer compile_custom_tag(Parser& parser, const Token& token, const Words& words,
                               const TagDefinition& definition) {
    Arguments arguments =
        parse_arguments(parser, words, 1, definition.kind != TagDefinition::Kind::inclusion);
    check_arguments(parser, token, definition, arguments);
    NodeList nodes;
    if (definition.kind == TagDefinition::Kind::block) {
        nodes = parser.parse_until(std::vector<std::string>{definition.end_name});
        parser.next_tag();
    }
    return std::make_unique<CustomTagNode>(definition, std::move(arguments), std::move(nodes));
}

} // namespace portico::templates
