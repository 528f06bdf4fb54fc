#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "expression.hpp"
#include "rendering.hpp"

namespace portico::templates {

/// One piece of a compiled template. Rendering changes nothing in it: many renderings share it.
class Node {
public:
    virtual ~Node() = default;
    virtual void render(Rendering& rendering) const = 0;
    std::string_view part{}; // of the source, for messages
};

using NodePointer = std::unique_ptr<Node>;

class NodeList {
public:
    void add(NodePointer node) { nodes_.push_back(std::move(node)); }
    void render(Rendering& rendering) const;
    std::string text(Rendering& rendering) const;
    bool empty() const { return nodes_.empty(); }
    const std::vector<NodePointer>& nodes() const { return nodes_; }

private:
    std::vector<NodePointer> nodes_{};
};

class TextNode : public Node {
public:
    explicit TextNode(std::string_view text) : text_(text) {}
    void render(Rendering& rendering) const override { rendering.out->append(text_); }

private:
    std::string_view text_;
};

class VariableNode : public Node {
public:
    explicit VariableNode(Expression expression) : expression_(std::move(expression)) {}
    void render(Rendering& rendering) const override;

private:
    Expression expression_;
};

} // namespace portico::templates
