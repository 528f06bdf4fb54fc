#include "safe_parts.hpp"

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

#include "fill.hpp"
#include "table_sql.hpp"

namespace portico::migrations {

namespace {

using Way = SafePart::Way;

bool is_required(const FieldState& field) {
    return !field.nullable && !field.primary_key && !field.db_default && field.generated.empty() && !field.type.automatic;
}

/// The same for each database, as it writes it.
template <class Write> SqlTexts on_each(Write write) {
    SqlTexts sql;
    for (const orm::Dialect* dialect : orm::all_dialects()) sql.texts[std::string(dialect->name())] = write(*dialect);
    return sql;
}

class Parts {
public:
    Parts(const OperationPointer& operation, const Change& change) : whole_{{Way::brief, {operation}}}, change_(change) {}

    std::vector<SafePart> of_index(const IndexState& index) {
        if (index.more.deferrable != orm::Deferrable::no) return whole_;
        return {{Way::beside, {add_index(model().name, index, true)}}};
    }
    std::vector<SafePart> of_check(CheckState check) {
        check.not_valid = true;
        return {{Way::brief, {add_check(model().name, check)}}, {Way::validating, {validate_check(model().name, check.name)}}};
    }
    std::vector<SafePart> of_removed_field() {
        FieldState field = *change_.field;
        std::vector<SafePart> parts;
        // The new version adds rows without it.
        if (field.has_columns() && is_required(field)) {
            if (field.is_relation()) field.nullable = true;
            else field.db_default = fill_of(field, field.type);
            parts.push_back({Way::brief, {alter_field(model().name, field)}});
        }
        parts.push_back(whole_[0]);
        parts.back().after_deploy = true;
        return parts;
    }
    std::vector<SafePart> of_added_field() {
        const FieldState& wanted = *change_.new_field;
        if (!wanted.has_columns() || wanted.form == FieldForm::one_to_one || !wanted.generated.empty() || wanted.type.automatic) return whole_;
        FieldState now = wanted;
        now.indexed = now.unique = false;
        now.not_valid = (wanted.is_relation() && wanted.db_constraint) || has_condition(wanted);
        const bool missed = is_required(wanted);
        if (missed && !has_fill(wanted)) return whole_;
        if (missed) now.db_default = fill_of(wanted, wanted.type);
        parts_.push_back({Way::brief, {add_field(model().name, now)}});
        now.fill.reset();
        build_and_validate(now, wanted);
        if (missed) {
            now.db_default.reset();
            parts_.push_back({Way::brief, {alter_field(model().name, now)}, true});
        }
        return std::move(parts_);
    }
    std::vector<SafePart> of_altered_field() {
        const FieldState &before = *change_.field, &wanted = *change_.new_field;
        if (!before.has_columns() || !wanted.has_columns() || before.columns != wanted.columns || before.types != wanted.types ||
            before.form != wanted.form || before.generated != wanted.generated)
            return of_new_reference();
        FieldState now = wanted;
        now.fill.reset();
        const bool becomes_required = before.nullable && !wanted.nullable && wanted.columns.size() == 1;
        if (becomes_required) now.nullable = true;
        now.indexed = before.indexed && wanted.indexed;
        now.unique = before.unique && wanted.unique;
        now.not_valid = refers_anew(before, wanted) || (has_condition(wanted) && before.choices != wanted.choices);
        FieldState like = now;
        like.not_valid = before.not_valid;
        if (!like.same_as(before)) parts_.push_back({Way::brief, {alter_field(model().name, now)}});
        build_and_validate(now, wanted);
        if (becomes_required) require(now, wanted);
        return parts_.empty() ? whole_ : std::move(parts_);
    }

private:
    const ModelState& model() const { return *change_.new_model; }

