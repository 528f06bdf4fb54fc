#include <algorithm>

#include <portico/base/error.hpp>

#include "operations.hpp"

namespace portico::migrations {

namespace {

const ExclusionState* find_exclusion(const ModelState& model, const std::string& name) {
    auto found = std::find_if(model.exclusions.begin(), model.exclusions.end(), [&](auto& one) { return one.name == name; });
    return found == model.exclusions.end() ? nullptr : &*found;
}

/// Adding an exclusion and taking one away do the same to the database: from the one list to the other.
class ChangeExclusions : public Operation {
public:
    explicit ChangeExclusions(std::string model) : model_(std::move(model)) {}
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        editor.alter_exclusions(to, from.get(context.app + "." + model_), to.get(context.app + "." + model_));
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        editor.alter_exclusions(to, from.get(context.app + "." + model_), to.get(context.app + "." + model_));
    }

protected:
    std::string model_;
};

class AddExclusion final : public ChangeExclusions {
public:
    AddExclusion(std::string model, ExclusionState exclusion) : ChangeExclusions(std::move(model)), exclusion_(std::move(exclusion)) {}
    std::string kind() const override { return "add_exclusion"; }
    std::string describe() const override { return "add exclusion " + exclusion_.name + " to " + model_; }
    std::string short_name() const override { return exclusion_.name; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"exclusion", Value(migrations::to_map(exclusion_))}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + model_);
        if (find_exclusion(model, exclusion_.name)) throw Error("there is an exclusion \"" + exclusion_.name + "\" already");
        model.exclusions.push_back(exclusion_);
    }

private:
    ExclusionState exclusion_;
};

class RemoveExclusion final : public ChangeExclusions {
public:
    RemoveExclusion(std::string model, std::string name) : ChangeExclusions(std::move(model)), name_(std::move(name)) {}
    std::string kind() const override { return "remove_exclusion"; }
    std::string describe() const override { return "remove exclusion " + name_ + " from " + model_; }
    std::string short_name() const override { return "remove_" + name_; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"name", name_}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + model_);
        if (!find_exclusion(model, name_)) throw Error("the model \"" + model.label() + "\" has no exclusion \"" + name_ + "\"");
        std::erase_if(model.exclusions, [&](auto& one) { return one.name == name_; });
    }

private:
    std::string name_;
};

}  // namespace

OperationPointer add_exclusion(std::string model, ExclusionState exclusion) {
    return std::make_shared<AddExclusion>(std::move(model), std::move(exclusion));
}
OperationPointer remove_exclusion(std::string model, std::string exclusion) {
    return std::make_shared<RemoveExclusion>(std::move(model), std::move(exclusion));
}

OperationPointer read_add_exclusion(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return add_exclusion(std::move(model), exclusion_from(entries.map("exclusion")));
}
OperationPointer read_remove_exclusion(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return remove_exclusion(std::move(model), entries.text("name"));
}

}  // namespace portico::migrations
