#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "operations.hpp"

namespace portico::migrations {

namespace {

/// What CreateModel and its mirror image do to the database.
class CreateModel final : public Operation {
public:
    explicit CreateModel(ModelState model) : model_(std::move(model)) {}
    std::string kind() const override { return "create_model"; }
    std::string describe() const override { return "create model " + model_.name; }
    std::string short_name() const override { return text::ascii_lower(model_.name); }
    Map to_map() const override {
        Map map{{"op", kind()}, {"model", model_.name}};
        if (model_.table != default_table(model_.app, model_.name)) map.append("table", Value(model_.table));
        List fields, indexes;
        for (const FieldState& field : model_.fields) fields.emplace_back(Value(migrations::to_map(field)));
        for (const IndexState& index : model_.indexes) indexes.emplace_back(Value(migrations::to_map(index)));
        map.append("fields", Value(std::move(fields)));
        if (!indexes.empty()) map.append("indexes", Value(std::move(indexes)));
        List checks;
        for (const CheckState& check : model_.checks) checks.emplace_back(Value(migrations::to_map(check)));
        if (!checks.empty()) map.append("checks", Value(std::move(checks)));
        List exclusions;
        for (const ExclusionState& one : model_.exclusions) exclusions.emplace_back(Value(migrations::to_map(one)));
        if (!exclusions.empty()) map.append("exclusions", Value(std::move(exclusions)));
        if (!model_.db_comment.empty()) map.append("comment", Value(model_.db_comment));
        return map;
    }
    void apply(ProjectState& state, const std::string&) const override { state.add(model_); }
    void forwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to,
                  const OperationContext&) const override {
        editor.create_model(to, to.get(model_.label()));
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState&,
                   const OperationContext&) const override {
        editor.delete_model(from, from.get(model_.label()));
    }
    std::vector<std::string> needs() const override {
        std::vector<std::string> labels;
        for (const FieldState& field : model_.fields)
            if (field.is_relation() && !field.to.starts_with(model_.app + ".")) labels.push_back(field.to);
        return labels;
    }

private:
    ModelState model_;
};

class DeleteModel final : public Operation {
public:
    explicit DeleteModel(std::string model) : model_(std::move(model)) {}
    std::string kind() const override { return "delete_model"; }
    std::string describe() const override { return "delete model " + model_; }
    std::string short_name() const override { return "delete_" + text::ascii_lower(model_); }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        const std::string label = app + "." + model_;
        for (const ModelState& other : state.models())
            for (const FieldState& field : other.fields)
                if (text::ascii_iequals(field.to, label) && !text::ascii_iequals(other.label(), label))
                    throw Error("the model \"" + label + "\" can't be deleted while \"" + other.label() + "." + field.name +
                                    "\" refers to it",
                                "remove that field first");
        state.remove(label);
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState&,
                  const OperationContext& context) const override {
        editor.delete_model(from, from.get(context.app + "." + model_));
    }
    void backwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to,
                   const OperationContext& context) const override {
        editor.create_model(to, to.get(context.app + "." + model_));
    }
    bool loses_data() const override { return true; }

private:
    std::string model_;
};

/// Renames the table of a model, both ways the same.
void move_table(SchemaEditor& editor, const ModelState& before, const ModelState& after) {
    if (before.table == after.table) return;
    editor.rename_table(before.table, after.table);
    rename_indexes(editor, before, after);
}

class RenameModel final : public Operation {
public:
    RenameModel(std::string from, std::string to) : from_(std::move(from)), to_(std::move(to)) {}
    std::string kind() const override { return "rename_model"; }
    std::string describe() const override { return "rename model " + from_ + " to " + to_; }
    std::string short_name() const override { return "rename_" + text::ascii_lower(from_) + "_" + text::ascii_lower(to_); }
    Map to_map() const override { return {{"op", kind()}, {"from", from_}, {"to", to_}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        const std::string before = app + "." + from_, after = app + "." + to_;
        ModelState& model = state.get(before);
        if (!text::ascii_iequals(before, after) && state.find(after))
            throw Error("there is a model \"" + after + "\" already");
        if (model.table == default_table(app, from_)) model.table = default_table(app, to_);
        model.name = to_;
        for (ModelState& other : state.models())
            for (FieldState& field : other.fields)
                if (text::ascii_iequals(field.to, before)) field.to = after;
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                  const OperationContext& context) const override {
        move_table(editor, from.get(context.app + "." + from_), to.get(context.app + "." + to_));
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                   const OperationContext& context) const override {
        move_table(editor, from.get(context.app + "." + to_), to.get(context.app + "." + from_));
    }

private:
    std::string from_, to_;
};

class AlterTable final : public Operation {
public:
    AlterTable(std::string model, std::string table) : model_(std::move(model)), table_(std::move(table)) {}
    std::string kind() const override { return "alter_table"; }
    std::string describe() const override { return "rename the table of " + model_ + " to " + table_; }
    std::string short_name() const override { return text::ascii_lower(model_) + "_table"; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"table", table_}}; }
    void apply(ProjectState& state, const std::string& app) const override { state.get(app + "." + model_).table = table_; }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                  const OperationContext& context) const override {
        move_table(editor, from.get(context.app + "." + model_), to.get(context.app + "." + model_));
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                   const OperationContext& context) const override {
        forwards(editor, from, to, context);
    }

