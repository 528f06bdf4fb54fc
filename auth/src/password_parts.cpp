#include <portico/auth/passwords.hpp>
#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "password_algorithms.hpp"

namespace portico::auth {

namespace {

[[noreturn]] void refuse() { throw ConversionError("no encoded password of a known form"); }

/// A hash may have a "$" in it where it is the last part.
std::string rest_behind(std::string_view encoded, int dollars) {
    for (; dollars > 0; --dollars) {
        auto place = encoded.find('$');
        if (place == std::string_view::npos) refuse();
        encoded.remove_prefix(place + 1);
    }
    return std::string(encoded);
}

Map argon2_parts(std::string_view encoded, const EncodedPassword& how) {
    auto parts = text::split(encoded, '$');
    auto version = parts[2].substr(parts[2].find('=') + 1);
    return {{"algorithm", how.algorithm},
            {"hash", std::string(parts[5])},
            {"memory_cost", how.parameters.memory_kib},
            {"parallelism", how.parameters.parallelism},
            {"salt", how.salt},
            {"time_cost", how.parameters.work},
            {"variety", std::string(parts[1])},
            {"version", version == "19" ? 19 : 16}};
}

Map bcrypt_parts(std::string_view encoded, const EncodedPassword& how) {
    auto parts = text::split(encoded, '$');
    return {{"algorithm", how.algorithm},
            {"algostr", std::string(parts[2])},
            {"checksum", std::string(parts[4].substr(22))},
            {"salt", std::string(parts[4].substr(0, 22))},
            {"work_factor", how.parameters.work}};
}

Map scrypt_parts(std::string_view encoded, const EncodedPassword& how) {
    return {{"algorithm", how.algorithm},
            {"work_factor", how.parameters.work},
            {"salt", how.salt},
            {"block_size", how.parameters.block_size},
            {"parallelism", how.parameters.parallelism},
            {"hash", rest_behind(encoded, 5)}};
}

}  // namespace

Map password_parts(std::string_view encoded) {
    auto how = EncodedPassword::parse(encoded);
    if (!how) refuse();
    if (how->algorithm == "argon2") return argon2_parts(encoded, *how);
    if (how->algorithm.starts_with("bcrypt")) return bcrypt_parts(encoded, *how);
    if (how->algorithm == "scrypt") return scrypt_parts(encoded, *how);
    if (how->algorithm == "md5") return {{"algorithm", how->algorithm}, {"hash", rest_behind(encoded, 2)}, {"salt", how->salt}};
    return {{"algorithm", how->algorithm}, {"hash", rest_behind(encoded, 3)}, {"iterations", how->parameters.work}, {"salt", how->salt}};
}

}  // namespace portico::auth
