#include "../safety.hpp"

#include <algorithm>

#include "../fill.hpp"
#include "../table_sql.hpp"

namespace portico::migrations::postgresql {

namespace {

constexpr const char* exclusive = "ACCESS EXCLUSIVE";  // readers wait too
constexpr const char* share = "SHARE";                 // CREATE INDEX: writers wait
constexpr const char* beside = "SHARE UPDATE EXCLUSIVE";  // CONCURRENTLY, VALIDATE: nobody waits
constexpr const char* share_row = "SHARE ROW EXCLUSIVE";  // a new foreign key, on both sides: writers wait

class Impacts {
public:
    Impacts(const Change& change, const orm::Dialect& dialect) : change_(change), dialect_(dialect) {}

    std::vector<TableImpact> found() {
        const std::string& kind = change_.kind;
        if (kind == "create_model" && change_.new_model) created();
        if (kind == "delete_model" && change_.model) deleted();
        if ((kind == "rename_model" || kind == "alter_table") && change_.model && change_.new_model &&
            change_.model->table != change_.new_model->table)
            add(change_.model->table, exclusive);
        if (kind == "add_field" && change_.new_field) added();
        if (kind == "remove_field" && change_.field) removed();
        if ((kind == "alter_field" || kind == "rename_field") && change_.field && change_.new_field) altered();
        if (kind == "add_index" && change_.model)
            add(change_.model->table, change_.is_constraint ? exclusive : change_.concurrently ? beside : share, false, true);
        if (kind == "add_exclusion" && change_.model) add(change_.model->table, exclusive, false, true);
        if (kind == "remove_exclusion" && change_.model) add(change_.model->table, exclusive);
        if (kind == "add_check" && change_.model) add(change_.model->table, exclusive, false, !is_left_for_later());
        if (kind == "validate_constraint" && change_.model) add(change_.model->table, beside, false, true);
        if ((kind == "remove_index" || kind == "remove_check") && change_.model) add(change_.model->table, change_.concurrently ? beside : exclusive);
        return std::move(found_);
    }

private:
    /// What happens to a table several times counts once for each lock.
    void add(const std::string& table, const char* lock, bool rewrites = false, bool scans = false) {
        for (TableImpact& one : found_) {
            if (one.table != table || one.lock != lock) continue;
            one.rewrites = one.rewrites || rewrites;
            one.scans = one.scans || scans;
            return;
        }
        found_.push_back({table, lock, rewrites, scans});
    }
    /// A check whose rows a validate_constraint looks at.
    bool is_left_for_later() const {
        return change_.new_model && std::any_of(change_.new_model->checks.begin(), change_.new_model->checks.end(),
                                                [&](const CheckState& check) { return check.name == change_.rule && check.not_valid; });
    }
    const std::string& table_of(const ProjectState& state, const std::string& label) { return state.get(label).table; }

