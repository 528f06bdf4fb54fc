/// The same work by a database's own C functions, as one would write it by hand: the measure for the ORM.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "record.hpp"

namespace bench {

class Bare {
public:
    virtual ~Bare() = default;
    /// Rows into structs.
    virtual std::vector<Plain> read(const std::string& sql) = 0;
    /// All rows in one transaction by these statements of many rows each, with RETURNING for the keys.
    virtual void insert(const std::vector<std::string>& statements, std::vector<Plain>& rows) = 0;
    /// One row by its key, prepared once.
    virtual Plain get(const std::string& sql, std::int64_t key) = 0;
    virtual void run(const std::string& sql) = 0;
};

std::unique_ptr<Bare> bare_sqlite(const std::string& file);
std::unique_ptr<Bare> bare_postgresql(const std::string& url);

}  // namespace bench
