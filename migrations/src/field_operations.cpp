#include <algorithm>
#include <utility>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "fill.hpp"
#include "operations.hpp"
#include "sql_columns.hpp"

namespace portico::migrations {

namespace {

FieldState& require(ModelState& model, const std::string& field) {
    if (FieldState* found = model.find(field)) return *found;
    std::vector<std::string> names;
    for (const FieldState& one : model.fields) names.push_back(one.name);
    throw Error("the model \"" + model.label() + "\" has no field \"" + field + "\" at this point", did_you_mean(field, names));
}

/// A field's entry, with what existing rows get.
Map with_fill(const FieldState& field) {
    Map map = to_map(field);
    if (field.fill) map.append("fill", *field.fill);
    return map;
}

/// Django keeps many-to-many fields behind the others; so do we, since the order is that of the columns.
void insert(ModelState& model, FieldState field) {
    auto place = model.fields.end();
    if (field.has_columns())
        place = std::find_if(model.fields.begin(), model.fields.end(), [](auto& one) { return !one.has_columns(); });
    model.fields.insert(place, std::move(field));
}

/// A number that the database counts up is a key by itself.
void refuse_counted_part(const ModelState& model) {
    const auto key = model.key();
    for (const FieldState* field : key)
        if (key.size() > 1 && field->type.automatic)
            throw Error("\"" + model.label() + "\" would have a key of several fields, and one of them, \"" + field->name + "\", gives itself values",
                        "leave out \"primary_key\" (a \"unique\" keeps it from having a value twice); or alter \"" + field->name + "\" before, not to be \"automatic\"");
}

class FieldOperation : public Operation {
public:
    FieldOperation(std::string model, std::string field) : model_(std::move(model)), field_(std::move(field)) {}

protected:
    std::string label(const std::string& app) const { return app + "." + model_; }
    const ModelState& in(const ProjectState& state, const OperationContext& context) const { return state.get(label(context.app)); }

    std::string model_;
    std::string field_;
};

class AddField final : public FieldOperation {
public:
    AddField(std::string model, FieldState field) : FieldOperation(std::move(model), field.name), state_(std::move(field)) {}
    std::string kind() const override { return "add_field"; }
    std::string describe() const override { return "add field " + field_ + " to " + model_; }
    std::string short_name() const override { return text::ascii_lower(model_) + "_" + field_; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"field", Value(with_fill(state_))}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(label(app));
        if (model.find(field_)) throw Error("the model \"" + model.label() + "\" has a field \"" + field_ + "\" already");
        insert(model, state_);
        if (state_.primary_key) refuse_counted_part(model);
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                  const OperationContext& context) const override {
        editor.add_field(to, in(from, context), in(to, context), field_);
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                   const OperationContext& context) const override {
        editor.remove_field(to, in(from, context), in(to, context), field_);
    }
    std::vector<std::string> needs() const override {
        return state_.is_relation() ? std::vector{state_.to} : std::vector<std::string>();
    }

private:
    FieldState state_;
};

class RemoveField final : public FieldOperation {
public:
    using FieldOperation::FieldOperation;
    std::string kind() const override { return "remove_field"; }
    std::string describe() const override { return "remove field " + field_ + " from " + model_; }
    std::string short_name() const override { return "remove_" + text::ascii_lower(model_) + "_" + field_; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"field", field_}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(label(app));
        const FieldState& field = require(model, field_);
        if (field.primary_key && model.key().size() == 1)
            throw Error("the field \"" + field_ + "\" is the key of \"" + model.label() + "\"", "add another key first");
        for (const IndexState& index : model.indexes)
            for (const std::string& column : field.columns)
                if (std::find(index.columns.begin(), index.columns.end(), column) != index.columns.end() ||
                    std::find(index.columns.begin(), index.columns.end(), "-" + column) != index.columns.end())
                    throw Error("the field \"" + field_ + "\" of \"" + model.label() + "\" is part of the index \"" + index.name + "\"",
                                "remove that first: {\"op\": \"remove_index\", \"model\": \"" + model.name + "\", \"name\": \"" +
                                    index.name + "\"}");
        for (const std::string& column : field.columns)
            if (const std::string rule = rule_naming(model, column); !rule.empty())
                throw Error("the field \"" + field_ + "\" of \"" + model.label() + "\" is named by " + rule, "remove that first, or have it say something else");
        std::erase_if(model.fields, [&](auto& one) { return one.name == field_; });
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                  const OperationContext& context) const override {
        editor.remove_field(to, in(from, context), in(to, context), field_);
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                   const OperationContext& context) const override {
        editor.add_field(to, in(from, context), in(to, context), field_);
    }
    bool loses_data() const override { return true; }
};

