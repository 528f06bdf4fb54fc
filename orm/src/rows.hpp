/// The rows of one answer, copied out of the database: they outlive the statement, and cross threads.
#pragma once
#include <cstring>
#include <memory>
#include <memory_resource>
#include <utility>
#include <vector>

#include <portico/orm/connection.hpp>

namespace portico::orm {

class Rows {
public:
    void start(std::size_t columns) {
        columns_ = columns;
        cells_.reserve(columns);
    }
    void add_null() { cells_.emplace_back(); }
    void add(std::int64_t integer) { next(Cell::Type::integer).integer = integer; }
    void add(double number) { next(Cell::Type::number).number = number; }
    void add(Cell::Type type, std::string_view text) { next(type).text = keep(text); }
    void clear() {
        cells_.clear();
        texts_.reset();
        owner_.reset();
    }
    /// Texts that `owner` keeps alive are not copied: `add_owned`.
    void own(std::shared_ptr<const void> owner) { owner_ = std::move(owner); }
    void add_owned(Cell::Type type, std::string_view text) { next(type).text = text; }
    void reserve(std::size_t rows) { cells_.reserve(rows * columns_); }

    std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
    Row operator[](std::size_t row) const { return Row(cells_.data() + row * columns_, columns_); }

private:
    Cell& next(Cell::Type type) {
        Cell& cell = cells_.emplace_back();
        cell.type = type;
        return cell;
    }
    std::string_view keep(std::string_view text) {
        if (text.empty()) return {};
        if (!texts_) texts_ = std::make_unique<std::pmr::monotonic_buffer_resource>(1024);
        auto* place = static_cast<char*>(texts_->allocate(text.size(), 1));
        std::memcpy(place, text.data(), text.size());
        return {place, text.size()};
    }

    std::size_t columns_ = 0;
    std::vector<Cell> cells_;
    std::unique_ptr<std::pmr::monotonic_buffer_resource> texts_;
    std::shared_ptr<const void> owner_;
};

struct Answer {
    Rows rows{};
    ExecuteResult result{};
};

}  // namespace portico::orm
