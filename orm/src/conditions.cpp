#include "conditions.hpp"

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "convert.hpp"

namespace portico::orm::detail {

namespace {

using Kind = Expression::Kind;

constexpr const char* nothing = "1 = 0";

/// The first path; those inside of an aggregate or a window are of many rows already.
const Expression* path_in(const Expression& expression) {
    if (expression.kind == Kind::path) return &expression;
    if (expression.kind == Kind::aggregate || expression.kind == Kind::window) return nullptr;
    for (const auto& argument : expression.arguments) {
        if (const Expression* found = path_in(*argument)) return found;
    }
    return nullptr;
}

/// A foreign key with a to_field holds no key of its target.
void check_one_way(const Sql& reference, const Sql& key) {
    if (!reference.referred || !key.column || key.referred || !key.column->primary_key || key.column == reference.column) return;
    const std::string name = reference.column->attribute;
    throw Error("a foreign key that refers to \"" + name + "\" is compared with the key",
                "name " + name + " on both sides: F(&Model::reference, &Target::" + name + ") and F(&Target::" + name + ")");
}

}  // namespace

void check_meant_alike(const Sql& left, const Sql& right) {
    check_one_way(left, right);
    check_one_way(right, left);
}

ConditionSql Conditions::compile(const Expression& expression, int group, bool negated) {
    switch (expression.kind) {
    case Kind::all:
    case Kind::any: return several(expression, group, negated);
    case Kind::negate: return negate(expression, group, negated);
    case Kind::compare: return compare(expression, group, negated);
    case Kind::named: return compare_by_name(expression, group, negated);
    case Kind::exists:
        if (expression.query->none) return {nothing, false};
        return {"EXISTS (" + Select(*expression.query, select_.output_, &select_).exists() + ")", false};
    case Kind::tree: return tree(expression, group);
    case Kind::constant: return {expression.value.truthy() ? "1 = 1" : nothing, false};
    default: {
        Sql value = select_.value(expression, group);
        return {value.text, value.nullable};
    }
    }
}

ConditionSql Conditions::several(const Expression& expression, int group, bool negated) {
    bool all = expression.kind == Kind::all;
    if (expression.arguments.empty()) return {all ? "" : nothing, false};
    ConditionSql joined;
    for (const auto& argument : expression.arguments) {
        auto part = compile(*argument, group, negated);
        if (part.text.empty()) {
            if (all) continue;
            part.text = "1 = 1";
        }
        joined.text += (joined.text.empty() ? "(" : all ? " AND " : " OR ") + part.text;
        joined.nullable = joined.nullable || part.nullable;
    }
    if (!joined.text.empty()) joined.text += ")";
    return joined;
}

ConditionSql Conditions::negate(const Expression& expression, int group, bool negated) {
    auto inner = compile(*expression.arguments.front(), group, !negated);
    if (inner.text.empty()) return {nothing, false};
    // A row whose value is null does not meet the condition, so it is among those that don't.
    if (inner.nullable) return {"((" + inner.text + ") IS NOT TRUE)", false};
    return {"NOT (" + inner.text + ")", false};
}

ConditionSql Conditions::compare_by_name(const Expression& expression, int group, bool negated) {
    Route route = route_of(select_.model_, expression.name, &select_.query_);
    ExpressionPtr left = transformed(route, expression.name);
    if (route.own_lookup) return compile(*route.own_lookup->make({left, expression.arguments.front()}), group, negated);
    Lookup lookup = route.lookup.value_or(Lookup::exact);
    const Value& given = expression.arguments.front()->value;
    std::vector<ExpressionPtr> right;
    if (lookup == Lookup::in || lookup == Lookup::range) {
        given.each([&](const Value& item) { return right.push_back(value_of(item)), true; });
        if (given.is_text()) {
            right.clear();
            for (auto part : text::split(*given.as_text(), ',')) right.push_back(value_of(Value(part)));
        }
        if (lookup == Lookup::range && right.size() != 2) throw ConversionError("a range has two ends");
    } else if (lookup == Lookup::isnull && given.is_text()) {
        auto word = text::ascii_lower(*given.as_text());
        right = {value_of(Value(word == "true" || word == "1"))};
    } else {
        right = {expression.arguments.front()};
    }
    return compare(*orm::compare(lookup, left, right), group, negated);
}

ConditionSql Conditions::compare(const Expression& expression, int group, bool negated) {
    const Expression& left = *expression.arguments.front();
    if (negated) {
        if (const Expression* path = path_in(left)) {
            Route route = route_of(select_.model_, *path, &select_.query_);
            bool over_many = route.annotation.empty() && route.many();
            if (over_many && select_.hoisting_)
                throw Error("a filter over a window excludes related rows as well", "make two filters of it");
            if (over_many) return not_among_many(expression, route, group);
        }
    }
    if (auto range = calendar(expression, group)) return *range;
    bool searched = expression.lookup >= Lookup::iexact && expression.lookup <= Lookup::iregex;
    JsonUse use = searched ? JsonUse::text : JsonUse::compared;
    if (left.kind == Kind::path) return finish(select_.path(left, group, use).parts, expression, group);
    if (left.kind == Kind::json_key) return finish({select_.json_key(left, group, use)}, expression, group);
    return finish({select_.value(left, group)}, expression, group);
}

/// Rows below or above one in a tree that a relation of the model to itself makes.
ConditionSql Conditions::tree(const Expression& expression, int group) {
    Expression key;
    key.kind = Kind::path;
    key.name = "pk";
    auto mine = select_.path(key, group).parts;
    const ModelInfo& model = select_.model_;
    const Relation* parent = model.relation_at(expression.steps.front().offset);
    if (!parent || parent->to_many() || parent->to_field || &parent->target() != &model || mine.size() != 1)
        throw Error("a tree of \"" + model.name + "\" is made by a foreign key to itself", "name that member: descendants_of(node, &Category::parent)");
    auto name = [&](const char* alias, const std::string& column) { return quoted(dialect_, alias, column); };
    const std::string id = model.key.front()->name, up = parent->columns.front()->name;
    bool down = expression.name == "descendants";
    std::string start = select_.output_.bind(dialect_.stored(converted(expression.arguments.front()->value, model.key.front()->type),
                                                             model.key.front()->type.kind));
    const std::string& found = down ? id : up;
    const std::string& known = down ? up : id;
    std::string rows = " FROM " + dialect_.quote(model.table) + " node";
    return {mine.front().text + " IN (WITH RECURSIVE way(id) AS (SELECT " + name("node", found) + rows + " WHERE " +
                name("node", known) + " = " + start + " UNION SELECT " + name("node", found) + rows + " INNER JOIN way ON " +
                name("node", known) + " = way.id) SELECT id FROM way WHERE id IS NOT NULL)",
            false};
}

/// Paths start at the root of a condition's own subquery while it lives.
class Conditions::InSubquery {
public:
    InSubquery(Select& select, Joins& joins, std::size_t skip)
        : select_(select), joins_(select.current_), base_(select.base_), skip_(select.skip_) {
        select.current_ = &joins;
        select.base_ = joins.root();
        select.skip_ = skip;
    }
    ~InSubquery() {
        select_.current_ = joins_;
        select_.base_ = base_;
        select_.skip_ = skip_;
    }
    InSubquery(const InSubquery&) = delete;
    InSubquery& operator=(const InSubquery&) = delete;

private:
    Select& select_;
    Joins* joins_;
    Place base_;
    std::size_t skip_;
};

/// Under a "not", rows related to many are looked for in a subquery: "no post of theirs is …".
ConditionSql Conditions::not_among_many(const Expression& expression, const Route& route, int group) {
    auto first = static_cast<std::size_t>(std::ranges::find_if(route.hops, &Hop::many) - route.hops.begin());
    Place outer = select_.base_;
    for (std::size_t i = 0; i < first; ++i) outer = select_.current_->over(outer, route.hops[i], group);
    outer = select_.current_->settled(outer, group);

    std::string tie;
    Joins inner(select_.output_, route.hops[first], outer, tie);
    std::vector<Sql> left;
    {
        InSubquery scope(select_, inner, first + 1);
        const Expression& given = *expression.arguments.front();
        left = given.kind == Kind::path ? select_.path(route, group).parts : std::vector{select_.value(given, group)};
    }
    if (expression.lookup == Lookup::isnull) {
        bool none = expression.arguments.at(1)->value.truthy();
        return {(none ? "NOT EXISTS (SELECT 1 FROM " : "EXISTS (SELECT 1 FROM ") + inner.sql() + " WHERE " + tie + " AND " +
                    left.front().text + " IS NOT NULL)",
                false};
    }
    auto condition = finish(std::move(left), expression, group);
    return {"EXISTS (SELECT 1 FROM " + inner.sql() + " WHERE " + tie + " AND " + condition.text + ")", false};
}

ConditionSql Conditions::finish(std::vector<Sql> left, const Expression& expression, int group) {
    const Expression& right = *expression.arguments[std::min<std::size_t>(1, expression.arguments.size() - 1)];
    switch (expression.lookup) {
    case Lookup::exact: return exact(left, right, group);
    case Lookup::in: return among(left, expression, group);
    case Lookup::isnull:
        return {left.front().text + (right.value.truthy() ? " IS NULL" : " IS NOT NULL"), false};
    case Lookup::gt: return ordered(left.front(), " > ", right, group);
    case Lookup::gte: return ordered(left.front(), " >= ", right, group);
    case Lookup::lt: return ordered(left.front(), " < ", right, group);
    case Lookup::lte: return ordered(left.front(), " <= ", right, group);
    case Lookup::range: return in_range(left.front(), expression, group);
    default: return matched(left.front(), expression);
    }
}

std::string Conditions::operand(const Sql& left, const Expression& right, int group) {
    if (right.kind == Kind::value) return select_.bound(value_for(right, left.column), left);
    return select_.value(right, group, left.column).text;
}

ConditionSql Conditions::exact(const std::vector<Sql>& left, const Expression& right, int group) {
    bool literal = right.kind == Kind::value;
    if (literal && right.value.is_null()) return {left.front().text + " IS NULL", false};
    if (left.size() == 1) return ordered(left.front(), " = ", right, group);
    std::string text;
    for (std::size_t part = 0; part < left.size(); ++part) {
        Expression one;
        one.value = right.value.at(part).value_or(Value());
        text += (part == 0 ? "(" : " AND ") + left[part].text + " = " + operand(left[part], one, group);
    }
    return {text + ")", left.front().nullable};
}

ConditionSql Conditions::ordered(const Sql& left, const char* symbol, const Expression& right, int group) {
    bool may_be_null = left.nullable;
    if (right.kind == Kind::value) {
        if (right.value.is_null()) return {nothing, false};
        return {left.text + symbol + operand(left, right, group), may_be_null};
    }
    Sql other = select_.value(right, group, left.column);
    check_meant_alike(left, other);
    return {left.text + symbol + other.text, may_be_null || other.nullable};
}

ConditionSql Conditions::in_range(const Sql& left, const Expression& expression, int group) {
    std::string from = operand(left, *expression.arguments.at(1), group);
    std::string to = operand(left, *expression.arguments.at(2), group);
    return {left.text + " BETWEEN " + from + " AND " + to, left.nullable};
}

ConditionSql Conditions::matched(const Sql& left, const Expression& expression) {
    const Expression& right = *expression.arguments.at(1);
    if (right.kind != Kind::value)
        throw Error("contains, startswith and their like take a value, not a field", "compare the two with == instead");
    if (right.value.is_null()) return {nothing, false};
    bool textual = left.type.kind == portico::Kind::text || left.type.kind == portico::Kind::enumeration;
    std::string subject = left.type.address ? dialect_.address_text(left.text) : textual ? left.text : "CAST(" + left.text + " AS text)";
    auto [match, ignore_case] = [&]() -> std::pair<Match, bool> {
        switch (expression.lookup) {
        case Lookup::iexact: return {Match::exact, true};
        case Lookup::contains: return {Match::contains, false};
        case Lookup::icontains: return {Match::contains, true};
        case Lookup::startswith: return {Match::starts_with, false};
        case Lookup::istartswith: return {Match::starts_with, true};
        case Lookup::endswith: return {Match::ends_with, false};
        case Lookup::iendswith: return {Match::ends_with, true};
        case Lookup::iregex: return {Match::regex, true};
        default: return {Match::regex, false};
        }
    }();
    std::string placeholder = select_.output_.bind(dialect_.match_pattern(right.value.str(), match, ignore_case));
    return {dialect_.match(subject, placeholder, match, ignore_case), left.nullable};
}

}  // namespace portico::orm::detail
