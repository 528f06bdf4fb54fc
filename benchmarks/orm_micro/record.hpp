/// The row of ten columns, as a model and as the struct that a C program would have.
#pragma once
#include <vector>

#include <portico/orm/model.hpp>

namespace bench {

struct Record : portico::orm::Model<Record> {
    portico::orm::Id<> id{};
    std::string title{};
    std::string slug{};
    std::string author{};
    std::string summary{};
    int views = 0;
    std::int64_t size = 0;
    double rating = 0;
    bool open = false;
    portico::DateTime created{};
    static void describe(portico::orm::Describe<Record>& record);
};

struct Plain {
    std::int64_t id = 0;
    std::string title{};
    std::string slug{};
    std::string author{};
    std::string summary{};
    int views = 0;
    std::int64_t size = 0;
    double rating = 0;
    bool open = false;
    portico::DateTime created{};
};

/// `count` rows, each of them different.
std::vector<Record> some_records(std::size_t count);
std::vector<Plain> plain(const std::vector<Record>& records);
/// The same values in the same order, keys left aside?
bool same(const std::vector<Plain>& a, const std::vector<Plain>& b);
/// CREATE TABLE of the model.
std::string create_table(const portico::orm::Dialect& dialect);

}  // namespace bench
