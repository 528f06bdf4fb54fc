#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/orm/with.hpp>

#include "select.hpp"

/// Common table expressions.
namespace portico::orm::detail {

namespace {

std::string column_name(std::size_t place) { return "c" + std::to_string(place + 1); }

std::size_t place_of(const CteSpec& cte, std::uint32_t offset) {
    auto found = std::ranges::find(cte.offsets, offset);
    if (found == cte.offsets.end())
        throw Error("the common table expression \"" + cte.name + "\" has no such column", "give it one: .column(&Line::member, …)");
    return static_cast<std::size_t>(found - cte.offsets.begin());
}

std::string part_of(const CteSpec::Part& part, Output& output, Layout& layout) {
    return Select(part.query, output).columns(part.columns, layout);
}

/// Writes it into the statement's head, once.
std::shared_ptr<const NamedQuery> named_query(const std::shared_ptr<const CteSpec>& cte, Output& output) {
    for (const auto& known : output.named) {
        if (known->name != cte->name) continue;
        // Inside of its own recursive part it is known without that part.
        if (known->spec != cte && !known->open)
            throw Error("two common table expressions of one statement are called \"" + cte->name + "\"", "give one of them another name");
        return known;
    }
    auto made = std::make_shared<NamedQuery>(NamedQuery{.name = cte->name, .spec = cte, .open = true});
    std::string text = part_of(cte->first, output, made->layout);
    if (cte->step) {
        output.named.push_back(made);
        output.recursive = true;
        Layout ignored;
        text += " UNION ALL " + part_of(*cte->step, output, ignored);
        std::erase(output.named, made);  // behind those that its parts name
    }
    std::string columns;
    for (std::size_t i = 0; i < cte->offsets.size(); ++i) columns += (i > 0 ? ", " : "") + column_name(i);
    made->open = false;
    made->text = output.dialect.quote(cte->name) + "(" + columns + ") AS (" + text + ")";
    output.named.push_back(made);
    return made;
}

}  // namespace

std::string Output::with_named(std::string sql) const {
    if (named.empty()) return sql;
    std::string head = recursive ? "WITH RECURSIVE " : "WITH ";
    for (std::size_t i = 0; i < named.size(); ++i) head += (i > 0 ? ", " : "") + named[i]->text;
    return head + " " + std::move(sql);
}

/// A column of the row that is tied to this one.
Sql Select::cte_column(const Expression& expression, int group) {
    const auto cte = named_query(expression.cte, output_);
    const std::size_t wanted = place_of(*expression.cte, expression.steps.at(0).offset), tie = place_of(*expression.cte, expression.steps.at(1).offset);
    const Layout::Extra& type = cte->layout.extras.at(wanted);
    const std::string key = value(*expression.arguments.front(), group).text;
    // A recursive part begins with the rows before: it may not name them in an outer join.
    const std::string alias = joins_.beside(cte->name, (cte->open ? " INNER JOIN " : " LEFT OUTER JOIN ") + dialect_.quote(cte->name),
                                            column_name(tie), key);
    return {quoted(dialect_, alias, column_name(wanted)), type.type, type.column, true};
}

std::shared_ptr<const CteSpec> new_cte(std::string name, const Query& query) {
    auto made = std::make_shared<CteSpec>();
    made->name = std::move(name);
    made->first.query = query;
    return made;
}

std::shared_ptr<const CteSpec> cte_with_column(const std::shared_ptr<const CteSpec>& before, std::uint32_t offset, ExpressionPtr column) {
    auto made = std::make_shared<CteSpec>(*before);
    made->offsets.push_back(offset);
    made->first.columns.push_back(std::move(column));
    return made;
}

std::shared_ptr<const CteSpec> cte_with_step(const std::shared_ptr<const CteSpec>& before, Query query, std::vector<ExpressionPtr> columns) {
    if (columns.size() != before->offsets.size())
        throw Error("the recursive part of \"" + before->name + "\" has " + std::to_string(columns.size()) + " columns, its first part " +
                        std::to_string(before->offsets.size()),
                    "give a value for each, in their order");
    auto made = std::make_shared<CteSpec>(*before);
    // A model's own order means nothing in it, and the databases refuse it.
    query.ordered = true;
    made->first.query.ordered = true;
    made->step = CteSpec::Part{std::move(query), std::move(columns)};
    return made;
}

ExpressionPtr cte_column(std::shared_ptr<const CteSpec> cte, std::uint32_t column, std::uint32_t tie, ExpressionPtr key) {
    auto made = std::make_shared<Expression>();
    made->kind = Expression::Kind::cte;
    made->steps = {{nullptr, column}, {nullptr, tie}};
    made->arguments = {std::move(key)};
    made->cte = std::move(cte);
    return made;
}

}  // namespace portico::orm::detail
