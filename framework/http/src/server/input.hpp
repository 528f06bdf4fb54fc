#pragma once
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace portico::http {

/// What was received and not used up yet, in one piece.
class Input {
public:
    std::string_view pending() const noexcept { return {data_.get() + begin_, end_ - begin_}; }
    std::size_t size() const noexcept { return end_ - begin_; }
    bool empty() const noexcept { return begin_ == end_; }

    void consume(std::size_t bytes) noexcept {
        begin_ += bytes;
        if (begin_ == end_) begin_ = end_ = 0;
    }

    /// Room for at least one more byte: views of `pending` are void afterwards. Grows by doubling from `first`.
    struct Room {
        char* data;
        std::size_t size;
    };
    Room room(std::size_t first = first_size) {
        if (end_ < capacity_ && (begin_ == 0 || capacity_ - end_ >= capacity_ / 4)) return {data_.get() + end_, capacity_ - end_};
        if (begin_ > 0) {
            std::memmove(data_.get(), data_.get() + begin_, size());
            end_ -= begin_;
            begin_ = 0;
        }
        if (capacity_ < first || end_ == capacity_) grow(capacity_ < first ? first : capacity_ * 2);
        return {data_.get() + end_, capacity_ - end_};
    }
    void commit(std::size_t bytes) noexcept { end_ += bytes; }

    /// A large body's buffer is not kept for an idle connection.
    void shrink() {
        if (!empty() || capacity_ <= 4 * first_size) return;
        data_.reset();
        capacity_ = 0;
    }

private:
    static constexpr std::size_t first_size = 4096;

    void grow(std::size_t capacity) {
        std::unique_ptr<char[]> larger(new char[capacity]);
        if (end_ > 0) std::memcpy(larger.get(), data_.get(), end_);
        data_ = std::move(larger);
        capacity_ = capacity;
    }

    std::unique_ptr<char[]> data_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace portico::http
