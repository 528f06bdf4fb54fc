#pragma once
#include <string>
#include <string_view>

namespace portico::templates {

/// Walks through HTML as Python 3.13's html.parser does, broken markup included, and tells what it meets.
class HtmlTokenizer {
public:
    /// `converts`: text comes with its character references resolved.
    HtmlTokenizer(std::string_view html, bool converts) : html_(html), converts_(converts) {}
    virtual ~HtmlTokenizer() = default;

protected:
    /// As feed(): what may be cut off at the end is left. With `at_end` as close() after it.
    void run(bool at_end);
    std::string_view whole() const { return html_; }

    virtual void text(std::string_view text) = 0;
    virtual void start_tag(std::string_view name, std::string_view source, bool closed) = 0;
    virtual void end_tag(std::string_view name) = 0;
    virtual void
    reference(std::string_view source) = 0; // "&name;" or "&#number;", where references are not converted

private:
    std::size_t next_mark() const;
    bool step_markup(bool at_end);
    bool step_reference(bool at_end);
    bool step_number();
    void emit(std::string_view raw);
    std::size_t parse_start_tag();
    std::size_t whole_start_tag() const;
    std::size_t parse_end_tag();
    std::size_t parse_declaration() const;
    std::size_t behind(std::string_view mark, std::size_t from) const;

    std::string_view html_;
    bool converts_;
    std::size_t position_ = 0;
    std::string raw_element_{}; // "script" or "style" while inside one
};

} // namespace portico::templates
