#include <endian.h>
#include <libpq-fe.h>

#include <bit>
#include <cstdlib>
#include <cstring>
#include <map>
#include <stdexcept>

#include "bare.hpp"
#include "calendar.hpp"

namespace bench {

namespace {

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

Plain row_of(PGresult* result, int at) {
    auto text = [&](int column) { return PQgetvalue(result, at, column); };
    auto string = [&](int column) { return std::string(text(column), static_cast<std::size_t>(PQgetlength(result, at, column))); };
    Plain row;
    row.id = std::strtoll(text(0), nullptr, 10);
    row.title = string(1);
    row.slug = string(2);
    row.author = string(3);
    row.summary = string(4);
    row.views = std::atoi(text(5));
    row.size = std::strtoll(text(6), nullptr, 10);
    row.rating = std::strtod(text(7), nullptr);
    row.open = text(8)[0] == 't';
    row.created = read_moment(text(9));
    return row;
}

/// Nine parameters for each row: numbers in binary form, the rest as text.
class Parameters {
public:
    explicit Parameters(std::size_t rows) : numbers_(rows), values(9 * rows), lengths(9 * rows), formats(9 * rows) {}

    void set(std::size_t at, const Plain& row) {
        Numbers& numbers = numbers_[at];
        numbers.views = htobe32(static_cast<std::uint32_t>(row.views));
        numbers.size = htobe64(static_cast<std::uint64_t>(row.size));
        numbers.rating = htobe64(std::bit_cast<std::uint64_t>(row.rating));
        numbers.open = row.open ? 1 : 0;
        write_moment(row.created, numbers.created);
        std::memcpy(numbers.created + 26, "+00", 4);
        std::size_t place = at * 9;
        auto put = [&](const void* value, std::size_t length, int format) {
            values[place] = static_cast<const char*>(value);
            lengths[place] = static_cast<int>(length);
            formats[place++] = format;
        };
        for (const std::string* text : {&row.title, &row.slug, &row.author, &row.summary}) put(text->c_str(), 0, 0);
        put(&numbers.views, 4, 1);
        put(&numbers.size, 8, 1);
        put(&numbers.rating, 8, 1);
        put(&numbers.open, 1, 1);
        put(numbers.created, 0, 0);
    }

private:
    struct Numbers {
        std::uint32_t views = 0;
        std::uint64_t size = 0, rating = 0;
        std::uint8_t open = 0;
        char created[30] = {};
    };
    std::vector<Numbers> numbers_;

public:
    std::vector<const char*> values;
    std::vector<int> lengths, formats;
};

constexpr Oid row_types[9] = {0, 0, 0, 0, 23, 20, 701, 16, 1184};

class BarePostgresql : public Bare {
public:
    explicit BarePostgresql(const std::string& url) : handle_(PQconnectdb(url.c_str())) {
        if (PQstatus(handle_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(handle_));
        run("SET TimeZone = 'UTC'");
    }
    ~BarePostgresql() override { PQfinish(handle_); }

    std::vector<Plain> read(const std::string& sql) override {
        std::vector<Plain> rows;
        Result result = take(PQexecPrepared(handle_, prepare(sql, {}), 0, nullptr, nullptr, nullptr, 0));
        const int count = PQntuples(result.get());
        rows.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) rows.push_back(row_of(result.get(), i));
        return rows;
    }

    Plain get(const std::string& sql, std::int64_t key) override {
        const std::uint64_t number = htobe64(static_cast<std::uint64_t>(key));
        const char* value = reinterpret_cast<const char*>(&number);
        const int length = 8, format = 1;
        return row_of(take(PQexecPrepared(handle_, prepare(sql, {20}), 1, &value, &length, &format, 0)).get(), 0);
    }

    void insert(const std::vector<std::string>& statements, std::vector<Plain>& rows) override {
        run("BEGIN");
        const std::size_t each = (rows.size() + statements.size() - 1) / statements.size();
        for (std::size_t from = 0, i = 0; from < rows.size(); from += each, ++i) {
            const std::size_t count = std::min(each, rows.size() - from);
            Parameters parameters(count);
            std::vector<Oid> types;
            for (std::size_t row = 0; row < count; ++row) {
                parameters.set(row, rows[from + row]);
                types.insert(types.end(), row_types, row_types + 9);
            }
            Result result = take(PQexecPrepared(handle_, prepare(statements[i], types), static_cast<int>(count * 9), parameters.values.data(),
                                                parameters.lengths.data(), parameters.formats.data(), 0));
            for (std::size_t row = 0; row < count; ++row)
                rows[from + row].id = std::strtoll(PQgetvalue(result.get(), static_cast<int>(row), 0), nullptr, 10);
        }
        run("COMMIT");
    }

    void run(const std::string& sql) override { take(PQexec(handle_, sql.c_str())); }

private:
    Result take(PGresult* result) {
        Result owned(result, &PQclear);
        const auto status = PQresultStatus(result);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw std::runtime_error(PQerrorMessage(handle_));
        return owned;
    }
    const char* prepare(const std::string& sql, const std::vector<Oid>& types) {
        std::string& name = prepared_[sql];
        if (name.empty()) {
            name = "s" + std::to_string(prepared_.size());
            take(PQprepare(handle_, name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data()));
        }
        return name.c_str();
    }

    PGconn* handle_;
    std::map<std::string, std::string> prepared_;
};

}  // namespace

std::unique_ptr<Bare> bare_postgresql(const std::string& url) { return std::make_unique<BarePostgresql>(url); }

}  // namespace bench
