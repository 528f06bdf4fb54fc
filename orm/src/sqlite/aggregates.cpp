#include <sqlite3.h>

#include <cmath>
#include <cstdint>

#include "value_functions.hpp"

/// Aggregates that SQLite lacks.
namespace portico::orm::sqlite {

namespace {

/// Welford's running mean and sum of squared differences: no difference of great sums.
struct Spread {
    std::int64_t count;
    double mean, squares;
};

void spread_step(sqlite3_context* context, int, sqlite3_value** values) {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
    auto* spread = static_cast<Spread*>(sqlite3_aggregate_context(context, sizeof(Spread)));
    if (!spread) return sqlite3_result_error_nomem(context);
    double value = sqlite3_value_double(values[0]), difference = value - spread->mean;
    spread->mean += difference / static_cast<double>(++spread->count);
    spread->squares += difference * (value - spread->mean);
}

template <bool Sample, bool Root> void spread_end(sqlite3_context* context) {
    auto* spread = static_cast<Spread*>(sqlite3_aggregate_context(context, 0));
    if (!spread || spread->count < (Sample ? 2 : 1)) return;
    double variance = spread->squares / static_cast<double>(Sample ? spread->count - 1 : spread->count);
    sqlite3_result_double(context, Root ? std::sqrt(variance) : variance);
}

struct Bits {
    bool any;
    std::int64_t bits;
};

enum class BitRule { all, some, odd };

template <BitRule Rule> void bits_step(sqlite3_context* context, int, sqlite3_value** values) {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL) return;
    auto* held = static_cast<Bits*>(sqlite3_aggregate_context(context, sizeof(Bits)));
    if (!held) return sqlite3_result_error_nomem(context);
    std::int64_t more = sqlite3_value_int64(values[0]);
    if (!held->any) held->bits = more;
    else if (Rule == BitRule::all) held->bits &= more;
    else if (Rule == BitRule::some) held->bits |= more;
    else held->bits ^= more;
    held->any = true;
}

void bits_end(sqlite3_context* context) {
    auto* held = static_cast<Bits*>(sqlite3_aggregate_context(context, 0));
    if (held && held->any) sqlite3_result_int64(context, held->bits);
}

}  // namespace

void add_aggregates(sqlite3* handle) {
    constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    auto add = [&](const char* name, auto* step, auto* end) {
        sqlite3_create_function_v2(handle, name, 1, flags, nullptr, nullptr, step, end, nullptr);
    };
    add("stddev_pop", &spread_step, &spread_end<false, true>);
    add("stddev_samp", &spread_step, &spread_end<true, true>);
    add("var_pop", &spread_step, &spread_end<false, false>);
    add("var_samp", &spread_step, &spread_end<true, false>);
    add("bit_and", &bits_step<BitRule::all>, &bits_end);
    add("bit_or", &bits_step<BitRule::some>, &bits_end);
    add("bit_xor", &bits_step<BitRule::odd>, &bits_end);
}

}  // namespace portico::orm::sqlite
