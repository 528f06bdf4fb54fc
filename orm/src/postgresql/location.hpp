/// Where a PostgreSQL database is and how it is to be used.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>

namespace portico::orm::postgresql {

struct Location {
    std::string url{};
    std::chrono::microseconds timeout{5'000'000};          // for a lock, for a connection of the pool, for the server to answer a connect
    std::chrono::microseconds response_timeout{30'000'000}; // for the answer to a statement of a request; 0: none
    std::chrono::microseconds check_after{30'000'000};     // a connection idle for longer is asked whether it lives
    std::chrono::microseconds max_lifetime{3'600'000'000}; // 0: none
    std::size_t max_connections = 20;
    std::size_t prepared_statements = 256;                 // of one connection
    std::string name{};                                    // the URL without its password

    /// Throws Error for an URL that libpq can't read.
    static Location of(std::string url);
};

}  // namespace portico::orm::postgresql