    void refer(const std::string& table, const FieldState& field, bool reads_rows) {
        add(table, share_row, false, reads_rows);
        // The rows referred to are read as well.
        add(table_of(change_.after, field.to), share_row, false, reads_rows);
    }
    void created() {
        for (const FieldState& field : change_.new_model->fields) {
            if (field.is_relation() && field.has_columns() && field.db_constraint) add(table_of(change_.after, field.to), share_row);
            if (!field.has_columns() && change_.after.find(field.to)) add(table_of(change_.after, field.to), share_row);
        }
    }
    void deleted() {
        add(change_.model->table, exclusive);
        for (const FieldState& field : change_.model->fields)
            if (!field.has_columns())
                linked(field, exclusive);
            else if (field.is_relation() && change_.before.find(field.to))
                add(table_of(change_.before, field.to), exclusive);
    }
    void added() {
        const FieldState& field = *change_.new_field;
        const std::string& table = change_.new_model->table;
        if (!field.has_columns()) return linked(field, share_row);
        const bool rewrites = !field.generated.empty() || field.type.automatic;
        const bool scans = is_unique(field) || field.primary_key || (!check_of(change_.after, field).empty() && !field.not_valid);
        add(table, exclusive, rewrites, scans);
        if (field.indexed) add(table, share, false, true);
        if (field.is_relation() && field.db_constraint) refer(table, field, !field.not_valid);
    }
    /// The tables at both ends of a many-to-many field whose own table comes or goes, and that one where it goes.
    void linked(const FieldState& field, const char* lock) {
        add((change_.model ? change_.model : change_.new_model)->table, lock);
        const bool goes = change_.kind != "add_field";
        if (goes) add(field.through, lock);
        const ProjectState& state = goes ? change_.before : change_.after;
        if (state.find(field.to)) add(table_of(state, field.to), lock);
    }
    void removed() {
        const FieldState& field = *change_.field;
        if (!field.has_columns()) return linked(field, exclusive);
        add(change_.model->table, exclusive, false, field.primary_key);  // the rest of the key becomes one
        if (field.is_relation()) add(table_of(change_.before, field.to), exclusive);
    }
    void altered() {
        const FieldState &before = *change_.field, &after = *change_.new_field;
        const std::string& table = change_.model->table;
        if (before.has_columns() != after.has_columns()) return;
        if (!before.has_columns()) return relinked(before, after);
        if (before.same_as(after)) return;
        if (change_.concurrently) return altered_beside_others(before, after);
        bool rewrites = before.columns.size() != after.columns.size() || is_computed_anew(before, after);
        for (std::size_t part = 0; part < after.types.size() && part < before.types.size(); ++part)
            rewrites = rewrites || is_rewritten(before.types[part], after.types[part]);
        const bool newly_checked = !check_of(change_.after, after).empty() && check_of(change_.before, before) != check_of(change_.after, after);
        const bool scans = (before.nullable && !after.nullable && !is_known_not_null(*change_.model, before.columns[0], dialect_)) ||
                           (!is_unique(before) && is_unique(after)) || (newly_checked && !after.not_valid) || before.primary_key != after.primary_key;
        if (needs_lock(before, after)) add(table, exclusive, rewrites, scans);
        if (!before.indexed && after.indexed) add(table, share, false, true);
        const bool elsewhere = before.to != after.to || before.to_field != after.to_field || before.on_delete != after.on_delete ||
                               before.db_constraint != after.db_constraint || (after.not_valid && !before.not_valid);
        if (after.is_relation() && after.db_constraint && (elsewhere || rewrites)) refer(table, after, !after.not_valid);
        if (before.is_relation() && before.db_constraint && elsewhere && change_.before.find(before.to))
            add(table_of(change_.before, before.to), exclusive);
        if (rewrites && after.primary_key) rewrite_referring();
    }
    /// The table of links is renamed, has columns renamed, or is made anew.
    void relinked(const FieldState& before, const FieldState& after) {
        const bool renamed = before.through != after.through || before.through_from != after.through_from || before.through_to != after.through_to;
        if (renamed || loses_links(change_)) add(before.through, exclusive);
        if (!loses_links(change_)) return;
        add(change_.model->table, exclusive);
        if (change_.before.find(before.to)) add(table_of(change_.before, before.to), exclusive);
        if (change_.after.find(after.to)) add(table_of(change_.after, after.to), share_row);
    }
    void altered_beside_others(const FieldState& before, const FieldState& after) {
        const std::string& table = change_.model->table;
        const bool builds = (!before.indexed && after.indexed) || (!is_unique(before) && is_unique(after));
        if (builds || before.indexed != after.indexed) add(table, beside, false, builds);
        if (is_unique(before) != is_unique(after)) add(table, exclusive);
    }
    /// Anything but an index that comes.
    bool needs_lock(const FieldState& before, const FieldState& after) {
        FieldState like = before;
        like.indexed = after.indexed;
        like.db_comment = after.db_comment;
        if (like.is_relation()) like.not_valid = after.not_valid;
        // A foreign key that comes keeps readers from nothing.
        if (!before.db_constraint) like.db_constraint = after.db_constraint, like.on_delete = after.on_delete;
        return !like.same_as(after) || (before.indexed && !after.indexed);
    }
    void rewrite_referring() {
        for (const ModelState& other : change_.before.models())
            for (const FieldState& field : other.fields)
                if (field.is_relation() && field.has_columns() && change_.before.find(field.to) == change_.model) {
                    add(other.table, exclusive, true, true);
                    add(other.table, share_row, false, true);
                }
    }

