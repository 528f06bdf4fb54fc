#include <algorithm>
#include <charconv>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

#include "operations.hpp"
#include "progress.hpp"
#include "running.hpp"
#include "sql_tokens.hpp"
#include "table_sql.hpp"

namespace portico::migrations {

namespace {

/// Where there is no database to keep it in.
class ForgottenCheckpoint final : public Checkpoint {
public:
    std::string position() override { return position_; }
    void keep(const std::string& position) override { position_ = position; }

private:
    std::string position_;
};

/// One run over the rows of a table, in the order of its key.
class Batches {
public:
    Batches(const BackfillState& state, orm::Connection& connection, const ProjectState& tables, const OperationContext& context)
        : state_(state), connection_(connection), tables_(tables), context_(context), model_(tables.get(context.app + "." + state.model)),
          sql_(connection.dialect(), tables), key_(TableSql::key_columns(model_)), progress_(context.progress ? *context.progress : forgotten_) {}

    void run() {
        bool more = true;
        while (more) {
            auto once = [&] { more = next(); };
            context_.patiently ? context_.patiently(once) : once();
            tell(!more);
            if (more && state_.pause.count() > 0) detail::pause(state_.pause);
        }
    }
    /// One batch's statement, the bounds left open.
    std::string shown() const {
        std::string line = update("…", "…");
        std::erase(line, '\n');
        return line;
    }

private:
    /// Another program may be at it as well: where to go on is read in the transaction.
    bool next() {
        orm::Atomic transaction(connection_, {.durable = true, .lock_timeout = context_.lock_timeout});
        if (progress_.is_over()) return false;
        const std::string position = progress_.position();
        const Value parsed = position.empty() ? Value() : parse_json(position);
        List after = parsed.as_map() ? restored(*parsed.as_map()->find("key")->as_list()) : List();
        rows_ = parsed.as_map() ? *parsed.as_map()->find("rows")->as_integer() : 0;
        const Value* about = parsed.as_map() ? parsed.as_map()->find("of") : nullptr;
        about_ = about && about->as_integer() ? *about->as_integer() : estimate();
        const List keys = keys_after(after);
        if (keys.empty()) return false;
        const List last = key_.size() == 1 ? List{keys.back()} : *keys.back().as_list();
        change(after, last, keys);
        rows_ += static_cast<std::int64_t>(keys.size());
        progress_.keep(to_json(Value::map({{"key", Value(kept(last))}, {"rows", Value(rows_)}, {"of", Value(about_)}})));
        transaction.commit();
        return static_cast<std::int64_t>(keys.size()) == state_.batch;
    }
    /// Bytes are none of JSON's.
    static List kept(List key) {
        for (Value& part : key)
            if (const Bytes* bytes = part.as_bytes()) part = Value::map({{"base64", Value(text::base64(bytes->data))}});
        return key;
    }
    static List restored(List key) {
        for (Value& part : key)
            if (const Map* bytes = part.as_map()) part = Value(Bytes{text::from_base64(bytes->find("base64")->str()).value_or("")});
        return key;
    }
    List keys_after(const List& after) const {
        List keys;
        std::vector<Value> parameters;
        const std::string from = after.empty() ? "" : " WHERE " + bound(">", after, parameters);
        connection_.query({"SELECT " + sql_.names(key_) + " FROM " + q(model_.table) + from + " ORDER BY " + sql_.names(key_) + " LIMIT " +
                               std::to_string(state_.batch),
                           parameters},
                          [&](const orm::Row& row) {
                              List parts;
                              for (std::size_t i = 0; i < row.columns(); ++i) parts.push_back(row.value(i));
                              keys.push_back(parts.size() == 1 ? parts[0] : Value(parts));
                          });
        return keys;
    }
    void change(const List& after, const List& last, const List& keys) {
        if (!state_.code.empty()) {
            CodeContext call{connection_, tables_, keys};
            return code_named(context_, state_.code).run(call);
        }
        std::vector<Value> parameters;
        const std::string from = after.empty() ? std::string() : bound(">", after, parameters);
        const std::string to = bound("<=", last, parameters);
        connection_.execute({update(from, to), parameters});
    }
    std::string update(const std::string& from, const std::string& to) const {
        const std::string_view database = connection_.dialect().name();
        std::string values;
        for (const auto& [column, expression] : state_.set) values += (values.empty() ? "" : ", ") + q(column) + " = " + expression.in(database) + "\n";  // behind a comment, too
        std::string text = "UPDATE " + q(model_.table) + " SET " + values + " WHERE " + (from.empty() ? "" : from + " AND ") + to;
        return state_.condition.empty() ? text : text + " AND (" + state_.condition.in(database) + "\n)";
    }
    /// ("a", "b") > ($1, $2)
    std::string bound(const std::string& comparison, const List& values, std::vector<Value>& parameters) const {
        std::string places;
        for (const Value& value : values) {
            parameters.push_back(value);
            places += (places.empty() ? "" : ", ") + cast(connection_.dialect().placeholder(parameters.size()), parameters.size() - 1, values.size());
        }
        return "(" + sql_.names(key_) + ") " + comparison + " (" + places + ")";
    }
    /// A key that was kept as JSON (a date, a UUID) is a text again: the server makes of it what the column holds.
    std::string cast(const std::string& place, std::size_t index, std::size_t count) const {
        if (!connection_.dialect().features().native_uuid) return place;
        std::vector<orm::ColumnType> types;
        for (const FieldState* field : model_.key()) types.insert(types.end(), field->types.begin(), field->types.end());
        orm::ColumnType type = types[index % count];
        type.automatic = false;
        return "CAST(" + place + " AS " + connection_.dialect().column_type(type) + ")";
    }
    std::int64_t estimate() const {
        const bool counts = connection_.dialect().features().concurrent_writers;  // and keeps the number; else counting is quick enough
        const auto rows = counts ? connection_.value({"SELECT reltuples::bigint FROM pg_class WHERE oid = to_regclass($1)", {Value(q(model_.table))}})
                                 : connection_.value({"SELECT count(*) FROM " + q(model_.table), {}});
        return rows && rows->as_integer() ? *rows->as_integer() : 0;
    }
    void tell(bool done) {
        const auto now = std::chrono::steady_clock::now();
        if (!context_.tell || (!done && now - told_ < std::chrono::seconds(1))) return;
        told_ = now;
        context_.tell(model_.table + ": " + rows_in_words(rows_, done ? 0 : about_));
    }
    std::string q(std::string_view name) const { return connection_.dialect().quote(name); }

