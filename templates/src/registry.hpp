#pragma once
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <portico/templates/engine.hpp>

#include "filter.hpp"
#include "lexer.hpp"

namespace portico::templates {

class Node;
class Parser;

/// A built-in tag: its name and what reads it. `words` are the tag's content, the name first.
struct Tag {
    std::string_view name{};
    std::unique_ptr<Node> (*compile)(Parser&, const Token&,
                                     const std::vector<std::string_view>& words) = nullptr;
};

/// Reads a tag of the application.
std::unique_ptr<Node> compile_custom_tag(Parser&, const Token&, const std::vector<std::string_view>& words,
                                         const TagDefinition& definition);

/// A tag as the parser finds it: built in, or one of the application's.
struct TagCompiler {
    const Tag* tag = nullptr;
    const TagDefinition* custom = nullptr;
};

/// A set of tags and filters that {% load %} brings in as a whole.
struct TagLibrary {
    std::map<std::string, TagCompiler, std::less<>> tags{};
    std::map<std::string, const Filter*, std::less<>> filters{};
};

/// What an engine's templates may use.
class Engine::Registry {
public:
    explicit Registry(const EngineOptions& options);

    const TagLibrary& builtins() const { return builtins_; }
    const TagLibrary* find(std::string_view library) const;
    std::vector<std::string> library_names() const;
    /// The library that has a tag or filter of that name; empty when none has.
    std::string library_with_tag(std::string_view name) const;
    std::string library_with_filter(std::string_view name) const;

private:
    void add(TagLibrary& library, std::span<const Tag> tags, std::span<const Filter> filters);
    void add(TagLibrary& library, const Library& custom);

    TagLibrary builtins_{};
    std::map<std::string, TagLibrary, std::less<>> libraries_{};
    std::vector<std::unique_ptr<Filter>> custom_filters_{};
};

} // namespace portico::templates
