#include <portico/migrations/rows.hpp>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>

namespace portico::migrations {

namespace {

constexpr std::int64_t rows_at_a_time = 1000;

}  // namespace

/// The parameters of a statement.
struct Rows::Bound {
    const orm::Dialect& dialect;
    std::vector<Value> values{};

    std::string operator()(const Value& value, Kind kind) {
        values.push_back(kind == Kind::list && !value.is_null() ? Value(to_json(value)) : dialect.stored(value, kind));
        return dialect.placeholder(values.size());
    }
};

Rows::Rows(orm::Connection& database, const ProjectState& state, std::string_view model) : database_(database) {
    const ModelState& found = state.get(model);
    label_ = found.label();
    table_ = database.dialect().quote(found.table);
    for (const FieldState& field : found.fields)
        if (!field.columns.empty() && field.types.front().automatic)
            count_on_ = text::join(database.dialect().continue_keys(found.table, field.columns.front()), "; ");
    for (const FieldState& field : found.fields)
        for (std::size_t part = 0; part < field.columns.size(); ++part)
            cells_.push_back({field.is_relation() ? field.columns[part] : field.name, database.dialect().quote(field.columns[part]),
                              field.types[part], field.primary_key, !field.generated.empty()});
}

const Rows::Cell& Rows::cell(std::string_view name) const {
    std::vector<std::string> known;
    for (const Cell& one : cells_) {
        if (one.name == name) return one;
        known.push_back(one.name);
    }
    throw Error("\"" + label_ + "\" has no \"" + std::string(name) + "\" at this point of the migrations", did_you_mean(name, known));
}

void Rows::insert(const Map& values) const {
    const orm::Dialect& sql = database_.dialect();
    Bound bound{sql};
    std::vector<std::string> columns, places;
    bool counted = false;
    for (const auto& [name, value] : values) {
        const Cell& one = cell(name);
        if (one.computed) continue;
        columns.push_back(one.column);
        places.push_back(bound(value, one.type.kind));
        counted = counted || one.type.automatic;
    }
    const std::string what = columns.empty() ? " DEFAULT VALUES" : " (" + text::join(columns, ", ") + ") VALUES (" + text::join(places, ", ") + ")";
    database_.execute({"INSERT INTO " + table_ + what, std::move(bound.values)});
    if (counted && !count_on_.empty()) database_.script(count_on_);
}

Map Rows::loaded(const orm::Row& row) const {
    Map map;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        const orm::ColumnType& type = cells_[i].type;
        map.append(cells_[i].name, database_.dialect().loaded(row, i, type.kind, type.kind == Kind::decimal ? type.places : -1));
    }
    return map;
}

void Rows::each(const std::function<void(const Map&)>& visit) const {
    std::vector<std::string> columns, keys;
    for (const Cell& one : cells_) {
        columns.push_back(one.column);
        if (one.key) keys.push_back(one.column);
    }
    const std::string select = "SELECT " + text::join(columns, ", ") + " FROM " + table_;
    const std::string in_order = " ORDER BY " + text::join(keys, ", ") + database_.dialect().limit(rows_at_a_time, 0);
    std::vector<Map> found;
    do {
        Bound bound{database_.dialect()};
        std::vector<std::string> last;
        for (const Cell& one : cells_)
            if (one.key && !found.empty()) last.push_back(bound(*found.back().find(one.name), one.type.kind));
        const std::string behind = last.empty() ? "" : " WHERE (" + text::join(keys, ", ") + ") > (" + text::join(last, ", ") + ")";
        found.clear();
        database_.query({select + behind + in_order, std::move(bound.values)}, [&](const orm::Row& row) { found.push_back(loaded(row)); });
        for (const Map& row : found) visit(row);
    } while (found.size() == static_cast<std::size_t>(rows_at_a_time));
}

std::vector<Map> Rows::all() const {
    std::vector<Map> rows;
    each([&](const Map& row) { rows.push_back(row); });
    return rows;
}

std::string Rows::is_row(const Map& row, Bound& bound) const {
    std::string where;
    for (const Cell& one : cells_) {
        if (!one.key) continue;
        const Value* value = row.find(one.name);
        if (!value) throw Error("a row of \"" + label_ + "\" is found by its key: \"" + one.name + "\" is missing");
        where += (where.empty() ? " WHERE " : " AND ") + one.column + " = " + bound(*value, one.type.kind);
    }
    return where;
}

std::int64_t Rows::update(const Map& row, const Map& changes) const {
    if (changes.empty()) return 0;
    Bound bound{database_.dialect()};
    std::vector<std::string> sets;
    for (const auto& [name, value] : changes) {
        const Cell& one = cell(name);
        sets.push_back(one.column + " = " + bound(value, one.type.kind));
    }
    const std::string where = is_row(row, bound);
    return database_.execute({"UPDATE " + table_ + " SET " + text::join(sets, ", ") + where, std::move(bound.values)}).rows_affected;
}

std::int64_t Rows::remove(const Map& row) const {
    Bound bound{database_.dialect()};
    const std::string where = is_row(row, bound);
    return database_.execute({"DELETE FROM " + table_ + where, std::move(bound.values)}).rows_affected;
}

std::int64_t Rows::count() const {
    return *database_.value({"SELECT count(*) FROM " + table_, {}})->as_integer();
}

}  // namespace portico::migrations
