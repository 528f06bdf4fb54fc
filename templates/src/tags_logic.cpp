#include "builtins.hpp"
#include "condition.hpp"
#include "loop.hpp"
#include "tags.hpp"

namespace portico::templates {

namespace {

class IfNode : public Node {
public:
    struct Branch {
        std::optional<Condition> condition; // none: {% else %}
        NodeList nodes;
    };
    explicit IfNode(std::vector<Branch> branches) : branches_(std::move(branches)) {}
    void render(Rendering& rendering) const override {
        for (const Branch& branch : branches_) {
            if (!branch.condition || holds(*branch.condition, rendering))
                return branch.nodes.render(rendering);
        }
    }

private:
    static bool holds(const Condition& condition, Rendering& rendering) {
        try {
            return condition.holds(rendering);
        } catch (const UndefinedVariable&) {
            return false;
        }
    }
    std::vector<Branch> branches_;
};

class WithNode : public Node {
public:
    WithNode(std::vector<NamedExpression> variables, NodeList nodes)
        : variables_(std::move(variables)), nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override {
        std::vector<Storage> storages(variables_.size());
        std::vector<const Value*> values;
        for (std::size_t i = 0; i < variables_.size(); ++i) {
            values.push_back(&variables_[i].expression.resolve(rendering, storages[i]));
        }
        Scope::Level level(rendering.scope);
        for (std::size_t i = 0; i < variables_.size(); ++i) {
            rendering.scope.bind(variables_[i].name, variables_[i].hash, *values[i]);
        }
        nodes_.render(rendering);
    }

private:
    std::vector<NamedExpression> variables_;
    NodeList nodes_;
};

class CycleNode : public Node {
public:
    CycleNode(std::vector<Expression> values, std::string_view name, bool silent)
        : values_(std::move(values)), name_(name), silent_(silent) {}
    void render(Rendering& rendering) const override {
        TagMemory& memory = rendering.frame->memories.of(this);
        Storage storage;
        const Value& value = values_[memory.index++ % values_.size()].resolve(rendering, storage);
        if (!silent_) rendering.write(value);
        if (!name_.empty()) rendering.scope.set_upward(name_, value.owned());
    }

private:
    std::vector<Expression> values_;
    std::string_view name_;
    bool silent_;
};

/// {% cycle name %}: the next value of a cycle that has that name.
class CycleAgainNode : public Node {
public:
    explicit CycleAgainNode(const Node& cycle) : cycle_(cycle) {}
    void render(Rendering& rendering) const override { cycle_.render(rendering); }

private:
    const Node& cycle_;
};

class ResetCycleNode : public Node {
public:
    explicit ResetCycleNode(const Node& cycle) : cycle_(cycle) {}
    void render(Rendering& rendering) const override { rendering.frame->memories.of(&cycle_).index = 0; }

private:
    const Node& cycle_;
};

class FirstOfNode : public Node {
public:
    explicit FirstOfNode(Arguments arguments) : arguments_(std::move(arguments)) {}
    void render(Rendering& rendering) const override {
        Value first("");
        for (const Expression& expression : arguments_.positional) {
            Storage storage;
            const Value& value = expression.resolve(rendering, storage, Expression::Missing::null);
            if (!value.truthy()) continue;
            if (arguments_.target.empty()) return rendering.write(value);
            first = rendered_value(rendering, value);
            break;
        }
        if (!arguments_.target.empty()) rendering.scope.set(arguments_.target, std::move(first));
    }

private:
    Arguments arguments_;
};

class IfChangedNode : public Node {
public:
    IfChangedNode(std::vector<Expression> watched, NodeList changed, NodeList same)
        : watched_(std::move(watched)), changed_(std::move(changed)), same_(std::move(same)) {}
    void render(Rendering& rendering) const override {
        const Loop* loop = current_loop(rendering);
        TagMemory& memory = loop ? loop->memories().of(this) : rendering.frame->memories.of(this);
        if (watched_.empty()) return render_changed_text(rendering, memory);
        List values;
        for (const auto& expression : watched_)
            values.push_back(expression.value(rendering, Expression::Missing::null));
        if (memory.used && memory.values == values) return same_.render(rendering);
        memory.used = true;
        memory.values = std::move(values);
        changed_.render(rendering);
    }

private:
    void render_changed_text(Rendering& rendering, TagMemory& memory) const {
        std::string text = changed_.text(rendering);
        if (memory.used && memory.text == text) return same_.render(rendering);
        rendering.out->append(text);
        memory.used = true;
        memory.text = std::move(text);
    }

