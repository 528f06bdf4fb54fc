/// What is called when a model's objects are saved and deleted; Describe<T> and receivers<T>() fill it.
#pragma once
#include <array>
#include <functional>
#include <type_traits>
#include <utility>
#include <vector>

namespace portico::orm {

class Hooks {
public:
    enum Moment { before_save, after_save, before_delete, after_delete };
    /// The object, and whether it is new.
    using Hook = std::function<void(void* object, bool created)>;

    void add(Moment moment, Hook hook) { hooks_[moment].push_back(std::move(hook)); }
    const std::vector<Hook>& at(Moment moment) const { return hooks_[moment]; }

private:
    std::array<std::vector<Hook>, 4> hooks_{};
};

namespace detail {

/// Takes (T&) or (T&, bool created).
template <class T, class Work> Hooks::Hook hook(Work work) {
    static_assert(std::is_invocable_v<Work&, T&> || std::is_invocable_v<Work&, T&, bool>,
                  "portico: a hook takes the object, and if it likes whether it is new: [](Post& post, bool created) { … }");
    return [work = std::move(work)](void* object, bool created) mutable {
        if constexpr (std::is_invocable_v<Work&, T&, bool>) {
            work(*static_cast<T*>(object), created);
        } else {
            work(*static_cast<T*>(object));
        }
    };
}

}  // namespace detail

}  // namespace portico::orm
