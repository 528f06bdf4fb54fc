#include <portico/base/error.hpp>
#include <portico/orm/conditional.hpp>
#include <portico/orm/functions.hpp>
#include <portico/orm/subquery.hpp>
#include <portico/orm/tree.hpp>
#include <portico/orm/window.hpp>

/// The trees behind `when`, `exists`, `subquery`, `outer` and windows.
namespace portico::orm {

const char* trunc_name(DateUnit unit) {
    switch (unit) {
    case DateUnit::year: return "trunc_year";
    case DateUnit::quarter: return "trunc_quarter";
    case DateUnit::month: return "trunc_month";
    case DateUnit::week: return "trunc_week";
    case DateUnit::day: return "trunc_day";
    case DateUnit::hour: return "trunc_hour";
    case DateUnit::minute: return "trunc_minute";
    case DateUnit::second: break;
    }
    return "trunc_second";
}

}  // namespace portico::orm

namespace portico::orm::detail {

namespace {

std::shared_ptr<Expression> node(Expression::Kind kind, std::vector<ExpressionPtr> arguments) {
    auto made = std::make_shared<Expression>();
    made->kind = kind;
    made->arguments = std::move(arguments);
    return made;
}

}  // namespace

ExpressionPtr case_with(const ExpressionPtr& before, ExpressionPtr condition, ExpressionPtr value) {
    auto made = before ? std::make_shared<Expression>(*before) : node(Expression::Kind::when, {});
    made->arguments.push_back(std::move(condition));
    made->arguments.push_back(std::move(value));
    return made;
}

ExpressionPtr case_otherwise(const ExpressionPtr& before, ExpressionPtr value) {
    auto made = std::make_shared<Expression>(*before);
    made->arguments.push_back(std::move(value));
    return made;
}

ExpressionPtr tree_expression(const Step& parent, ExpressionPtr key, const char* direction) {
    auto made = node(Expression::Kind::tree, {std::move(key)});
    made->steps = {parent};
    made->name = direction;
    return made;
}

ExpressionPtr outer_expression(ExpressionPtr field) { return node(Expression::Kind::outer, {std::move(field)}); }

ExpressionPtr exists_expression(const AnyQuerySet& rows) {
    auto made = node(Expression::Kind::exists, {});
    made->query = std::make_shared<const Query>(rows.query());
    return made;
}

ExpressionPtr scalar_subquery(const AnyQuerySet& rows, ExpressionPtr field) {
    auto made = node(Expression::Kind::subquery, {});
    Query query = rows.query();
    query.columns = {std::move(field)};
    query.limit = 1;
    made->query = std::make_shared<const Query>(std::move(query));
    return made;
}

std::string frame_text(const char* mode, std::int64_t before, std::int64_t after) {
    auto end = [](std::int64_t rows, const char* side) {
        if (rows < 0) return std::string("UNBOUNDED ") + side;
        return rows == 0 ? std::string("CURRENT ROW") : std::to_string(rows) + " " + side;
    };
    return std::string(mode) + " BETWEEN " + end(before, "PRECEDING") + " AND " + end(after, "FOLLOWING");
}

WindowParts WindowParts::with_partition(std::vector<ExpressionPtr> fields) const {
    WindowParts parts(*this);
    parts.spec_.partition = std::move(fields);
    return parts;
}

WindowParts WindowParts::with_order(std::vector<Order> orders) const {
    WindowParts parts(*this);
    parts.spec_.order = std::move(orders);
    return parts;
}

WindowParts WindowParts::with_frame(std::string frame) const {
    WindowParts parts(*this);
    parts.spec_.frame = std::move(frame);
    return parts;
}

WindowParts WindowParts::with_exclusion(const char* what) const {
    if (spec_.frame.empty()) throw Error("a window excludes rows of a frame and has none", "give it one: rows(1, 1), whole_partition() …");
    return with_frame(spec_.frame.substr(0, spec_.frame.find(" EXCLUDE")) + " EXCLUDE " + what);
}

ExpressionPtr WindowParts::computed(const char* name, std::vector<ExpressionPtr> arguments) const {
    return computed(function(name, std::move(arguments)));
}

ExpressionPtr WindowParts::computed(ExpressionPtr aggregate) const {
    return over_window(std::move(aggregate), std::make_shared<const WindowSpec>(spec_));
}

}  // namespace portico::orm::detail
