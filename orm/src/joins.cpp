#include "joins.hpp"

#include "convert.hpp"

#include <algorithm>

namespace portico::orm::detail {

namespace {

std::vector<std::string> names_of(const std::vector<const Column*>& columns) {
    std::vector<std::string> names;
    for (const Column* column : columns) names.push_back(column->name);
    return names;
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

Pairs paired(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    Pairs pairs;
    for (std::size_t i = 0; i < left.size(); ++i) pairs.emplace_back(left[i], right[i]);
    return pairs;
}

const std::vector<std::string>& near_side(Hop hop) { return hop.back ? hop.relation->through_to : hop.relation->through_from; }
/// Relations to many are joined anew for each group of conditions.
int key_of(Hop hop, int group) { return hop.many() ? group : 0; }

const std::vector<std::string>& far_side(Hop hop) { return hop.back ? hop.relation->through_from : hop.relation->through_to; }

}  // namespace

std::string quoted(const Dialect& dialect, const std::string& alias, const std::string& column) {
    return alias.empty() ? dialect.quote(column) : dialect.quote(alias) + "." + dialect.quote(column);
}

Value Origin::stored(const Value& value, const Dialect& dialect) const {
    Value given = column && !column->relation ? converted(value, *column) : converted(value, type);
    return dialect.stored(std::move(given), type.kind);
}

Joins::Joins(Output& output, const ModelInfo& root, bool subquery) : output_(output) {
    root_.model = &root;
    root_.alias = output.in_schema ? std::string() : subquery ? output.new_alias() : root.table;
    sql_ = output.dialect.quote(root.table);
    if (subquery) sql_ += " " + output.dialect.quote(root_.alias);
}

Joins::Joins(Output& output, Hop first, const Place& outer, std::string& where) : output_(output) {
    const Relation& relation = *first.relation;
    root_.alias = output.new_alias();
    root_.model = &first.reached();
    relation.target();
    bool between = relation.to_many();
    const auto& table = between ? relation.through : first.reached().table;
    sql_ = output.dialect.quote(table) + " " + output.dialect.quote(root_.alias);
    if (between) root_.pending = first, root_.through_joined = true;
    auto mine = between ? near_side(first) : names_of(relation.columns);
    for (auto& [inner, outer_name] : paired(mine, names_of(between ? outer.model->key : relation.to))) {
        if (!where.empty()) where += " AND ";
        where += quoted(output.dialect, root_.alias, inner) + " = " + quoted(output.dialect, outer.alias, outer_name);
    }
}

std::string Joins::join(const Place& place, int group, bool through, const std::string& table, const Pairs& on) {
    Hop hop = *place.pending;
    int key = key_of(hop, group);
    if (const Join* made = find(place.alias, hop, key, through)) return made->alias;
    const Dialect& dialect = output_.dialect;
    std::string alias = output_.new_alias();
    std::string text = dialect.quote(table) + " " + dialect.quote(alias) + " ON (";
    for (std::size_t i = 0; i < on.size(); ++i) {
        if (i > 0) text += " AND ";
        text += quoted(dialect, place.alias, on[i].first) + " = " + quoted(dialect, alias, on[i].second);
    }
    joins_.push_back({place.alias, hop, key, through, alias, place.nullable, text + ")"});
    multiplied_ = multiplied_ || hop.many();
    return alias;
}

Joins::Join* Joins::find(const std::string& parent, Hop hop, int key, bool through) {
    auto made = std::ranges::find_if(joins_, [&](const Join& join) {
        return join.parent == parent && join.hop == hop && join.group == key && join.through == through;
    });
    return made == joins_.end() ? nullptr : &*made;
}

void Joins::require(const std::vector<Hop>& hops, int group) {
    std::string alias = root_.alias;
    for (Hop hop : hops) {
        // The table between comes first; what is beyond it, or any table, may not have been needed.
        for (bool through : {true, false}) {
            if (through && !hop.relation->to_many()) continue;
            Join* made = find(alias, hop, key_of(hop, group), through);
            if (!made) return;
            made->optional = false;
            alias = made->alias;
        }
    }
}

std::string Joins::sql() const {
    std::string text = sql_;
    for (const Join& join : joins_) (text += join.optional ? " LEFT OUTER JOIN " : " INNER JOIN ") += join.table;
    for (const Beside& other : beside_) text += other.text;
    return text;
}

std::string Joins::beside(const std::string& table, const std::string& join, const std::string& column, const std::string& key) {
    for (const Beside& known : beside_)
        if (known.table == table && known.on == column + key) return known.alias;
    std::string alias = output_.new_alias();
    beside_.push_back({table, column + key, alias,
                       join + " " + output_.dialect.quote(alias) + " ON (" + quoted(output_.dialect, alias, column) + " = " + key + ")"});
    return alias;
}

Place Joins::over(const Place& place, Hop hop, int group) {
    Place next = settled(place, group);
    next.pending = hop;
    if (!hop.relation->is_joined()) hop.relation->target();
    next.through_joined = false;
    next.model = &hop.reached();
    next.nullable = place.nullable || hop.back || hop.relation->to_many() || hop.relation->nullable;
    return next;
}

Place Joins::through_table(const Place& place, int group) {
    if (place.through_joined) return place;
    Place between = place;
    Hop hop = *place.pending;
    between.alias = join(place, group, true, hop.relation->through, paired(names_of(hop.left().key), near_side(hop)));
    between.through_joined = true;
    return between;
}

Place Joins::settled(const Place& place, int group) {
    if (!place.pending) return place;
    Place there = place;
    Hop hop = *place.pending;
    const ModelInfo& target = hop.reached();
    if (hop.relation->to_many()) {
        Place between = through_table(place, group);
        there.alias = join(between, group, false, target.table, paired(far_side(hop), names_of(target.key)));
    } else if (hop.back) {
        auto on = paired(names_of(hop.relation->to), names_of(hop.relation->columns));
        there.alias = join(place, group, false, target.table, on);
    } else {
        auto on = paired(names_of(hop.relation->columns), names_of(hop.relation->to));
        there.alias = join(place, group, false, target.table, on);
    }
    there.pending.reset();
    there.through_joined = false;
    return there;
}

std::vector<std::string> Joins::key_columns(Place& place, int group) {
    std::vector<std::string> names;
    if (place.pending && place.pending->relation->to_many()) {
        place = through_table(place, group);
        names = far_side(*place.pending);
    } else if (place.pending && !place.pending->back) {
        names = names_of(place.pending->relation->columns);
    } else {
        place = settled(place, group);
        names = names_of(place.model->key);
    }
    for (auto& name : names) name = quoted(output_.dialect, place.alias, name);
    return names;
}

std::string Joins::column(const Place& place, const Column& column) const {
    return quoted(output_.dialect, place.alias, column.name);
}

}  // namespace portico::orm::detail
