#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "operations.hpp"

namespace portico::migrations {

namespace {

/// Where there is nothing to look at later, it does nothing.
class ValidateConstraint final : public Operation {
public:
    /// One of the two is empty.
    ValidateConstraint(std::string model, std::string check, std::string field)
        : model_(std::move(model)), check_(std::move(check)), field_(std::move(field)) {}
    std::string kind() const override { return "validate_constraint"; }
    std::string describe() const override {
        return (check_.empty() ? "validate field " + field_ : "validate check " + check_) + " of " + model_;
    }
    std::string short_name() const override { return "validate_" + (check_.empty() ? text::ascii_lower(model_) + "_" + field_ : check_); }
    Map to_map() const override {
        return {{"op", kind()}, {"model", model_}, {check_.empty() ? "field" : "check", check_.empty() ? field_ : check_}};
    }
    void apply(ProjectState& state, const std::string& app) const override {
        bool& not_valid = found(state.get(app + "." + model_));
        if (!not_valid) throw Error("\"" + (check_.empty() ? field_ : check_) + "\" of \"" + app + "." + model_ + "\" is valid already");
        not_valid = false;
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        const std::string label = context.app + "." + model_;
        if (check_.empty())
            editor.alter_field(to, from.get(label), to.get(label), field_);
        else
            editor.alter_checks(to, from.get(label), to.get(label));
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        forwards(editor, from, to, context);
    }

private:
    bool& found(ModelState& model) const {
        if (FieldState* field = check_.empty() ? model.find(field_) : nullptr) return field->not_valid;
        for (CheckState& check : model.checks)
            if (check.name == check_) return check.not_valid;
        throw Error("the model \"" + model.label() + "\" has no " + (check_.empty() ? "field \"" + field_ : "check \"" + check_) + "\" at this point");
    }
    std::string model_, check_, field_;
};

}  // namespace

OperationPointer validate_check(std::string model, std::string check) {
    return std::make_shared<ValidateConstraint>(std::move(model), std::move(check), std::string());
}
OperationPointer validate_field(std::string model, std::string field) {
    return std::make_shared<ValidateConstraint>(std::move(model), std::string(), std::move(field));
}

OperationPointer read_validate_constraint(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    if (entries.has("check") == entries.has("field")) entries.fail("it names a \"check\" or a \"field\"");
    if (entries.has("check")) return validate_check(std::move(model), entries.text("check"));
    return validate_field(std::move(model), entries.text("field"));
}

}  // namespace portico::migrations
