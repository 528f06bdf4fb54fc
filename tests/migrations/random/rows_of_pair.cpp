#include "rows_of_pair.hpp"

#include <algorithm>
#include <cstdlib>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

namespace portico::migrations::test {

namespace {

/// What a relation of row n holds: the n-th row of what it refers to.
std::vector<Value> reference(const ProjectState& state, const FieldState& field, std::size_t row) {
    const ModelState& target = state.get(field.to);
    if (!field.to_field.empty()) {
        const FieldState& to = *target.find(field.to_field);
        return {value_of(to, to.type, row)};
    }
    std::vector<Value> key;
    for (const FieldState* part : target.key()) key.push_back(value_of(*part, part->type, row));
    return key;
}

Map row_of(const ProjectState& state, const ModelState& model, const std::set<std::string>& empty, std::size_t n) {
    Map row;
    for (const FieldState& field : model.fields) {
        if (!field.generated.empty() || !field.has_columns()) continue;
        const bool null = field.nullable && (n == 2 || (field.is_relation() && empty.contains(field.to)));
        const std::vector<Value> values = field.is_relation() ? reference(state, field, n) : std::vector{value_of(field, field.type, n)};
        for (std::size_t part = 0; part < field.columns.size(); ++part)
            row.append(field.is_relation() ? field.columns[part] : field.name, null ? Value() : values[part]);
    }
    return row;
}

void link(orm::Connection& database, const ProjectState& state, const ModelState& model, const FieldState& field, std::size_t from, std::size_t to) {
    const orm::Dialect& sql = database.dialect();
    std::vector<std::string> columns, places;
    std::vector<Value> values;
    auto side = [&](const std::vector<std::string>& names, const ModelState& end, std::size_t row) {
        const auto key = end.key();
        for (std::size_t part = 0; part < names.size(); ++part) {
            values.push_back(value_of(*key[part], key[part]->type, row));
            columns.push_back(sql.quote(names[part])), places.push_back(sql.placeholder(values.size()));
        }
    };
    side(field.through_from, model, from);
    side(field.through_to, state.get(field.to), to);
    database.execute({"INSERT INTO " + sql.quote(field.through) + " (" + text::join(columns, ", ") + ") VALUES (" + text::join(places, ", ") + ")", values});
}

std::vector<std::string> links_of(orm::Connection& database, const FieldState& field) {
    std::vector<std::string> columns, found;
    for (const auto* names : {&field.through_from, &field.through_to})
        for (const std::string& name : *names) columns.push_back(database.dialect().quote(name));
    database.query({"SELECT " + text::join(columns, ", ") + " FROM " + database.dialect().quote(field.through), {}}, [&](const orm::Row& row) {
        std::string line;
        for (std::size_t i = 0; i < row.columns(); ++i) line += std::string(row.text(i)) + " ";
        found.push_back(line);
    });
    std::sort(found.begin(), found.end());
    return found;
}

/// Texts and numbers of other kinds that mean the same.
bool means_the_same(const Value& a, const Value& b) {
    if (a == b) return true;
    if (a.is_null() || b.is_null()) return false;
    const std::string first = a.str(), second = b.str();
    if (first == second) return true;
    char *end_of_first = nullptr, *end_of_second = nullptr;
    const double x = std::strtod(first.c_str(), &end_of_first), y = std::strtod(second.c_str(), &end_of_second);
    return !first.empty() && !second.empty() && !*end_of_first && !*end_of_second && x == y;
}

struct Twin {
    const ModelState *model, *now;
    std::vector<std::pair<const FieldState*, const FieldState*>> fields{};
};

/// Models and fields that are in both.
std::vector<Twin> twins(const Pair& pair) {
    std::vector<Twin> found;
    for (const ModelState& now : pair.second.models()) {
        const ModelState* then = pair.first.find(now.app + "." + (now.was.empty() ? now.name : now.was));
        if (!then) continue;
        Twin twin{then, &now};
        for (const FieldState& field : now.fields) {
            const FieldState* before = then->find(field.was.empty() ? field.name : field.was);
            if (before && before->form == FieldForm::plain && field.form == FieldForm::plain) twin.fields.emplace_back(before, &field);
            else if (before && before->is_relation() && field.is_relation() && before->has_columns() == field.has_columns()) twin.fields.emplace_back(before, &field);
        }
        found.push_back(std::move(twin));
    }
    return found;
}

std::string shown(const ModelState& model, const FieldState& field, std::size_t row, const Value& was, const Value& is) {
    return model.label() + "." + field.name + ", row " + std::to_string(row + 1) + ": was " + to_json(was) + ", is " + to_json(is);
}

void compare(const Twin& twin, const std::vector<Map>& before, const std::vector<Map>& after, std::vector<std::string>& found) {
    if (before.size() != after.size()) {
        found.push_back(twin.model->label() + " had " + std::to_string(before.size()) + " rows, has " + std::to_string(after.size()));
        return;
    }
    for (const auto& [then, now] : twin.fields) {
        for (std::size_t row = 0; row < before.size() && now->has_columns(); ++row) {
            for (std::size_t part = 0; part < std::min(then->columns.size(), now->columns.size()); ++part) {
                const Value& was = *before[row].find(then->is_relation() ? then->columns[part] : then->name);
                const Value& is = *after[row].find(now->is_relation() ? now->columns[part] : now->name);
                const bool filled = was.is_null() && then->nullable && !now->nullable && !is.is_null();
                const bool as_told = !now->fill || !now->choices.empty() || means_the_same(value_of(*now, now->types[part], fill_row), is) || now->is_relation();
                if (filled ? !as_told : !means_the_same(was, is)) found.push_back(shown(*twin.now, *now, row, was, is));
            }
        }
    }
}

void check_added(const Pair& pair, const Twin& twin, const std::vector<Map>& after, std::vector<std::string>& found) {
    for (const FieldState& field : twin.now->fields) {
        const bool is_new = std::none_of(twin.fields.begin(), twin.fields.end(), [&](auto& one) { return one.second == &field; });
        if (!is_new || field.form != FieldForm::plain || !field.generated.empty()) continue;
        for (std::size_t row = 0; row < after.size(); ++row) {
            const Value& is = *after[row].find(field.name);
            const bool null = field.nullable && !field.db_default;
            const std::size_t wanted = field.fill && !field.nullable ? fill_row : default_row;
            const bool known = field.fill || field.db_default;
            if (null ? !is.is_null() : is.is_null()) found.push_back(shown(*twin.now, field, row, Value("new"), is));
            // Changed after it was drawn: then it is enough that there is something.
            const bool drawn_once = std::count(pair.changes.begin(), pair.changes.end(), "type") + std::count(pair.changes.begin(), pair.changes.end(), "default") == 0;
            if (!null && known && drawn_once && field.choices.empty() && !means_the_same(is, value_of(field, field.type, wanted)))
                found.push_back(shown(*twin.now, field, row, value_of(field, field.type, wanted), is));
        }
    }
}

}  // namespace

void add_rows(orm::Connection& database, const ProjectState& state, const std::set<std::string>& empty) {
    // References to what comes later are looked at when the transaction ends.
    orm::Atomic transaction(database, {});
    for (const ModelState& model : state.models()) {
        if (empty.contains(model.label())) continue;
        const Rows rows(database, state, model.label());
        for (std::size_t n = 1; n <= rows_each; ++n) rows.insert(row_of(state, model, empty, n));
    }
    for (const ModelState& model : state.models())
        for (const FieldState& field : model.fields)
            if (!field.has_columns() && !empty.contains(model.label()) && !empty.contains(field.to)) {
                link(database, state, model, field, 1, 1);
                link(database, state, model, field, 2, 3);
            }
    transaction.commit();
}

void remove_rows(orm::Connection& database, const ProjectState& state) {
    orm::Atomic transaction(database, {});
    auto empty = [&](const std::string& table) { database.execute({"DELETE FROM " + database.dialect().quote(table), {}}); };
    for (const ModelState& model : state.models())
        for (const FieldState& field : model.fields)
            if (!field.has_columns()) empty(field.through);
    for (const ModelState& model : state.models()) empty(model.table);
    transaction.commit();
}

Contents contents(orm::Connection& database, const ProjectState& state) {
    Contents found;
    for (const ModelState& model : state.models()) {
        found.rows[model.label()] = Rows(database, state, model.label()).all();
        for (const FieldState& field : model.fields)
            if (!field.has_columns()) found.links[model.label() + "." + field.name] = links_of(database, field);
    }
    return found;
}

std::vector<std::string> lost(const Pair& pair, const Contents& before, const Contents& after) {
    std::vector<std::string> found;
    for (const Twin& twin : twins(pair)) {
        compare(twin, before.rows.at(twin.model->label()), after.rows.at(twin.now->label()), found);
        check_added(pair, twin, after.rows.at(twin.now->label()), found);
        for (const auto& [then, now] : twin.fields) {
            if (now->has_columns()) continue;
            // Links to other rows than before can't stay.
            const ModelState* target = pair.first.find(then->to);
            const ModelState& target_now = pair.second.get(now->to);
            const bool same = target->app == target_now.app && target->name == (target_now.was.empty() ? target_now.name : target_now.was);
            if (same && before.links.at(twin.model->label() + "." + then->name) != after.links.at(twin.now->label() + "." + now->name))
                found.push_back("links of " + twin.now->label() + "." + now->name);
        }
    }
    return found;
}

std::vector<std::string> lost_on_the_way_back(const Pair& pair, const Contents& before, const Contents& back) {
    std::vector<std::string> found;
    for (const Twin& twin : twins(pair)) {
        const auto &was = before.rows.at(twin.model->label()), &is = back.rows.at(twin.model->label());
        if (was.size() != is.size()) {
            found.push_back(twin.model->label() + " had " + std::to_string(was.size()) + " rows, has " + std::to_string(is.size()));
            continue;
        }
        for (const auto& [then, now] : twin.fields) {
            if (then->columns.size() != now->columns.size()) continue;
            for (std::size_t row = 0; row < was.size() && then->has_columns(); ++row) {
                for (const std::string& column : then->columns) {
                    const std::string& name = then->is_relation() ? column : then->name;
                    const bool filled = was[row].find(name)->is_null() && !now->nullable;
                    if (!filled && !means_the_same(*was[row].find(name), *is[row].find(name)))
                        found.push_back(shown(*twin.model, *then, row, *was[row].find(name), *is[row].find(name)) + " (after the way back)");
                }
            }
        }
    }
    return found;
}

}  // namespace portico::migrations::test