    const BackfillState& state_;
    orm::Connection& connection_;
    const ProjectState& tables_;
    const OperationContext& context_;
    const ModelState& model_;
    const TableSql sql_;
    const std::vector<std::string> key_;
    ForgottenCheckpoint forgotten_{};
    Checkpoint& progress_;
    std::int64_t rows_ = 0, about_ = 0;
    std::chrono::steady_clock::time_point told_ = std::chrono::steady_clock::now();
};

std::string in_words(std::chrono::milliseconds span) {
    return span.count() % 1000 == 0 ? std::to_string(span.count() / 1000) + "s" : std::to_string(span.count()) + "ms";
}

/// Undone it does nothing: what it has filled goes with its column, or stays.
class Backfill final : public Operation {
public:
    explicit Backfill(BackfillState state) : state_(std::move(state)) {}
    std::string kind() const override { return "backfill"; }
    std::string describe() const override { return "backfill " + state_.model + (state_.code.empty() ? "" : " by " + state_.code); }
    std::string short_name() const override { return "backfill_" + text::ascii_lower(state_.model); }
    Map to_map() const override {
        Map map{{"op", kind()}, {"model", state_.model}};
        if (!state_.code.empty()) map.append("code", Value(state_.code));
        Map values;
        for (const auto& [column, expression] : state_.set) values.append(column, value_of(expression));
        if (!state_.set.empty()) map.append("set", Value::map(std::move(values)));
        if (!state_.condition.empty()) map.append("where", value_of(state_.condition));
        if (state_.batch != BackfillState().batch) map.append("batch", Value(state_.batch));
        if (state_.pause.count() > 0) map.append("pause", Value(in_words(state_.pause)));
        return map;
    }
    void apply(ProjectState& state, const std::string& app) const override {
        const ModelState& model = state.get(app + "." + state_.model);
        for (const auto& [column, expression] : state_.set) {
            const bool known = std::any_of(model.fields.begin(), model.fields.end(), [&, &name = column](const FieldState& field) {
                return std::find(field.columns.begin(), field.columns.end(), name) != field.columns.end();
            });
            for (const FieldState* key : model.key())
                if (std::find(key->columns.begin(), key->columns.end(), column) != key->columns.end())
                    throw Error("\"set\" changes \"" + column + "\", which is the key of \"" + model.label() + "\": a backfill goes from key to key, and would never end", "a run_sql may");
            if (!known) throw Error("\"set\" names the column \"" + column + "\", which \"" + model.label() + "\" does not have at this point");
        }
    }
    void forwards(SchemaEditor& editor, const ProjectState&, const ProjectState& to, const OperationContext& context) const override {
        Batches batches(state_, editor.connection(), to, context);
        if (!editor.collects()) return batches.run();
        if (!state_.code.empty()) code_named(context, state_.code);
        editor.note("batch by batch of " + std::to_string(state_.batch) + " rows, each in a transaction of its own:");
        editor.note(state_.code.empty() ? batches.shown() : "the program's function \"" + state_.code + "\" runs here");
    }
    void backwards(SchemaEditor&, const ProjectState&, const ProjectState&, const OperationContext&) const override {}
    bool commits_itself() const override { return true; }

private:
    BackfillState state_;
};

std::chrono::milliseconds span_from(Entries& entries, const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    if (error != std::errc() || number < 0 || (unit != "ms" && unit != "s")) entries.fail("\"pause\" must be a time like \"50ms\" or \"2s\"");
    return std::chrono::milliseconds(unit == "s" ? number * 1000 : number);
}

/// What is put into a statement between its own words must not lead out of it.
void refuse_odd(Entries& entries, const std::string& name, const SqlTexts& texts) {
    for (const auto& [database, text] : texts.texts)
        for (const Quoting quoting : {Quoting::sqlite, Quoting::postgresql}) {
            if (database == "sqlite" ? quoting == Quoting::postgresql : database == "postgresql" && quoting == Quoting::sqlite) continue;
            if (!is_one_expression(text, quoting)) entries.fail("\"" + name + "\" is no single expression: " + text, "parentheses belong together, and a semicolon ends nothing here");
        }
}

}  // namespace

OperationPointer backfill(BackfillState state) { return std::make_shared<Backfill>(std::move(state)); }

OperationPointer read_backfill(Entries& entries, const std::string&) {
    BackfillState state{.model = entries.text("model"), .code = entries.text_or("code", "")};
    if (entries.has("set"))
        for (const auto& [column, expression] : entries.map("set")) state.set[column] = texts_from(entries, expression);
    if (state.set.empty() == state.code.empty()) entries.fail("it has a \"set\" or a \"code\"", R"(as in "set": {"subtitle": "title"})");
    if (auto condition = entries.value("where")) state.condition = texts_from(entries, *condition);
    for (const auto& [column, expression] : state.set) refuse_odd(entries, "set", expression);
    refuse_odd(entries, "where", state.condition);
    if (!state.condition.empty() && !state.code.empty()) entries.fail("\"where\" goes with \"set\"; code chooses its rows itself");
    state.batch = entries.integer_or("batch", state.batch);
    if (state.batch < 1) entries.fail("\"batch\" must be a number of rows");
    if (entries.has("pause")) state.pause = span_from(entries, entries.text("pause"));
    return backfill(std::move(state));
}

}  // namespace portico::migrations
