#pragma once
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiled_template.hpp"
#include "filter.hpp"
#include "lexer.hpp"
#include "node.hpp"
#include "registry.hpp"

namespace portico::templates {

/// Makes nodes of a template's tokens. A tag's compile function gets the parser and the tag, reads on as far
/// as the tag reaches and gives back its node.
class Parser {
public:
    Parser(CompiledTemplate& page, const Engine& engine);
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// The whole template.
    NodeList parse_all();
    /// The rest of a template that extends another: only its blocks are of use.
    void parse_rest() { page_.hidden_ = parse(nullptr, 0); }
    /// Nodes up to one of these tags (the first word of a tag, or all of it); that tag is left for
    /// `next_tag`. SyntaxError when none of them comes.
    NodeList parse_until(std::initializer_list<std::string_view> ends);
    NodeList parse_until(const std::vector<std::string>& ends);
    /// The tag that `parse_until` stopped at.
    Token next_tag();
    bool next_tag_is(std::string_view content) const;
    /// Passes over everything up to that tag and over the tag.
    void skip_past(std::string_view end);
    /// What the open tag still waits for, for the message when it doesn't come.
    void expect(std::string end) { open_.back().expected = std::move(end); }
    /// The source between the last tag and that end tag, unparsed.
    std::string_view raw_until(std::string_view end);

    Expression expression(std::string_view text) const { return Expression(text, *this); }
    const Filter& filter(std::string_view name) const;
    void load_library(std::string_view name);
    void load_from(std::string_view library, std::string_view name);

    CompiledTemplate& page() { return page_; }
    const Engine& engine() const { return engine_; }
    /// Has anything but text been compiled yet? {% extends %} must come first.
    bool is_at_start() const { return at_start_; }
    /// Once with null when the block begins, so that its name is taken, and again when it is complete.
    void add_block(std::string_view name, const BlockNode* block);
    CompiledTemplate::Partial& add_partial(std::string_view name, std::string_view part);
    void set_extends() { page_.extends_ = true; }
    /// For names of cycles, which later tags refer to.
    std::map<std::string, const Node*, std::less<>> named_nodes{};
    const Node* last_cycle = nullptr;

    /// Notes what a tag names, where `word` is a literal.
    void note_reference(CompiledTemplate::Reference::Kind kind, std::string_view word);
    /// A text that lives as long as the template.
    std::string_view keep(std::string text);
    [[noreturn]] void fail(std::string_view part, const std::string& message, std::string hint = {}) const;

private:
    NodeList parse(const std::string_view* ends, std::size_t count);
    NodePointer compile_tag(const Token& token);
    [[noreturn]] void unknown_tag(const Token& token, std::string_view name, std::string_view expected) const;
    [[noreturn]] void unclosed() const;

    struct Open {
        std::string_view name;
        Token token;
        std::string expected;
    };

    CompiledTemplate& page_;
    const Engine& engine_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
    bool at_start_ = true;
    std::vector<Open> open_{};
    const TagLibrary& builtins_;
    TagLibrary loaded_{};  // stands before the built-in ones
};

} // namespace portico::templates
