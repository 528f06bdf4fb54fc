/// Checks and exclusions: named rules of a table that come and go whole.
#include <algorithm>

#include <portico/base/error.hpp>

#include "operations.hpp"

namespace portico::migrations {

namespace {

/// What is said and done of one kind of rule.
template <class Rule> struct Kind;

template <> struct Kind<CheckState> {
    static constexpr const char *name = "check", *one = "a check";
    static constexpr auto rules = &ModelState::checks;
    static constexpr auto alter = &SchemaEditor::alter_checks;
};
template <> struct Kind<ExclusionState> {
    static constexpr const char *name = "exclusion", *one = "an exclusion";
    static constexpr auto rules = &ModelState::exclusions;
    static constexpr auto alter = &SchemaEditor::alter_exclusions;
};

/// Adding one and taking one away do the same to the database: from the one list to the other.
template <class Rule> class ChangeRules : public Operation {
public:
    explicit ChangeRules(std::string model) : model_(std::move(model)) {}
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        const std::string label = context.app + "." + model_;
        (editor.*Kind<Rule>::alter)(to, from.get(label), to.get(label));
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        forwards(editor, from, to, context);
    }

protected:
    static bool has(const ModelState& model, const std::string& name) {
        const auto& rules = model.*Kind<Rule>::rules;
        return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
    }
    std::string model_;
};

template <class Rule> class AddRule final : public ChangeRules<Rule> {
public:
    AddRule(std::string model, Rule rule) : ChangeRules<Rule>(std::move(model)), rule_(std::move(rule)) {}
    std::string kind() const override { return std::string("add_") + Kind<Rule>::name; }
    std::string describe() const override { return std::string("add ") + Kind<Rule>::name + " " + rule_.name + " to " + this->model_; }
    std::string short_name() const override { return rule_.name; }
    Map to_map() const override { return {{"op", kind()}, {"model", this->model_}, {Kind<Rule>::name, Value(migrations::to_map(rule_))}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + this->model_);
        if (this->has(model, rule_.name)) throw Error(std::string("there is ") + Kind<Rule>::one + " \"" + rule_.name + "\" already");
        (model.*Kind<Rule>::rules).push_back(rule_);
    }

private:
    Rule rule_;
};

template <class Rule> class RemoveRule final : public ChangeRules<Rule> {
public:
    RemoveRule(std::string model, std::string name) : ChangeRules<Rule>(std::move(model)), name_(std::move(name)) {}
    std::string kind() const override { return std::string("remove_") + Kind<Rule>::name; }
    std::string describe() const override { return std::string("remove ") + Kind<Rule>::name + " " + name_ + " from " + this->model_; }
    std::string short_name() const override { return "remove_" + name_; }
    Map to_map() const override { return {{"op", kind()}, {"model", this->model_}, {"name", name_}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + this->model_);
        if (!this->has(model, name_)) throw Error("the model \"" + model.label() + "\" has no " + Kind<Rule>::name + " \"" + name_ + "\"");
        std::erase_if(model.*Kind<Rule>::rules, [&](const Rule& rule) { return rule.name == name_; });
    }

private:
    std::string name_;
};

template <class Rule> OperationPointer added(std::string model, Rule rule) {
    return std::make_shared<AddRule<Rule>>(std::move(model), std::move(rule));
}
template <class Rule> OperationPointer removed(std::string model, std::string name) {
    return std::make_shared<RemoveRule<Rule>>(std::move(model), std::move(name));
}
template <class Rule> OperationPointer read_removed(Entries& entries) {
    std::string model = entries.text("model");
    return removed<Rule>(std::move(model), entries.text("name"));
}

}  // namespace

OperationPointer add_check(std::string model, CheckState check) { return added(std::move(model), std::move(check)); }
OperationPointer remove_check(std::string model, std::string check) { return removed<CheckState>(std::move(model), std::move(check)); }
OperationPointer add_exclusion(std::string model, ExclusionState exclusion) { return added(std::move(model), std::move(exclusion)); }
OperationPointer remove_exclusion(std::string model, std::string exclusion) {
    return removed<ExclusionState>(std::move(model), std::move(exclusion));
}

OperationPointer read_add_check(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return add_check(std::move(model), check_from(entries.map("check")));
}
OperationPointer read_remove_check(Entries& entries, const std::string&) { return read_removed<CheckState>(entries); }
OperationPointer read_add_exclusion(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return add_exclusion(std::move(model), exclusion_from(entries.map("exclusion")));
}
OperationPointer read_remove_exclusion(Entries& entries, const std::string&) { return read_removed<ExclusionState>(entries); }

}  // namespace portico::migrations
