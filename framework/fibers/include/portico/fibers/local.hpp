#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace portico::fibers {

namespace detail {
std::size_t new_local() noexcept;
std::shared_ptr<void> local(std::size_t index) noexcept;
void* local_pointer(std::size_t index) noexcept;
void set_local(std::size_t index, std::shared_ptr<void> value);
} // namespace detail

/// A value that belongs to the current fiber, or outside of fibers to the thread: the current language, the
/// connection of the open transaction. New fibers start with what was current where they were spawned: they share
/// the object; `set` in one does not change the other.
///
///     inline fibers::Local<Language> language;            // at namespace scope, one for the program
///
///     fibers::Local<Language>::Scope german{language, Language{"de"}};
///     if (auto* now = language.get()) greet(*now);
///
/// Not passed on into `offload`.
template <class T> class Local {
public:
    Local() : index_(detail::new_local()) {}
    Local(const Local&) = delete;
    Local& operator=(const Local&) = delete;

    /// nullptr where nothing was set.
    T* get() const noexcept { return static_cast<T*>(detail::local_pointer(index_)); }
    T value_or(T otherwise) const {
        T* value = get();
        return value ? *value : std::move(otherwise);
    }
    void set(T value) const { detail::set_local(index_, std::make_shared<T>(std::move(value))); }
    void reset() const { detail::set_local(index_, nullptr); }

    /// Sets the value and puts the former one back when it ends.
    class [[nodiscard]] Scope {
    public:
        Scope(const Local& local, T value) : index_(local.index_), former_(detail::local(index_)) {
            local.set(std::move(value));
        }
        ~Scope() { detail::set_local(index_, std::move(former_)); }
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        std::size_t index_;
        std::shared_ptr<void> former_;
    };

private:
    std::size_t index_;
};

} // namespace portico::fibers
