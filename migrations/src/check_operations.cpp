#include <algorithm>

#include <portico/base/error.hpp>

#include "operations.hpp"

namespace portico::migrations {

namespace {

const CheckState* find_check(const ModelState& model, const std::string& name) {
    auto found = std::find_if(model.checks.begin(), model.checks.end(), [&](auto& check) { return check.name == name; });
    return found == model.checks.end() ? nullptr : &*found;
}

/// Adding a check and taking one away do the same to the database: from the one list to the other.
class ChangeChecks : public Operation {
public:
    explicit ChangeChecks(std::string model) : model_(std::move(model)) {}
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        editor.alter_checks(to, from.get(context.app + "." + model_), to.get(context.app + "." + model_));
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        editor.alter_checks(to, from.get(context.app + "." + model_), to.get(context.app + "." + model_));
    }

protected:
    std::string model_;
};

class AddCheck final : public ChangeChecks {
public:
    AddCheck(std::string model, CheckState check) : ChangeChecks(std::move(model)), check_(std::move(check)) {}
    std::string kind() const override { return "add_check"; }
    std::string describe() const override { return "add check " + check_.name + " to " + model_; }
    std::string short_name() const override { return check_.name; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"check", Value(migrations::to_map(check_))}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + model_);
        if (find_check(model, check_.name)) throw Error("there is a check \"" + check_.name + "\" already");
        model.checks.push_back(check_);
    }

private:
    CheckState check_;
};

class RemoveCheck final : public ChangeChecks {
public:
    RemoveCheck(std::string model, std::string name) : ChangeChecks(std::move(model)), name_(std::move(name)) {}
    std::string kind() const override { return "remove_check"; }
    std::string describe() const override { return "remove check " + name_ + " from " + model_; }
    std::string short_name() const override { return "remove_" + name_; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"name", name_}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + model_);
        if (!find_check(model, name_)) throw Error("the model \"" + model.label() + "\" has no check \"" + name_ + "\"");
        std::erase_if(model.checks, [&](auto& check) { return check.name == name_; });
    }

private:
    std::string name_;
};

}  // namespace

OperationPointer add_check(std::string model, CheckState check) {
    return std::make_shared<AddCheck>(std::move(model), std::move(check));
}
OperationPointer remove_check(std::string model, std::string check) {
    return std::make_shared<RemoveCheck>(std::move(model), std::move(check));
}

OperationPointer read_add_check(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return add_check(std::move(model), check_from(entries.map("check")));
}
OperationPointer read_remove_check(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return remove_check(std::move(model), entries.text("name"));
}

}  // namespace portico::migrations
