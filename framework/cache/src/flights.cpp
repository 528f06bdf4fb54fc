#include "flights.hpp"

namespace portico::cache {

struct Flights::Landing {
    Flights& all;
    const std::string& key;
    Flight& flight;

    ~Landing() {
        {
            std::lock_guard lock(all.guard_);
            all.flights_.erase(key);
        }
        flight.over.set();
    }
};

std::shared_ptr<Flights::Flight> Flights::join(const std::string& key, bool& leads) {
    std::lock_guard lock(guard_);
    std::shared_ptr<Flight>& flight = flights_[key];
    leads = !flight;
    if (leads) flight = std::make_shared<Flight>();
    return flight;
}

std::string Flights::once(const std::string& key, const std::function<std::string()>& make) {
    while (true) {
        bool leads = false;
        const std::shared_ptr<Flight> flight = join(key, leads);
        if (leads) {
            Landing landing{*this, key, *flight};
            flight->bytes = make();
            return *flight->bytes;
        }
        if (flight->is_mine()) return make();  // what makes it asks for it itself: nobody else would ever end that
        flight->over.wait();
        if (flight->bytes) return *flight->bytes;
    }
}

}  // namespace portico::cache
