/// Of those who want the same at the same time one makes it and the others wait.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <portico/fibers/event.hpp>
#include <portico/fibers/fiber.hpp>

namespace portico::cache {

class Flights {
public:
    /// What `make` gives, to all who ask for that key meanwhile. Who throws takes nobody along: the next makes it.
    std::string once(const std::string& key, const std::function<std::string()>& make);

private:
    struct Flight {
        fibers::Fiber* fiber = fibers::current();
        std::thread::id thread = std::this_thread::get_id();
        fibers::Event over{};
        std::optional<std::string> bytes{};

        bool is_mine() const { return fiber == fibers::current() && (fiber || thread == std::this_thread::get_id()); }
    };
    /// Ends the flight when it goes, whatever has happened.
    struct Landing;
    /// The one that is on the way, or a new one, which the caller leads.
    std::shared_ptr<Flight> join(const std::string& key, bool& leads);

    std::mutex guard_;
    std::map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace portico::cache
