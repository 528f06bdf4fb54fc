#include "node.hpp"

namespace portico::templates {

void NodeList::render(Rendering& rendering) const {
    const NodePointer* node = nodes_.data();
    const NodePointer* const end = node + nodes_.size();
    try {
        for (; node != end; ++node) (*node)->render(rendering);
    } catch (const std::exception&) {
        rendering.note_failure((*node)->part);
        throw;
    }
}

std::string NodeList::text(Rendering& rendering) const {
    Capture capture(rendering);
    render(rendering);
    return std::move(capture.text);
}

void VariableNode::render(Rendering& rendering) const {
    Storage storage;
    rendering.write(expression_.resolve(rendering, storage));
}

} // namespace portico::templates
