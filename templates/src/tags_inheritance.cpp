#include <algorithm>

#include "block.hpp"
#include "conversion.hpp"
#include "tags.hpp"
#include "template_name.hpp"

namespace portico::templates {

namespace {

constexpr std::uint32_t block_hash = name_hash("block");

/// The variable `block` inside a block: {{ block.super }} is what the template below would show.
class CurrentBlock : public Dynamic {
public:
    CurrentBlock(const BlockNode& block, Rendering& rendering, bool inherits)
        : block_(block), rendering_(rendering), inherits_(inherits) {}
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "name") return Value(block_.name());
        if (name != "super") return std::nullopt;
        if (!inherits_) {
            throw SyntaxError("{{ block.super }} stands in a template that extends no other",
                              "only a template with {% extends %} has something to inherit from");
        }
        auto& blocks = rendering_.frame->blocks;
        if (!blocks || !blocks->top(block_.name())) return Value(Html{});
        Capture capture(rendering_);
        block_.render(rendering_);
        return Value(Html{std::move(capture.text)});
    }
    std::string str() const override { return "<Block Node: " + std::string(block_.name()) + ">"; }

private:
    const BlockNode& block_;
    Rendering& rendering_;
    bool inherits_;
};

} // namespace

void BlockNode::render(Rendering& rendering) const {
    Scope::Level level(rendering.scope);
    auto& blocks = rendering.frame->blocks;
    const BlockNode* chosen = blocks ? blocks->pop(name_) : nullptr;
    const BlockNode& shown = chosen ? *chosen : *this;
    CurrentBlock current(shown, rendering, blocks != nullptr);
    Value value(current);
    rendering.scope.bind("block", block_hash, value);
    shown.nodes_.render(rendering);
    if (chosen) blocks->push(name_, chosen);
}

namespace {

class ExtendsNode : public Node {
public:
    ExtendsNode(Expression parent, const CompiledTemplate& page) : parent_(std::move(parent)), page_(page) {}
    void render(Rendering& rendering) const override {
        Frame& frame = *rendering.frame;
        std::string name = parent_name(rendering);
        auto& files = frame.extended_files;
        files.push_back(page_.source().file);
        bool own_name = name == page_.source().name || files.size() > 1;
        auto parent = own_name ? find_unused(rendering, name) : rendering.engine.get(name);
        rendering.keep(parent);
        if (!frame.blocks) frame.blocks = std::make_unique<BlockStack>();
        frame.blocks->add(page_);
        if (!parent->extends()) frame.blocks->add(*parent);
        Restore<const CompiledTemplate*> page(frame.page, parent.get());
        Restore<int> deeper(rendering.depth, rendering.depth + 1);
        if (rendering.depth > rendering.engine.options().max_include_depth) {
            throw RenderError("templates extend each other more than " +
                              std::to_string(rendering.engine.options().max_include_depth) + " deep");
        }
        parent->nodes().render(rendering);
    }

private:
    std::string parent_name(Rendering& rendering) const {
        Storage storage;
        const Value& value = parent_.resolve(rendering, storage);
        auto name = value.as_text();
        if (!name || name->empty()) {
            throw RenderError("{% extends %} needs a template's name, got \"" + python_str(value) + "\"",
                              "is the variable \"" + std::string(parent_.text()) + "\" in the context?");
        }
        // Only a name written in the template counts from the template's folder.
        return parent_.variable().literal() ? absolute_name(*name, page_.source().name) : std::string(*name);
    }

    /// A template may extend another of its own name that comes later in the list of folders.
    static std::shared_ptr<const CompiledTemplate> find_unused(Rendering& rendering,
                                                               const std::string& name) {
        auto parent = rendering.engine.get(name);
        const auto& used = rendering.frame->extended_files;
        if (std::find(used.begin(), used.end(), parent->source().file) == used.end()) return parent;
        return rendering.engine.get(name, used);
    }

    Expression parent_;
    const CompiledTemplate& page_;
};

class IncludeNode : public Node {
public:
    IncludeNode(Expression name, std::vector<NamedExpression> variables, bool isolated,
                const CompiledTemplate& page)
        : name_(std::move(name)), variables_(std::move(variables)), isolated_(isolated), page_(page) {}
    void render(Rendering& rendering) const override {
        Storage storage;
        auto [file, partial] = find(rendering, name_.resolve(rendering, storage));
        std::vector<Storage> storages(variables_.size());
        std::vector<const Value*> values;
        for (std::size_t i = 0; i < variables_.size(); ++i) {
            values.push_back(&variables_[i].expression.resolve(rendering, storages[i]));
        }
        Scope::Level level(rendering.scope);
        if (isolated_) level.isolate();
        for (std::size_t i = 0; i < variables_.size(); ++i) {
            rendering.scope.bind(variables_[i].name, variables_[i].hash, *values[i]);
        }
        rendering.include(file, partial);
    }

private:
    using Found = std::pair<std::shared_ptr<const CompiledTemplate>, std::string>;

    Found get(Rendering& rendering, std::string_view name) const {
        auto full = absolute_name(name, page_.source().name);
        auto mark = full.find('#');
        if (mark == std::string::npos) return {rendering.engine.get(full), std::string()};
        return {rendering.engine.get(std::string_view(full).substr(0, mark)), full.substr(mark + 1)};
    }

