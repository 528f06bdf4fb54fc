#include <charconv>
#include <cmath>
#include <stdexcept>

#include <portico/orm/connection.hpp>

namespace portico::orm {

namespace {

template <class Number> Number leading_number(std::string_view text) {
    Number number{};
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

template <class Number> std::string digits_of(Number number) {
    char buffer[64];
    auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
    return std::string(buffer, end);
}

}  // namespace

void Row::beyond(std::size_t column) const {
    throw std::out_of_range("column " + std::to_string(column) + " of a row with " + std::to_string(count_));
}

std::int64_t Row::integer(std::size_t column) const {
    const Cell& cell = this->cell(column);
    switch (cell.type) {
    case Cell::Type::integer: return cell.integer;
    case Cell::Type::number: return static_cast<std::int64_t>(cell.number);
    case Cell::Type::text:
    case Cell::Type::bytes: return leading_number<std::int64_t>(cell.text);
    case Cell::Type::null: break;
    }
    return 0;
}

double Row::number(std::size_t column) const {
    const Cell& cell = this->cell(column);
    switch (cell.type) {
    case Cell::Type::integer: return static_cast<double>(cell.integer);
    case Cell::Type::number: return cell.number;
    case Cell::Type::text:
    case Cell::Type::bytes: return leading_number<double>(cell.text);
    case Cell::Type::null: break;
    }
    return 0;
}

std::string_view Row::text(std::size_t column) const {
    const Cell& cell = this->cell(column);
    if (cell.type != Cell::Type::integer && cell.type != Cell::Type::number) return cell.text;
    if (digits_.size() < count_) digits_.resize(count_);
    auto& digits = digits_[column];
    if (!digits) {
        digits = std::make_unique<std::string>(
            cell.type == Cell::Type::integer ? digits_of(cell.integer) : digits_of(cell.number));
    }
    return *digits;
}

Value Row::value(std::size_t column) const {
    const Cell& cell = this->cell(column);
    switch (cell.type) {
    case Cell::Type::integer: return Value(cell.integer);
    case Cell::Type::number: return Value(cell.number);
    case Cell::Type::text: return Value(cell.text);
    case Cell::Type::bytes: return Value(Bytes{std::string(cell.text)});
    case Cell::Type::null: break;
    }
    return {};
}

}  // namespace portico::orm
