#include <portico/templates/scope.hpp>

namespace portico::templates {

Scope::Scope(const Context& context, const Context* shared, const Value* request)
    : context_(&context), request_(request) {
    bindings_.reserve(32);
    if (shared) bind_all(*shared);
    bind_all(context);
}

void Scope::bind_all(const Context& context) {
    if (context.outer()) bind_all(*context.outer());
    for (const auto& entry : context) bindings_.push_back({entry.name, entry.hash, &entry.value});
}

void Scope::put(Binding& binding, Value value) {
    for (auto& kept : kept_) {
        if (binding.value == &kept->value) {
            kept->value = std::move(value);
            return;
        }
    }
    kept_.push_back(std::make_unique<Kept>(Kept{std::string(binding.name), std::move(value)}));
    binding.value = &kept_.back()->value;
}

void Scope::set(std::string_view name, Value value) {
    auto hash = name_hash(name);
    for (auto i = bindings_.size(); i > level_; --i) {
        if (bindings_[i - 1].hash == hash && bindings_[i - 1].name == name)
            return put(bindings_[i - 1], std::move(value));
    }
    kept_.push_back(std::make_unique<Kept>(Kept{std::string(name), std::move(value)}));
    bind(kept_.back()->name, hash, kept_.back()->value);
}

void Scope::set_upward(std::string_view name, Value value) {
    auto hash = name_hash(name);
    for (auto i = bindings_.size(); i > bottom_; --i) {
        Binding& binding = bindings_[i - 1];
        if (binding.hash != hash || binding.name != name) continue;
        if (i > level_) return put(binding, std::move(value));
        upward_.push_back(std::make_unique<Kept>(Kept{std::string(name), std::move(value)}));
        binding.value = &upward_.back()->value;
        return;
    }
    set(name, std::move(value));
}

std::vector<std::string> Scope::names() const {
    std::vector<std::string> names;
    for (auto i = bindings_.size(); i > bottom_; --i) names.emplace_back(bindings_[i - 1].name);
    return names;
}

Map Scope::variables() const {
    Map map;
    for (auto i = bottom_; i < bindings_.size(); ++i) map.set(bindings_[i].name, *bindings_[i].value);
    return map;
}

} // namespace portico::templates
