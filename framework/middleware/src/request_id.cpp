#include <portico/middleware/request_id.hpp>

#include <algorithm>
#include <cstdio>

#include <portico/base/log.hpp>
#include <portico/base/signing.hpp>
#include <portico/fibers/local.hpp>

namespace portico {
namespace {

const fibers::Local<std::string>& current_id() {
    static const fibers::Local<std::string> id;
    return id;
}

bool is_fine(std::string_view id) {
    return id.size() >= 8 && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      c == '-' || c == '_';
           });
}

/// 64 random bits in hexadecimal: they need not be secret, so a generator seeded once per thread will do.
std::string new_id() {
    constexpr char digits[] = "0123456789abcdef";
    thread_local std::uint64_t state = [] {
        std::string seed = random_bytes(8);
        std::uint64_t value = 0;
        for (char c : seed) value = value << 8 | static_cast<unsigned char>(c);
        return value;
    }();
    // splitmix64 (Steele, Lea, Flood 2014)
    std::uint64_t mixed = state += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    mixed ^= mixed >> 31;
    std::string id(16, '0');
    for (char& c : id) {
        c = digits[mixed & 15];
        mixed >>= 4;
    }
    return id;
}

} // namespace

std::string current_request_id() { return current_id().value_or({}); }

Middleware request_id() {
    log::set_context(current_request_id);
    return {"request-id", [](Request& request, Next next) {
                std::string_view given = request.header("X-Request-ID");
                request.set_id(is_fine(given) ? std::string(given) : new_id());
                fibers::Local<std::string>::Scope scope(current_id(), request.id());
                Response response = next(request);
                response.set("X-Request-ID", request.id());
                return response;
            }};
}

} // namespace portico
