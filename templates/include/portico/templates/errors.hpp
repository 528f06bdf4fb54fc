/// What can go wrong with a template. Each error knows the file, line and column and shows the line with a
/// mark below the word:
///
///     blog/post.html:3:4: unknown tag "fro"          (what())
///     did you mean "for"?                            (hint())
///        3 | {% fro post in posts %}                 (excerpt())
///          |    ^~~
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/error.hpp>

namespace portico::templates {

/// A place in a template's source; line and column (in bytes) count from 1, a line of 0 means unknown.
struct Place {
    std::string file{};
    int line = 0;
    int column = 0;
    std::string excerpt{};
    explicit operator bool() const { return line != 0; }
};

class TemplateError : public Error {
public:
    explicit TemplateError(const std::string& message, std::string hint = {}, Place place = {});
    const char* what() const noexcept override { return text_.c_str(); }
    /// Without the place.
    std::string_view message() const { return Error::what(); }
    const Place& place() const { return place_; }
    const std::string& excerpt() const { return place_.excerpt; }
    /// For an error that was thrown where the place was not known.
    void set_place(Place place);

private:
    Place place_;
    std::string text_;
};

/// The template can't be parsed.
class SyntaxError : public TemplateError {
public:
    using TemplateError::TemplateError;
};

/// Rendering failed. When something that the template called threw, that exception is nested
/// (std::rethrow_if_nested).
class RenderError : public TemplateError {
public:
    using TemplateError::TemplateError;
};

/// The argument of a filter or tag names a variable that is not there.
class UndefinedVariable : public RenderError {
public:
    using RenderError::RenderError;
};

/// There is no template of that name; the hint names the nearest one.
class TemplateNotFound : public TemplateError {
public:
    TemplateNotFound(std::string name, std::string hint = {}, Place place = {});
    const std::string& name() const { return name_; }

private:
    std::string name_;
};

} // namespace portico::templates