    std::vector<Expression> watched_;
    NodeList changed_, same_;
};

/// One group of {% regroup %}: a pair, whose parts are also called grouper and list.
class Group : public Dynamic {
public:
    Group(Value key, List items) : key_(std::move(key)), items_(Value(std::move(items))) {}
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "grouper") return key_;
        if (name == "list") return items_;
        return std::nullopt;
    }
    std::optional<Value> at(std::size_t index) const override {
        if (index > 1) return std::nullopt;
        return index == 0 ? key_ : items_;
    }
    bool each(const std::function<bool(const Value&)>& visit) const override {
        return visit(key_) && visit(items_), true;
    }
    std::optional<std::size_t> size() const override { return 2; }
    std::string str() const override {
        return "GroupedResult(grouper=" + key_.str() + ", list=" + items_.str() + ")";
    }

private:
    Value key_, items_;
};

class RegroupNode : public Node {
public:
    RegroupNode(Expression target, Expression key, std::string_view name)
        : target_(std::move(target)), key_(std::move(key)), name_(name) {}
    void render(Rendering& rendering) const override {
        Storage storage;
        const Value& items = target_.resolve(rendering, storage, Expression::Missing::null);
        List groups;
        Value key;
        List group;
        items.each([&](const Value& item) {
            Value next = key_of(rendering, item);
            if (!group.empty() && !(next == key))
                groups.push_back(Value(Group(std::move(key), std::exchange(group, {}))));
            if (group.empty()) key = std::move(next);
            group.push_back(item);
            return true;
        });
        if (!group.empty()) groups.push_back(Value(Group(std::move(key), std::move(group))));
        rendering.scope.set(name_, Value(std::move(groups)));
    }

private:
    Value key_of(Rendering& rendering, const Value& item) const {
        Scope::Level level(rendering.scope);
        rendering.scope.bind(name_, name_hash(name_), item);
        return key_.value(rendering, Expression::Missing::null).owned();
    }

    Expression target_, key_;
    std::string_view name_;
};

std::span<const std::string_view> rest_of(const Words& words) { return std::span(words).subspan(1); }

} // namespace

NodePointer compile_if(Parser& parser, const Token& token, const Words& words) {
    std::vector<IfNode::Branch> branches;
    if (words.size() < 2) parser.fail(token.whole, "{% if %} needs a condition");
    auto condition = Condition::parse(parser, rest_of(words));
    branches.push_back({std::move(condition), parser.parse_until({"elif", "else", "endif"})});
    Token next = parser.next_tag();
    while (next.content.starts_with("elif")) {
        auto more = split_words(next.content);
        if (more.size() < 2) parser.fail(next.whole, "{% elif %} needs a condition");
        condition = Condition::parse(parser, rest_of(more));
        branches.push_back({std::move(condition), parser.parse_until({"elif", "else", "endif"})});
        next = parser.next_tag();
    }
    if (next.content == "else") {
        branches.push_back({std::nullopt, parser.parse_until({"endif"})});
        next = parser.next_tag();
    }
    if (next.content != "endif") {
        parser.fail(next.whole, "\"" + std::string(next.content) + "\" stands where {% endif %} is expected");
    }
    return std::make_unique<IfNode>(std::move(branches));
}

NodePointer compile_with(Parser& parser, const Token& token, const Words& words) {
    std::size_t next = 1;
    auto variables = parse_assignments(parser, words, next, true);
    if (variables.empty()) {
        parser.fail(token.whole, "{% with %} needs at least one assignment",
                    "write {% with total=order.total %}");
    }
    if (next < words.size())
        parser.fail(words[next], "{% with %} got an invalid word: \"" + std::string(words[next]) + "\"");
    NodeList nodes = parser.parse_until({"endwith"});
    parser.next_tag();
    return std::make_unique<WithNode>(std::move(variables), std::move(nodes));
}

