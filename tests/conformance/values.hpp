#pragma once
#include <stdexcept>
#include <string>

#include <portico/base/value.hpp>
#include <portico/i18n/time_zone.hpp>

#include "case.hpp"

namespace portico::conformance {

/// An exception of the recorded program, by the name of its class.
class RecordedError : public std::runtime_error {
public:
    explicit RecordedError(const std::string& name) : std::runtime_error(name) {}
};

/// The framework has nothing that the case asks for.
class NoSuchOperation : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A value as the cases write it: plain JSON, or an object whose first key begins with "$" (see the README of
/// the cases).
Value decode(const Json& json);

/// And back.
Json encode(const Value& value);

/// An object, or `$pairs` where its first key would read as a tag.
Json mapping(const std::vector<std::pair<std::string, Json>>& entries);

/// The pairs of a mapping, of query data, or of a list of pairs.
std::vector<std::pair<std::string, Value>> query_pairs(const Json& json);

/// A text, a safe text or bytes; Error for anything else.
std::string text_of(const Json& json);

/// A case's clock: "2026-03-05T16:07:08+00:00", or a tagged one. UTC where it has no zone.
DateTime clock_of(const Json& json);

/// "Europe/Paris" or "+05:30".
i18n::TimeZone zone_named(const std::string& name);

} // namespace portico::conformance
