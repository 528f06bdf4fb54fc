#include "turn.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace portico::migrations::sqlite {

namespace {

/// The holder removes it when it ends: who has locked one that is no longer there has locked nothing.
bool is_there(const std::string& file, int lock) {
    struct stat named {}, held {};
    return stat(file.c_str(), &named) == 0 && fstat(lock, &held) == 0 && named.st_ino == held.st_ino && named.st_dev == held.st_dev;
}

}  // namespace

std::optional<Turn> Turn::take(orm::Connection& connection) {
    const auto database = connection.value({"SELECT file FROM pragma_database_list WHERE name = 'main'", {}});
    if (!database || database->is_null() || database->str().empty()) return Turn({}, -1);
    // Not the database's own: closing that would give up the locks that SQLite has on it.
    const std::string file = database->str() + "-migrating";
    while (true) {
        const int lock = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
        if (lock < 0) return Turn({}, -1);
        if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
            close(lock);
            return std::nullopt;
        }
        if (is_there(file, lock)) return Turn(file, lock);
        close(lock);
    }
}

Turn::Turn(Turn&& other) noexcept : file_(std::move(other.file_)), lock_(std::exchange(other.lock_, -1)) {}

Turn::~Turn() {
    if (lock_ < 0) return;
    unlink(file_.c_str());
    close(lock_);
}

}  // namespace portico::migrations::sqlite