    /// One name, or a list of which the first that exists is taken.
    Found find(Rendering& rendering, const Value& name) const {
        if (auto text = name.as_text(); text && !text->empty()) return get(rendering, *text);
        Found found;
        std::string tried;
        bool iterable = !name.is_text() && name.each([&](const Value& candidate) {
            std::string text = candidate.str();
            tried += (tried.empty() ? "" : "\", \"") + text;
            if (rendering.engine.has(text)) found = get(rendering, text);
            return found.first == nullptr;
        });
        if (found.first) return found;
        if (!iterable && !name.is_text() && !name.is_null()) {
            throw RenderError("{% include %} needs a template's name, got \"" + python_str(name) + "\"");
        }
        throw TemplateNotFound(tried, "{% include " + std::string(name_.text()) + " %} names no template");
    }

    Expression name_;
    std::vector<NamedExpression> variables_;
    bool isolated_;
    const CompiledTemplate& page_;
};

class PartialDefinitionNode : public Node {
public:
    PartialDefinitionNode(const CompiledTemplate::Partial& partial, bool is_shown)
        : partial_(partial), shown_(is_shown) {}
    void render(Rendering& rendering) const override {
        if (shown_) partial_.nodes.render(rendering);
    }

private:
    const CompiledTemplate::Partial& partial_;
    bool shown_;
};

class PartialNode : public Node {
public:
    PartialNode(std::string_view name, const CompiledTemplate& page) : name_(name), page_(page) {}
    void render(Rendering& rendering) const override {
        auto* partial = page_.partial(name_);
        if (!partial) {
            throw SyntaxError("partial \"" + std::string(name_) + "\" is not defined in this template",
                              "write {% partialdef " + std::string(name_) + " %}…{% endpartialdef %}");
        }
        if (rendering.depth >= rendering.engine.options().max_include_depth) {
            throw RenderError("partials use each other more than " +
                              std::to_string(rendering.engine.options().max_include_depth) + " deep");
        }
        Frame own;
        own.page = &page_;
        Restore<int> deeper(rendering.depth, rendering.depth + 1);
        Restore<Frame*> framed(rendering.frame, &own);
        partial->nodes.render(rendering);
    }

private:
    std::string_view name_;
    const CompiledTemplate& page_;
};

void expect_end(Parser& parser, std::string_view tag, std::string_view name) {
    Token end = parser.next_tag();
    std::string bare = "end" + std::string(tag);
    if (end.content == bare || end.content == bare + " " + std::string(name)) return;
    parser.fail(end.whole, "\"" + std::string(end.content) + "\" closes another " + std::string(tag) +
                               ": expected {% " + bare + " %} or {% " + bare + " " + std::string(name) +
                               " %}");
}

} // namespace

NodePointer compile_block(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 2)
        parser.fail(token.whole, "{% block %} takes one name", "write {% block content %}");
    for (const auto& block : parser.page().blocks()) {
        if (block.name == words[1]) {
            parser.fail(words[1],
                        "block \"" + std::string(words[1]) + "\" appears more than once in this template");
        }
    }
    parser.add_block(words[1], nullptr);
    auto node = std::make_unique<BlockNode>(words[1], parser.parse_until({"endblock"}));
    expect_end(parser, "block", words[1]);
    parser.add_block(words[1], node.get());
    return node;
}

NodePointer compile_extends(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 2)
        parser.fail(token.whole, "{% extends %} takes one template", "write {% extends \"base.html\" %}");
    if (parser.page().extends()) parser.fail(token.whole, "{% extends %} may appear only once in a template");
    check_relative_name(parser, words[1], false);
    parser.note_reference(CompiledTemplate::Reference::Kind::template_name, words[1]);
    parser.set_extends();
    auto node = std::make_unique<ExtendsNode>(parser.expression(words[1]), parser.page());
    parser.parse_rest();
    return node;
}

NodePointer compile_include(Parser& parser, const Token& token, const Words& words) {
    if (words.size() < 2)
        parser.fail(token.whole, "{% include %} needs a template", "write {% include \"row.html\" %}");
    check_relative_name(parser, words[1], true);
    parser.note_reference(CompiledTemplate::Reference::Kind::template_name, words[1]);
    bool isolated = false;
    std::vector<NamedExpression> variables;
    for (std::size_t i = 2; i < words.size();) {
        auto option = words[i++];
        bool again = (option == "with" && !variables.empty()) || (option == "only" && isolated);
        if (again) parser.fail(option, "\"" + std::string(option) + "\" stands twice in {% include %}");
        if (option == "only") {
            isolated = true;
        } else if (option == "with") {
            variables = parse_assignments(parser, words, i, false);
            if (variables.empty())
                parser.fail(option, "\"with\" in {% include %} needs at least one name=value");
        } else {
            parser.fail(option, "{% include %} does not know \"" + std::string(option) + "\"",
                        "after the name may come: with name=value, only");
        }
    }
    return std::make_unique<IncludeNode>(parser.expression(words[1]), std::move(variables), isolated,
                                         parser.page());
}

NodePointer compile_partialdef(Parser& parser, const Token& token, const Words& words) {
    if (words.size() < 2) parser.fail(token.whole, "{% partialdef %} needs a name");
    if (words.size() > 3) parser.fail(token.whole, "{% partialdef %} takes a name and \"inline\"");
    if (words.size() == 3 && words[2] != "inline") {
        parser.fail(words[2],
                    "after a partial's name only \"inline\" may come, not \"" + std::string(words[2]) + "\"");
    }
    NodeList nodes = parser.parse_until({"endpartialdef"});
    expect_end(parser, "partialdef", words[1]);
    auto& partial = parser.add_partial(words[1], words[1]);
    partial.nodes = std::move(nodes);
    return std::make_unique<PartialDefinitionNode>(partial, words.size() == 3);
}

NodePointer compile_partial(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 2) parser.fail(token.whole, "{% partial %} takes one name");
    return std::make_unique<PartialNode>(words[1], parser.page());
}

} // namespace portico::templates
