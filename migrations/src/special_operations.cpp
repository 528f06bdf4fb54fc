#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/orm/dialect.hpp>

#include "operations.hpp"
#include "safety.hpp"
#include "transaction_words.hpp"

namespace portico::migrations {

namespace {

class RunSql final : public Operation {
public:
    RunSql(Value sql, std::optional<Value> reverse, bool elidable) : sql_(std::move(sql)), reverse_(std::move(reverse)), elidable_(elidable) {}
    std::string kind() const override { return "run_sql"; }
    std::string describe() const override { return "run SQL"; }
    std::string short_name() const override { return "sql"; }
    Map to_map() const override {
        Map map{{"op", kind()}, {"sql", sql_}};
        if (reverse_) map.append("reverse", *reverse_);
        if (elidable_) map.append("elidable", Value(true));
        return map;
    }
    void apply(ProjectState&, const std::string&) const override {}
    void forwards(SchemaEditor& editor, const ProjectState&, const ProjectState&, const OperationContext&) const override {
        run(editor, sql_);
    }
    void backwards(SchemaEditor& editor, const ProjectState&, const ProjectState&, const OperationContext&) const override {
        run(editor, *reverse_);
    }
    bool is_reversible() const override { return reverse_.has_value(); }
    bool is_elidable() const override { return elidable_; }
    bool runs_alone(const orm::Dialect&) const override { return true; }

private:
    static void run(SchemaEditor& editor, const Value& value) {
        std::optional<std::string_view> text = value.as_text();
        const std::string_view database = editor.connection().dialect().name();
        if (const Map* of_databases = value.as_map()) {
            const Value* own = of_databases->find(database);
            if (own) text = own->as_text();
        }
        if (!text)
            throw Error("a run_sql has no SQL for \"" + std::string(database) + "\"",
                        R"("sql" is a text, or an object: {"sqlite": "…", "postgresql": "…"})");
        const Quoting quoting = database == "sqlite" ? Quoting::sqlite : Quoting::postgresql;
        if (const std::string word = transaction_word(*text, quoting); !word.empty())
            throw Error("its SQL has a " + word + ", and transactions are the migration's own business",
                        "take it out: a migration is one transaction, or with \"atomic\": false one for each operation");
        if (!text->empty()) editor.script(std::string(*text));
    }
    Value sql_;
    std::optional<Value> reverse_;
    bool elidable_;
};

class RunCode final : public Operation {
public:
    RunCode(std::string code, std::optional<std::string> reverse, bool elidable)
        : code_(std::move(code)), reverse_(std::move(reverse)), elidable_(elidable) {}
    std::string kind() const override { return "run_code"; }
    std::string describe() const override { return "run code " + code_; }
    std::string short_name() const override { return code_; }
    Map to_map() const override {
        Map map{{"op", kind()}, {"code", code_}};
        if (reverse_) map.append("reverse", Value(*reverse_));
        if (elidable_) map.append("elidable", Value(true));
        return map;
    }
    void apply(ProjectState&, const std::string&) const override {}
    void forwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to,
                  const OperationContext& context) const override {
        run(editor, to, context, code_);
    }
    void backwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to,
                   const OperationContext& context) const override {
        run(editor, to, context, *reverse_);
    }
    bool is_reversible() const override { return reverse_.has_value(); }
    bool is_elidable() const override { return elidable_; }
    bool runs_alone(const orm::Dialect&) const override { return true; }

private:
    static void run(SchemaEditor& editor, const ProjectState& state, const OperationContext& context, const std::string& name) {
        if (name.empty()) return;
        const Code& code = code_named(context, name);
        if (editor.collects()) return editor.note("the program's function \"" + name + "\" runs here");
        CodeContext call{editor.connection(), state};
        code.run(call);
    }
    std::string code_;
    std::optional<std::string> reverse_;
    bool elidable_;
};

class OnlyHalf final : public Operation {
public:
    OnlyHalf(OperationPointer whole, bool state) : whole_(std::move(whole)), state_(state) {}
    std::string kind() const override { return whole_->kind(); }
    std::string describe() const override {
        return whole_->describe() + (state_ ? " (not in the database)" : " (in the database only)");
    }
    std::string short_name() const override { return whole_->short_name(); }
    Map to_map() const override {
        Map map = whole_->to_map();
        map.append("only", Value(std::string(state_ ? "state" : "database")));
        return map;
    }
    void apply(ProjectState& state, const std::string& app) const override {
        state_ ? whole_->apply(state, app) : refuse_done(state, app);
    }
    void forwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                  const OperationContext& context) const override {
        if (state_) return;
        ProjectState after = to;
        whole_->apply(after, context.app);
        whole_->forwards(editor, from, after, context);
    }
    void backwards(SchemaEditor& editor, const ProjectState& from, const ProjectState& to,
                   const OperationContext& context) const override {
        if (state_) return;
        ProjectState before = from;
        whole_->apply(before, context.app);
        whole_->backwards(editor, before, to, context);
    }
    bool is_reversible() const override { return state_ || whole_->is_reversible(); }
    bool loses_data() const override { return !state_ && whole_->loses_data(); }
    bool is_elidable() const override { return whole_->is_elidable(); }
    bool commits_itself() const override { return !state_ && whole_->commits_itself(); }
    bool runs_alone(const orm::Dialect& dialect) const override { return !state_ && whole_->runs_alone(dialect); }
    std::vector<std::string> needs() const override { return whole_->needs(); }

