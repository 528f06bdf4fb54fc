#pragma once
#include <string>

#include <portico/base/value.hpp>

#include "rendering.hpp"

namespace portico::templates {

/// The variable `forloop` inside {% for %}: lives as long as the loop.
class Loop : public Dynamic {
public:
    Loop(std::size_t length, const Value* parent) : length_(length), parent_(parent) {}
    void advance(std::size_t index) { index_ = index; }
    /// Memory of {% ifchanged %}: it begins anew with each loop.
    TagMemories& memories() const { return memories_; }

    std::optional<Value> attribute(std::string_view name) const override;
    std::string str() const override;

private:
    std::size_t length_;
    std::size_t index_ = 0;
    const Value* parent_;
    mutable TagMemories memories_{};
};

/// The innermost loop that the template is in, or nullptr.
const Loop* current_loop(const Rendering& rendering);

} // namespace portico::templates
