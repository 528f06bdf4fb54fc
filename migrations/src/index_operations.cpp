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

void add(SchemaEditor& editor, const ModelState& model, const IndexState& index, bool concurrently) {
    concurrently ? editor.add_index_concurrently(model, index) : editor.add_index(model, index);
}
void remove(SchemaEditor& editor, const ModelState& model, const IndexState& index, bool concurrently) {
    concurrently ? editor.remove_index_concurrently(model, index) : editor.remove_index(model, index);
}

class AddIndex final : public Operation {
public:
    AddIndex(std::string model, IndexState index, bool concurrently)
        : model_(std::move(model)), index_(std::move(index)), concurrently_(concurrently) {}
    std::string kind() const override { return "add_index"; }
    std::string describe() const override {
        return std::string(index_.unique ? "add unique index " : "add index ") + index_.name + " to " + model_ + (concurrently_ ? " concurrently" : "");
    }
    std::string short_name() const override { return index_.name; }
    Map to_map() const override {
        Map map{{"op", kind()}, {"model", model_}, {"index", Value(migrations::to_map(index_))}};
        return with_concurrently(std::move(map), concurrently_);
    }
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
        add(editor, to.get(context.app + "." + model_), index_, concurrently_);
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState&,
                   const OperationContext& context) const override {
        remove(editor, from.get(context.app + "." + model_), index_, concurrently_);
    }
    bool commits_itself() const override { return concurrently_; }
    bool runs_alone(const orm::Dialect& dialect) const override { return builds_beside_others(concurrently_, dialect); }

private:
    std::string model_;
    IndexState index_;
    bool concurrently_;
};

class RemoveIndex final : public Operation {
public:
    RemoveIndex(std::string model, std::string name, bool concurrently)
        : model_(std::move(model)), name_(std::move(name)), concurrently_(concurrently) {}
    std::string kind() const override { return "remove_index"; }
    std::string describe() const override { return "remove index " + name_ + " from " + model_ + (concurrently_ ? " concurrently" : ""); }
    std::string short_name() const override { return "remove_" + name_; }
    Map to_map() const override { return with_concurrently({{"op", kind()}, {"model", model_}, {"name", name_}}, concurrently_); }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(app + "." + model_);
        if (!model.find_index(name_)) throw Error("the model \"" + model.label() + "\" has no index \"" + name_ + "\"");
        std::erase_if(model.indexes, [&](auto& index) { return index.name == name_; });
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState&,
                  const OperationContext& context) const override {
        const ModelState& model = from.get(context.app + "." + model_);
        remove(editor, model, *model.find_index(name_), concurrently_);
    }
    void backwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to,
                   const OperationContext& context) const override {
        const ModelState& model = to.get(context.app + "." + model_);
        add(editor, model, *model.find_index(name_), concurrently_);
    }
    bool commits_itself() const override { return concurrently_; }
    bool runs_alone(const orm::Dialect& dialect) const override { return builds_beside_others(concurrently_, dialect); }

private:
    std::string model_, name_;
    bool concurrently_;
};

}  // namespace

Map with_concurrently(Map map, bool concurrently) {
    if (concurrently) map.append("concurrently", Value(true));
    return map;
}
bool builds_beside_others(bool concurrently, const orm::Dialect& dialect) { return concurrently && dialect.features().concurrent_writers; }

OperationPointer add_index(std::string model, IndexState index, bool concurrently) {
    return std::make_shared<AddIndex>(std::move(model), std::move(index), concurrently);
}
OperationPointer remove_index(std::string model, std::string index, bool concurrently) {
    return std::make_shared<RemoveIndex>(std::move(model), std::move(index), concurrently);
}

OperationPointer read_add_index(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    IndexState index = index_from(entries.map("index"));
    return add_index(std::move(model), std::move(index), entries.flag("concurrently"));
}
OperationPointer read_remove_index(Entries& entries, const std::string&) {
    std::string model = entries.text("model"), name = entries.text("name");
    return remove_index(std::move(model), std::move(name), entries.flag("concurrently"));
}

}  // namespace portico::migrations