class AlterField final : public FieldOperation {
public:
    AlterField(std::string model, FieldState field, bool concurrently)
        : FieldOperation(std::move(model), field.name), state_(std::move(field)), concurrently_(concurrently) {}
    std::string kind() const override { return "alter_field"; }
    std::string describe() const override { return "alter field " + field_ + " of " + model_ + (concurrently_ ? " concurrently" : ""); }
    std::string short_name() const override { return "alter_" + text::ascii_lower(model_) + "_" + field_; }
    Map to_map() const override { return with_concurrently({{"op", kind()}, {"model", model_}, {"field", Value(with_fill(state_))}}, concurrently_); }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(label(app));
        const FieldState then = std::exchange(require(model, field_), state_);
        if (state_.primary_key && !then.primary_key) refuse_counted_part(model);
        const std::vector<std::string>& before = then.columns;
        if (before.size() != state_.columns.size()) return;
        for (std::size_t part = 0; part < before.size(); ++part)
            if (before[part] != state_.columns[part]) follow_column(model, before[part], state_.columns[part]);
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                  const OperationContext& context) const override {
        if (concurrently_) return editor.alter_field_concurrently(to, in(from, context), in(to, context), field_);
        editor.alter_field(to, in(from, context), in(to, context), field_);
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                   const OperationContext& context) const override {
        // Rows that have come to be without it in the meantime must not keep anybody from going back.
        ProjectState filled = to;
        FieldState& before = *filled.get(label(context.app)).find(field_);
        if (!before.nullable && before.has_columns() && has_fill(before) && !fills_nulls(before)) before.fill = fill_of(before, before.types.front());
        forwards(editor, from, filled, context);
    }
    std::vector<std::string> needs() const override {
        return state_.is_relation() ? std::vector{state_.to} : std::vector<std::string>();
    }
    bool commits_itself() const override { return concurrently_; }
    bool runs_alone(const orm::Dialect& dialect) const override { return builds_beside_others(concurrently_, dialect); }

private:
    FieldState state_;
    bool concurrently_;
};

class RenameField final : public FieldOperation {
public:
    RenameField(std::string model, std::string from, std::string to)
        : FieldOperation(std::move(model), std::move(from)), to_(std::move(to)) {}
    std::string kind() const override { return "rename_field"; }
    std::string describe() const override { return "rename field " + field_ + " of " + model_ + " to " + to_; }
    std::string short_name() const override { return "rename_" + field_ + "_" + text::ascii_lower(model_) + "_" + to_; }
    Map to_map() const override { return {{"op", kind()}, {"model", model_}, {"from", field_}, {"to", to_}}; }
    void apply(ProjectState& state, const std::string& app) const override {
        ModelState& model = state.get(label(app));
        if (model.find(to_)) throw Error("the model \"" + model.label() + "\" has a field \"" + to_ + "\" already");
        FieldState& field = require(model, field_);
        field.name = to_;
        for (ModelState& other : state.models())
            for (FieldState& one : other.fields)
                if (one.to_field == field_ && text::ascii_iequals(one.to, model.label())) one.to_field = to_;
        if (field.through == model.table + "_" + field_) field.through = model.table + "_" + to_;
        for (std::string& column : field.columns) {
            // One is called after its field, those of a longer key begin with its name.
            const std::string start = field.columns.size() == 1 ? usual_column(field, field_) : field_ + "_";
            if (field.columns.size() == 1 ? column != start : !column.starts_with(start)) continue;
            const std::string before = column;
            column = field.columns.size() == 1 ? usual_column(field, to_) : to_ + before.substr(field_.size());
            const std::string after = column;
            follow_column(model, before, after);
        }
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                  const OperationContext& context) const override {
        move(editor, in(from, context), in(to, context), field_, to_);
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                   const OperationContext& context) const override {
        move(editor, in(from, context), in(to, context), to_, field_);
    }

private:
    static void move(SchemaEditor& editor, const ModelState& from, const ModelState& to, const std::string& old_name,
                     const std::string& new_name) {
        const FieldState &before = *from.find(old_name), &after = *to.find(new_name);
        if (before.through != after.through) editor.rename_table(before.through, after.through);
        if (before.columns == after.columns) return;
        for (std::size_t part = 0; part < before.columns.size(); ++part)
            if (before.columns[part] != after.columns[part]) editor.rename_column(to.table, before.columns[part], after.columns[part]);
        rename_indexes(editor, from, to);
    }
    std::string to_;
};

}  // namespace

std::string usual_column(const FieldState& field, const std::string& name) { return field.is_relation() ? name + "_id" : name; }

OperationPointer add_field(std::string model, FieldState field) {
    return std::make_shared<AddField>(std::move(model), std::move(field));
}
OperationPointer remove_field(std::string model, std::string field) {
    return std::make_shared<RemoveField>(std::move(model), std::move(field));
}
OperationPointer alter_field(std::string model, FieldState field, bool concurrently) {
    return std::make_shared<AlterField>(std::move(model), std::move(field), concurrently);
}
OperationPointer rename_field(std::string model, std::string from, std::string to) {
    return std::make_shared<RenameField>(std::move(model), std::move(from), std::move(to));
}

OperationPointer read_add_field(Entries& entries, const std::string& app) {
    std::string model = entries.text("model");
    const std::string table = default_table(app, model);
    return add_field(std::move(model), field_from(entries.map("field"), app, table));
}
OperationPointer read_remove_field(Entries& entries, const std::string&) {
    std::string model = entries.text("model");
    return remove_field(std::move(model), entries.text("field"));
}
OperationPointer read_alter_field(Entries& entries, const std::string& app) {
    std::string model = entries.text("model");
    const std::string table = default_table(app, model);
    FieldState field = field_from(entries.map("field"), app, table);
    return alter_field(std::move(model), std::move(field), entries.flag("concurrently"));
}
OperationPointer read_rename_field(Entries& entries, const std::string&) {
    std::string model = entries.text("model"), from = entries.text("from");
    return rename_field(std::move(model), std::move(from), entries.text("to"));
}

}  // namespace portico::migrations
