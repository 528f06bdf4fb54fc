/// Hashing keeps a core busy for some hundredths of a second: few at once, off the event loops.
#pragma once
#include <memory>
#include <mutex>

#include <portico/fibers/offload.hpp>
#include <portico/fibers/turns.hpp>

namespace portico {
class Project;
}

namespace portico::auth {

/// A service: as many turns as [auth] hashes_at_once and hashes_waiting say.
class HashingTurns {
public:
    fibers::Turns& get(Project& project);

private:
    std::once_flag once_{};
    std::unique_ptr<fibers::Turns> turns_{};
};

/// HttpError 503 where too many wait already. Without a project, and inside of `offload`, there are no turns.
fibers::Turns::Turn take_hashing_turn();

template <class Work> auto hashing(Work&& work) {
    const auto turn = take_hashing_turn();
    return fibers::offload(work);
}

}  // namespace portico::auth