private:
    /// What the tables become is worked out from what they are taken to be: that must not be ahead of them.
    void refuse_done(const ProjectState& state, const std::string& app) const {
        const char* hint = "what the tables become is worked out from what they are taken to be: of two halves with something between them that of the database comes first, and \"only\": \"state\" behind it; "
                           "or have a run_sql do the database's";
        ProjectState after = state;
        try {
            whole_->apply(after, app);
        } catch (const Error& error) {
            throw Error(describe() + ": " + error.what(), hint);
        }
        const Change change = change_of(*whole_, state, after, app);
        if (change.kind == "alter_field" && change.field && change.new_field && change.field->same_as(*change.new_field))
            throw Error(describe() + ": the field is taken to be so already", hint);
    }

    OperationPointer whole_;
    bool state_;
};

struct Kind {
    std::string_view name;
    OperationPointer (*read)(Entries& entries, const std::string& app);
};

constexpr Kind kinds[] = {
    {"create_model", &read_create_model}, {"delete_model", &read_delete_model}, {"rename_model", &read_rename_model},
    {"alter_table", &read_alter_table},   {"add_field", &read_add_field},       {"remove_field", &read_remove_field},
    {"alter_field", &read_alter_field},   {"rename_field", &read_rename_field}, {"add_index", &read_add_index},
    {"remove_index", &read_remove_index}, {"add_check", &read_add_check},       {"remove_check", &read_remove_check},
    {"add_exclusion", &read_add_exclusion}, {"remove_exclusion", &read_remove_exclusion}, {"alter_comment", &read_alter_comment},
    {"backfill", &read_backfill},         {"create_extension", &read_create_extension},
    {"validate_constraint", &read_validate_constraint},
    {"run_sql", &read_run_sql},           {"run_code", &read_run_code},
};

}  // namespace

const Code& code_named(const OperationContext& context, const std::string& name) {
    std::vector<std::string> known;
    if (context.codes) {
        for (const Code& code : *context.codes) {
            known.push_back(code.name);
            if (code.name == name) return code;
        }
    }
    const std::string near = did_you_mean(name, known);
    throw Error("the app \"" + context.app + "\" has no code \"" + name + "\" for migrations",
                near.empty() ? "add .with(migrations::Code{\"" + name + "\", …}) to the app" : near);
}

OperationPointer only_half(OperationPointer whole, bool state) {
    return std::make_shared<OnlyHalf>(std::move(whole), state);
}

OperationPointer read_run_sql(Entries& entries, const std::string&) {
    auto sql = entries.value("sql");
    if (!sql || (!sql->as_text() && !sql->as_map())) entries.fail("\"sql\" must be a text, or an object with one for each database");
    return std::make_shared<RunSql>(*sql, entries.value("reverse"), entries.flag("elidable"));
}

OperationPointer read_run_code(Entries& entries, const std::string&) {
    std::string code = entries.text("code");
    std::optional<std::string> reverse;
    if (entries.has("reverse")) reverse = entries.text("reverse");
    return std::make_shared<RunCode>(std::move(code), std::move(reverse), entries.flag("elidable"));
}

OperationPointer operation_from(const Map& map, const std::string& app) {
    const std::string name = Entries(map, "an operation").text("op");
    Entries entries(map, "the operation \"" + name + "\"");
    entries.text("op");
    std::vector<std::string> known;
    for (const Kind& kind : kinds) {
        known.emplace_back(kind.name);
        if (kind.name != name) continue;
        OperationPointer operation = kind.read(entries, app);
        const std::string only = entries.text_or("only", "");
        if (!only.empty() && only != "state" && only != "database") entries.fail("\"only\" must be \"state\" or \"database\"");
        entries.finish();
        return only.empty() ? operation : only_half(std::move(operation), only == "state");
    }
    throw Error("the operation \"" + name + "\" is unknown", did_you_mean(name, known));
}

}  // namespace portico::migrations
