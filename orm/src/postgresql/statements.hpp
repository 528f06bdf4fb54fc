/// Which statements a connection has prepared on the server, the last used first.
///
/// A statement is prepared when it comes for the second time: what is asked once (schema changes, inserts of many rows) is
/// sent as it is and costs the server nothing afterwards.
#pragma once
#include <cstddef>
#include <list>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace portico::orm::postgresql {

class Statements {
public:
    explicit Statements(std::size_t most) : most_(most) {}

    struct Entry {
        std::string name{};  // on the server; empty: sent as it is
        bool fresh = false;  // to be prepared first
        std::string dropped{};  // another one's name, to be deallocated
    };
    /// How this statement is to be sent, with parameters of these types.
    Entry use(const std::string& sql, std::span<const unsigned> types);
    /// It was not prepared after all, or the server doesn't know it any more.
    void forget(const std::string& name);

private:
    struct Prepared {
        std::string name, sql;
        std::vector<unsigned> types;
        std::size_t hash;
    };
    using Place = std::list<Prepared>::iterator;

    std::size_t most_;
    std::size_t made_ = 0;
    std::list<Prepared> recent_;
    std::unordered_multimap<std::size_t, Place> by_hash_;
    std::unordered_set<std::size_t> seen_once_;

    void drop(Place place);
};

}  // namespace portico::orm::postgresql