    static bool is_unique(const FieldState& field) {
        return !field.primary_key && (field.unique || field.form == FieldForm::one_to_one);
    }
    std::string check_of(const ProjectState& state, const FieldState& field) {
        FieldState as_after = field;  // by its name of afterwards
        if (change_.new_field) as_after.columns = change_.new_field->columns;
        const TableSql tables(dialect_, state);
        std::string all;
        for (std::size_t part = 0; part < as_after.columns.size() && part < as_after.types.size(); ++part) all += tables.condition(as_after, part);
        return all;
    }
    /// Longer texts and decimals of the same scale fit as they are; all else is written anew.
    bool is_rewritten(const orm::ColumnType& before, const orm::ColumnType& after) {
        if (dialect_.column_type(before) == dialect_.column_type(after)) return false;
        if (before.kind != after.kind) return true;
        if (before.kind == Kind::text) return after.max_length && (!before.max_length || *after.max_length < *before.max_length);
        if (before.kind == Kind::decimal) return before.places != after.places || after.digits < before.digits;
        return true;
    }

    const Change& change_;
    const orm::Dialect& dialect_;
    std::vector<TableImpact> found_{};
};

}  // namespace

std::vector<TableImpact> impact_of(const Change& change, const orm::Dialect& dialect) { return Impacts(change, dialect).found(); }

std::string advice_for(const Change& change) {
    const std::string& kind = change.kind;
    const std::string series = " (makemigrations --safe writes it so)";
    if (kind == "add_index" && change.unique_index) {
        const std::string mend = "mend the rows that are not unique, and deploy a version that writes none, before this migration";
        return change.concurrently || change.is_constraint ? mend : mend + "; and say \"concurrently\": true" + series;
    }
    if (kind == "add_index")
        return "say \"concurrently\": true, in a migration of its own that says \"atomic\": false: then nobody waits" + series;
    if (kind == "add_exclusion") return "mend the rows that exclude each other, and deploy a version that writes none, before this migration";
    if (kind == "add_check" && !change.new_model) return {};
    if (kind == "add_check") {
        const auto& checks = change.new_model->checks;
        const bool later = std::any_of(checks.begin(), checks.end(), [&](auto& check) { return check.name == change.rule && check.not_valid; });
        if (later) return "deploy a version that writes no such rows before this migration";
        return "say \"not_valid\": true, which takes a moment, and let a validate_constraint in a later migration look at the rows: then nobody waits" +
               series + "; and deploy a version that writes no such rows before";
    }
    if (kind == "add_field" && change.new_field && !change.new_field->nullable)
        return "give the field a db_default, or add it as optional, deploy the version that fills it, and make it required in a later migration" + series;
    if (kind == "add_field") return "add the plain column first; its index, uniqueness or reference in migrations of their own" + series;
    if (kind == "remove_field" || kind == "delete_model")
        return "deploy a version that does not use it first (an optional column that is left in the database hurts nobody), then apply this migration" +
               std::string(kind == "remove_field" ? series : "");
    if (kind == "rename_field" || kind == "rename_model" || kind == "alter_table")
        return "keep the old name in the database (db_column, db_table); or add the new one beside it, write both, copy, read the new one, and remove the old one";
    if (loses_links(change))
        return "add a field beside it that leads to the other model, deploy the version that uses that one, and remove the old one in a later migration";
    if (kind == "alter_field")
        return "in steps: a check, a reference, an index or a NOT NULL each has a way that nobody waits for" + series +
               "; another type: add a new field, write both, copy the rows with a backfill, read the new one, and remove the old one";
    return {};
}

}  // namespace portico::migrations::postgresql