NodePointer compile_cycle(Parser& parser, const Token& token, const Words& words) {
    if (words.size() < 2) parser.fail(token.whole, "{% cycle %} needs at least two values");
    if (words.size() == 2) {
        auto found = parser.named_nodes.find(words[1]);
        if (found == parser.named_nodes.end()) {
            parser.fail(words[1], "there is no cycle named \"" + std::string(words[1]) + "\" above",
                        "name one: {% cycle 'a' 'b' as " + std::string(words[1]) + " %}");
        }
        return std::make_unique<CycleAgainNode>(*found->second);
    }
    auto end = words.size();
    bool silent = false;
    std::string_view name;
    if (end > 4 && words[end - 3] == "as") {
        if (words[end - 1] != "silent") {
            parser.fail(words[end - 1], "only \"silent\" may follow a cycle's name, not \"" +
                                            std::string(words[end - 1]) + "\"");
        }
        silent = true;
        --end;
    }
    if (words.size() > 4 && words[end - 2] == "as") {
        name = words[end - 1];
        end -= 2;
    }
    std::vector<Expression> values;
    for (std::size_t i = 1; i < end; ++i) values.push_back(parser.expression(words[i]));
    auto node = std::make_unique<CycleNode>(std::move(values), name, silent);
    if (!name.empty()) parser.named_nodes[std::string(name)] = node.get();
    parser.last_cycle = node.get();
    return node;
}

NodePointer compile_resetcycle(Parser& parser, const Token& token, const Words& words) {
    if (words.size() > 2) parser.fail(token.whole, "{% resetcycle %} takes at most one name");
    if (words.size() == 1) {
        if (!parser.last_cycle) parser.fail(token.whole, "there is no {% cycle %} above to reset");
        return std::make_unique<ResetCycleNode>(*parser.last_cycle);
    }
    auto found = parser.named_nodes.find(words[1]);
    if (found == parser.named_nodes.end()) {
        parser.fail(words[1], "there is no cycle named \"" + std::string(words[1]) + "\" above");
    }
    return std::make_unique<ResetCycleNode>(*found->second);
}

NodePointer compile_firstof(Parser& parser, const Token& token, const Words& words) {
    if (words.size() < 2) parser.fail(token.whole, "{% firstof %} needs at least one value");
    Arguments arguments;
    auto end = words.size();
    if (end > 2 && words[end - 2] == "as") {
        arguments.target = words[end - 1];
        end -= 2;
    }
    for (std::size_t i = 1; i < end; ++i) arguments.positional.push_back(parser.expression(words[i]));
    return std::make_unique<FirstOfNode>(std::move(arguments));
}

NodePointer compile_ifchanged(Parser& parser, const Token&, const Words& words) {
    std::vector<Expression> watched;
    for (std::size_t i = 1; i < words.size(); ++i) watched.push_back(parser.expression(words[i]));
    NodeList changed = parser.parse_until({"else", "endifchanged"});
    NodeList same;
    if (parser.next_tag().content == "else") {
        same = parser.parse_until({"endifchanged"});
        parser.next_tag();
    }
    return std::make_unique<IfChangedNode>(std::move(watched), std::move(changed), std::move(same));
}

NodePointer compile_regroup(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 6 || words[2] != "by" || words[4] != "as") {
        parser.fail(token.whole, "{% regroup %} is not complete",
                    "write {% regroup people by city as cities %}");
    }
    auto key = parser.keep(std::string(words[5]) + "." + std::string(words[3]));
    return std::make_unique<RegroupNode>(parser.expression(words[1]), parser.expression(key), words[5]);
}

std::span<const Tag> logic_tags() {
    static const Tag tags[] = {
        {"cycle", compile_cycle},
        {"firstof", compile_firstof},
        {"for", compile_for},
        {"if", compile_if},
        {"ifchanged", compile_ifchanged},
        {"regroup", compile_regroup},
        {"resetcycle", compile_resetcycle},
        {"with", compile_with},
    };
    return tags;
}

} // namespace portico::templates
