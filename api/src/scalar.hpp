/// One value as it was sent, before it is anything: JSON's kinds, or a text that came outside JSON.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include <portico/api/codec.hpp>

namespace portico::api::detail {

struct Scalar {
    enum class Kind { null, boolean, integer, number, text, object, array };
    Kind kind = Kind::null;
    bool boolean = false;
    std::int64_t integer = 0;
    double number = 0;
    std::string_view text{};
    bool too_large = false;  // an integer beyond 64 bits
};

/// Why a scalar is not of the type asked for; `type` is empty when it is.
struct Mismatch {
    std::string type{};
    std::string msg{};
    Map ctx{};
    explicit operator bool() const { return !type.empty(); }
};

/// Converts and stores; every type but lists and structs.
Mismatch store_scalar(const Scalar& scalar, const FieldType& type, void* target);

}  // namespace portico::api::detail
