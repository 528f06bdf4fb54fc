#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "operations.hpp"

namespace portico::migrations {

namespace {

bool has_column(const ModelState& model, const std::string& column) {
    return std::any_of(model.fields.begin(), model.fields.end(), [&](const FieldState& field) {
        return std::find(field.columns.begin(), field.columns.end(), column) != field.columns.end();
    });
}

class AddIndex final : public Operation {
public:
    AddIndex(std::string model, IndexState index) : model_(std::move(model)), index_(std::move(index)) {}
    std::string kind() const override { return "add_index"; }
    std::string describe() const override {
        return std::string(index_.unique ? "add unique index " : "add index ") + index_.name + " to " + model_;
    }
    std::string short_name() const override { return index_.name; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"index", Value(migrations::to_map(index_))}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + model_);
        if (model.find_index(index_.name)) throw Error("there is an index \"" + index_.name + "\" already");
        for (const std::string& column : index_.columns)
            if (!column.empty() && column != "-" && !has_column(model, column.substr(column.starts_with('-'))))
                throw Error("the index \"" + index_.name + "\" names the column \"" + column + "\", which \"" + model.label() +
                            "\" does not have");
        model.indexes.push_back(index_);
    }
    void forwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to,
                  const OperationContext& context) const override {
        editor.add_index(to.get(context.app + "." + model_), index_);
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState&,
                   const OperationContext& context) const override {
        editor.remove_index(from.get(context.app + "." + model_), index_);
    }

private:
    std::string model_;
    IndexState index_;
};

class RemoveIndex final : public Operation {
public:
    RemoveIndex(std::string model, std::string name) : model_(std::move(model)), name_(std::move(name)) {}
    std::string kind() const override { return "remove_index"; }
    std::string describe() const override { return "remove index " + name_ + " from " + model_; }
    std::string short_name() const override { return "remove_" + name_; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"name", name_}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + model_);
        if (!model.find_index(name_)) throw Error("the model \"" + model.label() + "\" has no index \"" + name_ + "\"");
        std::erase_if(model.indexes, [&](auto& index) { return index.name == name_; });
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState&,
                  const OperationContext& context) const override {
        const ModelState& model = from.get(context.app + "." + model_);
        editor.remove_index(model, *model.find_index(name_));
    }
    void backwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to,
                   const OperationContext& context) const override {
        const ModelState& model = to.get(context.app + "." + model_);
        editor.add_index(model, *model.find_index(name_));
    }

private:
    std::string model_, name_;
};

}  // namespace

OperationPointer add_index(std::string model, IndexState index) {
    return std::make_shared<AddIndex>(std::move(model), std::move(index));
}
OperationPointer remove_index(std::string model, std::string index) {
    return std::make_shared<RemoveIndex>(std::move(model), std::move(index));
}

OperationPointer read_add_index(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return add_index(std::move(model), index_from(entries.map("index")));
}
OperationPointer read_remove_index(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return remove_index(std::move(model), entries.text("name"));
}

}  // namespace portico::migrations
