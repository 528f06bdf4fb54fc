#pragma once
#include "node.hpp"

namespace portico::templates {

/// {% block name %}: what a template that extends this one may put in its place.
class BlockNode : public Node {
public:
    BlockNode(std::string_view name, NodeList nodes) : name_(name), nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override;
    std::string_view name() const { return name_; }
    const NodeList& nodes() const { return nodes_; }

private:
    std::string_view name_;
    NodeList nodes_;
};

} // namespace portico::templates
