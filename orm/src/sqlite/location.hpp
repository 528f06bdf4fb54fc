/// Where a SQLite database is and how it is to be opened.
#pragma once
#include <chrono>
#include <filesystem>
#include <string>

namespace portico::orm::sqlite {

struct Location {
    std::filesystem::path file{};  // empty: in memory
    std::chrono::microseconds timeout{5'000'000};
    std::string synchronous = "FULL";

    bool in_memory() const { return file.empty(); }
    std::string name() const { return in_memory() ? "sqlite::memory:" : "sqlite:" + file.string(); }
};

}  // namespace portico::orm::sqlite