    /// A plain column that becomes a reference of the same type.
    std::vector<SafePart> of_new_reference() {
        const FieldState &before = *change_.field, &wanted = *change_.new_field;
        const bool same_columns = before.columns == wanted.columns && before.types == wanted.types && before.nullable == wanted.nullable;
        if (!same_columns || wanted.form != FieldForm::foreign_key || before.form == FieldForm::one_to_one || !wanted.db_constraint) return whole_;
        FieldState now = wanted;
        now.indexed = before.indexed && wanted.indexed;
        now.not_valid = true;
        parts_.push_back({Way::brief, {alter_field(model().name, now)}});
        build_and_validate(now, wanted);
        return std::move(parts_);
    }
    /// Its index and uniqueness, then what was left for later.
    void build_and_validate(FieldState& now, const FieldState& wanted) {
        if ((wanted.indexed && !now.indexed) || (wanted.unique && !now.unique)) {
            now.indexed = wanted.indexed, now.unique = wanted.unique;
            parts_.push_back({Way::beside, {alter_field(model().name, now, true)}});
        }
        if (!now.not_valid) return;
        now.not_valid = false;
        parts_.push_back({Way::validating, {validate_field(model().name, now.name)}});
    }
    /// First no new row may be without it, then none is, then the database knows.
    void require(FieldState now, const FieldState& wanted) {
        const std::string& column = wanted.columns[0];
        const SqlTexts known = on_each([&](const orm::Dialect& dialect) { return dialect.quote(column) + " IS NOT NULL"; });
        const CheckState check{model().table + "_" + column + "_known", known, true};
        const OperationPointer added = add_check(model().name, check);
        const bool filled = fills_nulls(wanted);
        const OperationPointer fill = filled ? backfill_of(wanted, column) : nullptr;
        // Where a check can't be left for later (SQLite) it holds for all rows from the start: they are filled before, too.
        if (filled) parts_.push_back({Way::beside, {fill}});
        parts_.push_back({Way::brief, {added}});
        if (filled) parts_.push_back({Way::beside, {fill}});
        parts_.push_back({Way::validating, {validate_check(model().name, check.name)}});
        now.nullable = false;
        now.fill = wanted.fill;
        parts_.push_back({Way::brief, {alter_field(model().name, now), remove_check(model().name, check.name)}});
    }
    OperationPointer backfill_of(const FieldState& wanted, const std::string& column) const {
        const ProjectState nothing;
        BackfillState fill{.model = model().name};
        fill.set[column] = on_each([&](const orm::Dialect& dialect) { return TableSql(dialect, nothing).literal(fill_of(wanted, wanted.types[0]), wanted.types[0]); });
        fill.condition = on_each([&](const orm::Dialect& dialect) { return dialect.quote(column) + " IS NULL"; });
        return backfill(std::move(fill));
    }
    bool has_condition(const FieldState& field) const {
        const TableSql tables(orm::postgresql_dialect(), change_.after);
        for (std::size_t part = 0; part < field.columns.size(); ++part)
            if (!tables.condition(field, part).empty()) return true;
        return false;
    }
    static bool refers_anew(const FieldState& before, const FieldState& wanted) {
        if (!wanted.is_relation() || !wanted.db_constraint) return false;
        return !before.is_relation() || !before.db_constraint || !text::ascii_iequals(before.to, wanted.to) || before.to_field != wanted.to_field ||
               before.on_delete != wanted.on_delete;
    }

    std::vector<SafePart> whole_;
    const Change& change_;
    std::vector<SafePart> parts_{};
};

template <class Items> const auto* added(const Items& before, const Items& after) {
    return after.size() > before.size() ? &after.back() : nullptr;
}

}  // namespace

std::vector<SafePart> safe_parts(const OperationPointer& operation, const Change& change) {
    Parts parts(operation, change);
    const std::string& kind = change.kind;
    if (kind == "delete_model") return {{Way::brief, {operation}, true}};
    if (change.model && change.new_model) {
        if (kind == "add_index" && !change.concurrently)
            if (const IndexState* index = added(change.model->indexes, change.new_model->indexes)) return parts.of_index(*index);
        if (kind == "add_check")
            if (const CheckState* check = added(change.model->checks, change.new_model->checks)) return parts.of_check(*check);
        if (kind == "remove_field" && change.field) return parts.of_removed_field();
        if (kind == "add_field" && change.new_field) return parts.of_added_field();
        if (kind == "alter_field" && change.field && change.new_field && !change.concurrently) return parts.of_altered_field();
    }
    return {{Way::brief, {operation}}};
}

}  // namespace portico::migrations
