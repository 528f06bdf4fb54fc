#pragma once
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace portico::detail {

/// A growing array of plain values whose first `N` need no heap: headers and path parameters of nearly every
/// request.
template <class T, std::size_t N> class SmallVector {
    static_assert(std::is_trivially_copyable_v<T>);

public:
    SmallVector() noexcept = default;
    SmallVector(const SmallVector& other) { append(other.data(), other.size()); }
    SmallVector(SmallVector&& other) noexcept { take(other); }
    SmallVector& operator=(const SmallVector& other) {
        if (this != &other) {
            size_ = 0;
            append(other.data(), other.size());
        }
        return *this;
    }
    SmallVector& operator=(SmallVector&& other) noexcept {
        if (this != &other) {
            std::free(heap_);
            heap_ = nullptr;
            capacity_ = N;
            take(other);
        }
        return *this;
    }
    ~SmallVector() { std::free(heap_); }

    T* data() noexcept { return heap_ ? heap_ : reinterpret_cast<T*>(inline_); }
    const T* data() const noexcept { return heap_ ? heap_ : reinterpret_cast<const T*>(inline_); }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    T* begin() noexcept { return data(); }
    T* end() noexcept { return data() + size_; }
    const T* begin() const noexcept { return data(); }
    const T* end() const noexcept { return data() + size_; }
    T& operator[](std::size_t at) noexcept { return data()[at]; }
    const T& operator[](std::size_t at) const noexcept { return data()[at]; }

    void clear() noexcept { size_ = 0; }
    void resize_down(std::size_t size) noexcept { size_ = size; }
    void push_back(const T& value) {
        T copy = value;
        append(&copy, 1);
    }
    /// `from` may not point into this vector.
    void append(const T* from, std::size_t count) {
        reserve(size_ + count);
        if (count) std::memcpy(static_cast<void*>(data() + size_), from, count * sizeof(T));
        size_ += count;
    }
    void erase(std::size_t at) noexcept {
        std::memmove(static_cast<void*>(data() + at), data() + at + 1, (size_ - at - 1) * sizeof(T));
        --size_;
    }
    void reserve(std::size_t wanted) {
        if (wanted <= capacity_) return;
        std::size_t grown = capacity_ * 2 > wanted ? capacity_ * 2 : wanted;
        void* heap = std::malloc(grown * sizeof(T));
        if (!heap) throw std::bad_alloc();
        std::memcpy(heap, data(), size_ * sizeof(T));
        std::free(heap_);
        heap_ = static_cast<T*>(heap);
        capacity_ = grown;
    }

private:
    void take(SmallVector& other) noexcept {
        size_ = other.size_;
        if (other.heap_) {
            heap_ = std::exchange(other.heap_, nullptr);
            capacity_ = std::exchange(other.capacity_, N);
        } else {
            std::memcpy(inline_, other.inline_, size_ * sizeof(T));
        }
        other.size_ = 0;
    }

    T* heap_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = N;
    alignas(T) unsigned char inline_[N * sizeof(T)];
};

} // namespace portico::detail
