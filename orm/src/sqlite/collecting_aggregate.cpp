#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <portico/base/json.hpp>
#include <portico/base/value.hpp>

#include "value_functions.hpp"

/// Values of many rows gathered in an order: SQLite 3.40 has no ORDER BY inside of an aggregate, and DISTINCT only with one argument.
///
///     portico_collect('text', distinct, 'adA', separator, value, key, key, key)
///     portico_collect('json', …)       // an array; the separator is not looked at
///
/// One letter for each key: a ascending, d descending; capital: nulls last, small: nulls first.
namespace portico::orm::sqlite {

namespace {

using Cell = std::variant<std::monostate, std::int64_t, double, std::string>;

Cell cell_of(sqlite3_value* value) {
    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL: return {};
    case SQLITE_INTEGER: return static_cast<std::int64_t>(sqlite3_value_int64(value));
    case SQLITE_FLOAT: return sqlite3_value_double(value);
    default: break;
    }
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(value));
    return std::string(text ? text : "", static_cast<std::size_t>(sqlite3_value_bytes(value)));
}

double number_of(const Cell& cell) {
    auto* integer = std::get_if<std::int64_t>(&cell);
    return integer ? static_cast<double>(*integer) : std::get<double>(cell);
}

/// Below 0, 0 or above: numbers before texts, as SQLite sorts.
int compared(const Cell& a, const Cell& b) {
    if (a.index() == b.index()) return a < b ? -1 : b < a ? 1 : 0;
    bool text = a.index() == 3 || b.index() == 3;
    if (text) return a.index() < b.index() ? -1 : 1;
    double left = number_of(a), right = number_of(b);
    return left < right ? -1 : right < left ? 1 : 0;
}

struct Gathered {
    struct Row {
        Cell value{};
        std::vector<Cell> keys{};
    };
    bool json = false, distinct = false;
    std::string order{}, separator{};
    std::vector<Row> rows{};

    bool before(const Row& a, const Row& b) const {
        for (std::size_t i = 0; i < order.size(); ++i) {
            const Cell &left = a.keys[i], &right = b.keys[i];
            bool nulls_last = order[i] == 'A' || order[i] == 'D';
            if ((left.index() == 0) != (right.index() == 0)) return (left.index() == 0) != nulls_last;
            int sign = compared(left, right);
            if (sign != 0) return (order[i] == 'd' || order[i] == 'D') ? sign > 0 : sign < 0;
        }
        return false;
    }

    void sort() {
        std::stable_sort(rows.begin(), rows.end(), [this](const Row& a, const Row& b) { return before(a, b); });
        if (!distinct) return;
        std::vector<Row> once;
        std::vector<const Cell*> seen;
        auto less = [](const Cell* a, const Cell* b) { return compared(*a, *b) < 0; };
        once.reserve(rows.size());
        for (Row& row : rows) {
            auto place = std::lower_bound(seen.begin(), seen.end(), &row.value, less);
            if (place != seen.end() && compared(**place, row.value) == 0) continue;
            auto at = place - seen.begin();
            once.push_back(std::move(row));
            seen.insert(seen.begin() + at, &once.back().value);
        }
        rows = std::move(once);
    }
};

std::string text_of(const Cell& cell) {
    if (auto* text = std::get_if<std::string>(&cell)) return *text;
    if (auto* integer = std::get_if<std::int64_t>(&cell)) return std::to_string(*integer);
    return Value(std::get<double>(cell)).str();
}

Value value_of(const Cell& cell) {
    if (auto* text = std::get_if<std::string>(&cell)) return Value(*text);
    if (auto* integer = std::get_if<std::int64_t>(&cell)) return Value(*integer);
    if (auto* number = std::get_if<double>(&cell)) return Value(*number);
    return {};
}

Gathered** place_of(sqlite3_context* context, int bytes) {
    return static_cast<Gathered**>(sqlite3_aggregate_context(context, bytes));
}

void step(sqlite3_context* context, int count, sqlite3_value** values) {
    auto** place = place_of(context, sizeof(Gathered*));
    if (!place) return sqlite3_result_error_nomem(context);
    if (!*place) {
        *place = new Gathered;
        (*place)->json = std::get<std::string>(cell_of(values[0])) == "json";
        (*place)->distinct = sqlite3_value_int(values[1]) != 0;
        (*place)->order = std::get<std::string>(cell_of(values[2]));
        if (sqlite3_value_type(values[3]) != SQLITE_NULL) (*place)->separator = text_of(cell_of(values[3]));
    }
    Gathered& all = **place;
    // Texts leave nulls out, as GROUP_CONCAT does; arrays hold them.
    if (!all.json && sqlite3_value_type(values[4]) == SQLITE_NULL) return;
    Gathered::Row row{cell_of(values[4])};
    for (int i = 5; i < count; ++i) row.keys.push_back(cell_of(values[i]));
    all.rows.push_back(std::move(row));
}

void end(sqlite3_context* context) {
    auto** place = place_of(context, 0);
    if (!place || !*place) return;
    std::unique_ptr<Gathered> all(*place);
    if (all->rows.empty()) return;
    all->sort();
    std::string text;
    if (all->json) {
        List list;
        for (const auto& row : all->rows) list.push_back(value_of(row.value));
        text = to_json(Value(std::move(list)));
    } else {
        for (std::size_t i = 0; i < all->rows.size(); ++i) text += (i > 0 ? all->separator : "") + text_of(all->rows[i].value);
    }
    sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

void add_collecting_aggregate(sqlite3* handle) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    sqlite3_create_function_v2(handle, "portico_collect", -1, flags, nullptr, nullptr, &step, &end, nullptr);
}

}  // namespace portico::orm::sqlite
