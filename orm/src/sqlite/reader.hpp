/// Reads outside of transactions: at once on the caller's thread where that is quick, on a worker where it is not.
///
/// Each thread has a connection of its own. On a fiber a statement gets a budget of time; one that is not through by then is
/// run again, from the start, on a worker thread with a connection of its own, and remembered as slow: next time it goes there
/// directly. A slow statement that was quick many times in a row is tried at once again.
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "handle.hpp"
#include "location.hpp"

namespace portico::orm::sqlite {

class Reader {
public:
    Reader(Location location, std::chrono::microseconds budget);

    /// Nothing when the statement writes: it is the writer's. Throws Locked, or what the database says.
    std::optional<Answer> run(const Statement& statement);

private:
    Handle& handle_of_this_thread();
    Handle::Outcome run_here(const Statement& statement, Answer& answer);
    Handle::Outcome run_on_worker(const Statement& statement, Answer& answer);
    bool is_slow(const std::string& sql);
    void remember_slow(const std::string& sql);
    void note_worker_time(const std::string& sql, std::chrono::microseconds time);
    std::unique_ptr<Handle> borrow();
    void give_back(std::unique_ptr<Handle> handle);

    Location location_;
    std::chrono::microseconds budget_;
    std::uint64_t serial_;

    std::mutex guard_;
    std::unordered_map<std::thread::id, std::unique_ptr<Handle>> of_threads_;
    std::vector<std::unique_ptr<Handle>> of_workers_;
    std::unordered_map<std::string, int> slow_;  // quick runs in a row
    std::atomic<bool> any_slow_ = false;
};

}  // namespace portico::orm::sqlite
