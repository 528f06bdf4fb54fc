#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/templates/context.hpp>

namespace portico::templates {

/// The variables of a rendering as it goes: the context's and on top of them those of {% with %}, {% for %}
/// and other tags. Names are bound to values that live elsewhere, so that opening a scope copies nothing.
class Scope {
public:
    explicit Scope(const Context& context, const Context* shared = nullptr, const Value* request = nullptr);
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

    const Value* find(std::string_view name) const { return find(name, name_hash(name)); }
    const Value* find(std::string_view name, std::uint32_t hash) const {
        for (auto i = bindings_.size(); i > bottom_; --i) {
            const Binding& binding = bindings_[i - 1];
            if (binding.hash == hash && binding.name == name) return binding.value;
        }
        return nullptr;
    }
    /// Binds a name in the innermost scope to a value that outlives the scope; gives the place for `rebind`.
    std::size_t bind(std::string_view name, std::uint32_t hash, const Value& value) {
        bindings_.push_back({name, hash, &value});
        return bindings_.size() - 1;
    }
    void rebind(std::size_t place, const Value& value) { bindings_[place].value = &value; }
    /// Sets a variable of the innermost scope to a value that the scope keeps.
    void set(std::string_view name, Value value);
    /// Changes the variable where it is, or sets it here when there is none of that name.
    void set_upward(std::string_view name, Value value);
    const Value& request() const { return request_ ? *request_ : context_->request(); }
    /// All names that can be seen, innermost first, for messages.
    std::vector<std::string> names() const;
    /// The visible variables, outermost first.
    Map variables() const;

    /// Variables bound while it lives go when it goes.
    class Level {
    public:
        explicit Level(Scope& scope)
            : scope_(scope), bindings_(scope.bindings_.size()), kept_(scope.kept_.size()),
              bottom_(scope.bottom_), level_(std::exchange(scope.level_, scope.bindings_.size())) {}
        /// Hides what is bound so far (include … only).
        void isolate() { scope_.bottom_ = bindings_; }
        /// Forgets what was bound at this level.
        void clear() {
            scope_.bindings_.resize(bindings_);
            scope_.kept_.resize(kept_);
        }
        ~Level() {
            clear();
            scope_.bottom_ = bottom_;
            scope_.level_ = level_;
        }
        Level(const Level&) = delete;
        Level& operator=(const Level&) = delete;

    private:
        Scope& scope_;
        std::size_t bindings_, kept_, bottom_, level_;
    };

private:
    struct Binding {
        std::string_view name{};
        std::uint32_t hash = 0;
        const Value* value = nullptr;
    };
    struct Kept {
        std::string name;
        Value value;
    };
    void bind_all(const Context& context);
    void put(Binding& binding, Value value);

    const Context* context_;
    const Value* request_;
    std::vector<Binding> bindings_{};
    std::vector<std::unique_ptr<Kept>> kept_{};
    std::vector<std::unique_ptr<Kept>> upward_{}; // set in scopes outside of the innermost: kept to the end
    std::size_t bottom_ = 0;                      // bindings below are hidden
    std::size_t level_ = 0;                       // where the innermost scope begins
};

} // namespace portico::templates
