#include "record.hpp"

#include <algorithm>

#include <portico/orm/dialect.hpp>
#include <portico/orm/models.hpp>

namespace bench {

using namespace portico;

void Record::describe(orm::Describe<Record>& record) {
    record.field(&Record::title).max_length(200);
    record.field(&Record::slug).max_length(100);
    record.field(&Record::author).max_length(100);
}

std::vector<Record> some_records(std::size_t count) {
    std::vector<Record> records(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string number = std::to_string(i);
        records[i] = {.title = "The title of a record, number " + number, .slug = "record-" + number,
                      .author = "Author " + std::to_string(i % 97), .summary = std::string(60 + i % 40, static_cast<char>('a' + i % 26)),
                      .views = static_cast<int>(i * 7 % 10'000), .size = static_cast<std::int64_t>(i) * 1'000'003,
                      .rating = static_cast<double>(i % 1000) / 8, .open = i % 3 == 0,
                      .created = DateTime(std::chrono::microseconds(1'700'000'000'000'000 + static_cast<std::int64_t>(i) * 61'000'007))};
    }
    return records;
}

std::vector<Plain> plain(const std::vector<Record>& records) {
    std::vector<Plain> rows;
    for (const Record& r : records)
        rows.push_back({r.id, r.title, r.slug, r.author, r.summary, r.views, r.size, r.rating, r.open, r.created});
    return rows;
}

bool same(const std::vector<Plain>& a, const std::vector<Plain>& b) {
    return std::ranges::equal(a, b, [](const Plain& x, const Plain& y) {
        return x.title == y.title && x.slug == y.slug && x.author == y.author && x.summary == y.summary && x.views == y.views &&
               x.size == y.size && x.rating == y.rating && x.open == y.open && x.created == y.created;
    });
}

std::string create_table(const orm::Dialect& dialect) {
    const orm::ModelInfo& model = orm::model<Record>();
    std::string columns;
    for (const orm::Column& column : model.columns) {
        columns += (columns.empty() ? "" : ", ") + dialect.quote(column.name) + " " + dialect.column_type(column.type) + " NOT NULL";
        if (column.generated) columns += " " + std::string(dialect.automatic_key_suffix());
    }
    return "CREATE TABLE " + dialect.quote(model.table) + " (" + columns + ")";
}

}  // namespace bench
