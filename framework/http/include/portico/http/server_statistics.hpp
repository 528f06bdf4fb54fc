/// What the servers of this process have done, all loops together.
///
///     log::info(std::to_string(server_statistics().connections) + " connections are open");
#pragma once
#include <cstddef>
#include <cstdint>

namespace portico {

struct ServerStatistics {
    std::size_t connections = 0;     // open now
    std::uint64_t accepted = 0;      // connections, since the start
    std::uint64_t not_accepted = 0;  // times that one could not be, for want of descriptors
    std::uint64_t refused = 0;       // requests, because too many were in work (503)
    bool draining = false;           // a server was told to stop and answers what is under way
};

/// From any thread; asks no loop.
ServerStatistics server_statistics();

}  // namespace portico
