/// The section `[orm]` of settings.toml.
///
///     [orm]
///     lazy_loading = "forbid"
///     slow = "50ms"
#pragma once
#include <chrono>

namespace portico::orm {

/// What happens when `post.author->name` is read and the author was not loaded.
enum class LazyLoading {
    peers,   // the authors of all posts of the same query are loaded in one statement
    one,     // this one
    forbid   // NotLoaded, naming the missing select_related
};

struct OrmSettings {
    LazyLoading lazy_loading = LazyLoading::peers;
    /// A statement that takes longer is in the list of slow ones, and at its first time in the log. 0: none is.
    std::chrono::microseconds slow{200'000};
};

/// Another mode for this fiber or thread while it lives: for programs without a project, and for tests.
class [[nodiscard]] LazyLoadingScope {
public:
    explicit LazyLoadingScope(LazyLoading mode);
    ~LazyLoadingScope();
    LazyLoadingScope(const LazyLoadingScope&) = delete;
    LazyLoadingScope& operator=(const LazyLoadingScope&) = delete;

private:
    LazyLoading* former_;
    LazyLoading mode_;
};

}  // namespace portico::orm
