#include <portico/templates/context.hpp>

namespace portico::templates {

const Value* Context::find(std::string_view name) const {
    auto hash = name_hash(name);
    for (const Context* context = this; context; context = context->outer_) {
        for (auto entry = context->entries_.rbegin(); entry != context->entries_.rend(); ++entry) {
            if (entry->hash == hash && entry->name == name) return &entry->value;
        }
    }
    return nullptr;
}

Context& Context::put(std::string_view name, Value value) {
    for (auto& entry : entries_) {
        if (entry.name == name) return entry.value = std::move(value), *this;
    }
    entries_.emplace_back(name, std::move(value));
    return *this;
}

} // namespace portico::templates
