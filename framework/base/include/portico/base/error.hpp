/// The base of Portico's own exceptions: what happened and, apart from it, what to do.
#pragma once
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace portico {

/// `what()` is one line: what happened and where, values quoted. `hint()` says what to do; it may be empty.
///
///     throw Error("setting \"debgu\" is unknown (settings.toml:3)", "did you mean \"debug\"?");
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& message, std::string hint = {});
    const std::string& hint() const noexcept { return hint_; }
    /// Message and hint in one line, for logs and the terminal.
    std::string full() const;

private:
    std::string hint_;
};

/// A value that can't be made what was asked for: "abc" as an integer. `code()` is Django's error code ("invalid", "min_length" …).
class ConversionError : public Error {
public:
    explicit ConversionError(const std::string& message, std::string code = "invalid");
    const std::string& code() const noexcept { return code_; }

private:
    std::string code_;
};

/// A value that is not there where that is no mistake (a related row, say): a template shows nothing for it.
class MissingValue : public Error {
public:
    using Error::Error;
};

/// The known name nearest to a mistyped one, or empty when none is near.
std::string nearest(std::string_view name, std::span<const std::string> known);

/// `did you mean "debug"?`, or empty when no known name is near.
std::string did_you_mean(std::string_view name, std::span<const std::string> known);

}  // namespace portico
