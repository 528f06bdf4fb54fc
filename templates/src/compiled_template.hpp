#pragma once
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "node.hpp"
#include "source_text.hpp"

namespace portico::templates {

class BlockNode;

/// A template ready to be rendered. Its nodes point into its source.
class CompiledTemplate {
public:
    CompiledTemplate(SourceText source, const Engine& engine);
    ~CompiledTemplate();
    CompiledTemplate(const CompiledTemplate&) = delete;
    CompiledTemplate& operator=(const CompiledTemplate&) = delete;

    struct Block {
        std::string_view name{};
        const BlockNode* node = nullptr;
    };
    struct Partial {
        std::string_view name{};
        NodeList nodes{};
    };

    /// What a tag names by a literal, to be looked for by Engine::check.
    struct Reference {
        enum class Kind { template_name, route } kind;
        std::string_view name{};  // in quotes in the source
    };

    const SourceText& source() const { return source_; }
    const NodeList& nodes() const { return nodes_; }
    const std::vector<Block>& blocks() const { return blocks_; }
    /// Null when there is no partial of that name.
    const Partial* partial(std::string_view name) const;
    bool extends() const { return extends_; }
    const std::vector<Reference>& references() const { return references_; }

private:
    friend class Parser;
    SourceText source_;
    std::deque<std::string> texts_{}; // that nodes point to and that are not in the source as they are
    std::vector<Block> blocks_{};
    std::vector<std::unique_ptr<Partial>> partials_{};
    std::vector<Reference> references_{};
    bool extends_ = false;
    NodeList nodes_{};
    NodeList hidden_{}; // what stands around the blocks of a template that extends another
};

} // namespace portico::templates