private:
    std::string model_, table_;
};

class AlterComment final : public Operation {
public:
    AlterComment(std::string model, std::string comment) : model_(std::move(model)), comment_(std::move(comment)) {}
    std::string kind() const override { return "alter_comment"; }
    std::string describe() const override { return "change the comment of " + model_; }
    std::string short_name() const override { return text::ascii_lower(model_) + "_comment"; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"comment", comment_}}; }
    void apply(ProjectState& state, const std::string& app) const override { state.get(app + "." + model_).db_comment = comment_; }
    void forwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to, const OperationContext& context) const override {
        editor.alter_comment(to.get(context.app + "." + model_));
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to, const OperationContext& context) const override {
        forwards(editor, from, to, context);
    }

private:
    std::string model_, comment_;
};

}  // namespace

void rename_indexes(SchemaEditor& editor, const ModelState& before, const ModelState& after) {
    for (std::size_t i = 0; i < before.fields.size() && i < after.fields.size(); ++i) {
        const FieldState &old = before.fields[i], &now = after.fields[i];
        if (!old.indexed || !old.has_columns()) continue;
        const std::string name = index_name(after.table, now.columns);
        if (index_name(before.table, old.columns) == name) continue;
        editor.remove_index(after, {.name = index_name(before.table, old.columns), .columns = old.columns});
        editor.add_index(after, {.name = name, .columns = now.columns});
    }
}

OperationPointer create_model(ModelState model) {
    for (FieldState& field : model.fields) field.fill.reset(), field.was.clear();
    model.was.clear();
    return std::make_shared<CreateModel>(std::move(model));
}
OperationPointer delete_model(std::string model) { return std::make_shared<DeleteModel>(std::move(model)); }
OperationPointer rename_model(std::string from, std::string to) {
    return std::make_shared<RenameModel>(std::move(from), std::move(to));
}
OperationPointer alter_table(std::string model, std::string table) {
    return std::make_shared<AlterTable>(std::move(model), std::move(table));
}

OperationPointer alter_comment(std::string model, std::string comment) {
    return std::make_shared<AlterComment>(std::move(model), std::move(comment));
}
OperationPointer read_alter_comment(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return alter_comment(std::move(model), entries.text("comment"));
}

OperationPointer read_create_model(Entries& entries, const std::string& app) {
    ModelState model{.app = app, .name = entries.text("model")};
    require_model_name(model.name);
    model.table = entries.text_or("table", default_table(app, model.name));
    require_table_name(model.table);
    for (const Value& field : entries.list_or_empty("fields")) {
        if (!field.as_map()) entries.fail("\"fields\" must be a list of objects");
        model.fields.push_back(field_from(*field.as_map(), app, model.table));
        const std::string& name = model.fields.back().name;
        if (model.find(name) != &model.fields.back()) entries.fail("there are two fields \"" + name + "\"");
    }
    if (model.key().empty()) entries.fail("no field of \"" + model.name + "\" is its primary key", "add \"primary_key\": true to one");
    for (const Value& index : entries.list_or_empty("indexes")) {
        if (!index.as_map()) entries.fail("\"indexes\" must be a list of objects");
        model.indexes.push_back(index_from(*index.as_map()));
    }
    for (const Value& check : entries.list_or_empty("checks")) {
        if (!check.as_map()) entries.fail("\"checks\" must be a list of objects");
        model.checks.push_back(check_from(*check.as_map()));
    }
    for (const Value& one : entries.list_or_empty("exclusions")) {
        if (!one.as_map()) entries.fail("\"exclusions\" must be a list of objects");
        model.exclusions.push_back(exclusion_from(*one.as_map()));
    }
    model.db_comment = entries.text_or("comment", "");
    return create_model(std::move(model));
}
OperationPointer read_delete_model(Entries& entries, const std::string&) { return delete_model(entries.text("model")); }
OperationPointer read_rename_model(Entries& entries, const std::string&) {
    std::string from = entries.text("from"), to = entries.text("to");
    require_model_name(to);
    return rename_model(std::move(from), std::move(to));
}
OperationPointer read_alter_table(Entries& entries, const std::string&) {
    std::string model = entries.text("model"), table = entries.text("table");
    require_table_name(table);
    return alter_table(std::move(model), std::move(table));
}

}  // namespace portico::migrations
