/// A statement's values as libpq takes them. Numbers, truth values and bytes go in binary form with their type; texts
/// without one, so that the server reads them as whatever the column is.
#pragma once
#include <boost/container/small_vector.hpp>

#include <memory>
#include <span>
#include <string>

#include <portico/orm/connection.hpp>

namespace portico::orm::postgresql {

/// The server's numbers for its types (pg_type.dat), as far as they matter here.
namespace oid {
inline constexpr unsigned unknown = 0, boolean = 16, bytes = 17, name = 19, int8 = 20, int2 = 21, int4 = 23, text = 25, oid = 26,
                          json = 114, float4 = 700, float8 = 701, varchar = 1043, date = 1082, time = 1083, timestamptz = 1184,
                          interval = 1186, numeric = 1700, uuid = 2950, jsonb = 3802;
}

class Parameters {
public:
    /// Throws DatabaseError for what no column can hold. Refers to the statement's texts and bytes.
    explicit Parameters(const Statement& statement);
    Parameters(const Parameters&) = delete;  // points into itself
    Parameters& operator=(const Parameters&) = delete;

    int count() const { return static_cast<int>(values_.size()); }
    std::span<const unsigned> types() const { return types_; }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    void add(const Value& value, const std::string& sql);
    void add_integer(std::int64_t integer);
    void add_text(unsigned type, std::string_view text, const std::string& sql);
    template <class Integer> void add_big_endian(unsigned type, Integer integer);
    void push(unsigned type, const char* value, std::size_t length, bool binary);
    char* room(std::size_t size);

    // A statement with few and small values allocates nothing.
    template <class T> using List = boost::container::small_vector<T, 8>;

    List<unsigned> types_;
    List<const char*> values_;
    List<int> lengths_;
    List<int> formats_;
    char first_[128];
    std::size_t block_size_ = 512;      // of the next one
    std::size_t left_ = sizeof first_;  // in the block that is being filled
    char* next_ = first_;
    boost::container::small_vector<std::unique_ptr<char[]>, 1> blocks_;
};

}  // namespace portico::orm::postgresql
