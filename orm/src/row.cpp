#include <charconv>
#include <cmath>
#include <stdexcept>

#include <portico/orm/connection.hpp>
#include <portico/orm/errors.hpp>

namespace portico::orm {

namespace {

[[noreturn]] void out_of_range(std::string_view text) {
    throw DataError("the database gives " + std::string(text.substr(0, 40)) + ", which is out of the range of the number it is read into",
                    "ask for a double or a Decimal: cast what is computed");
}

template <class Number> Number leading_number(std::string_view text) {
    Number number{};
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc::result_out_of_range) out_of_range(text);
    return number;
}

std::int64_t whole_part(double number, std::string_view text) {
    constexpr double beyond = 9'223'372'036'854'775'808.0;
    if (!(number >= -beyond && number < beyond)) out_of_range(text);
    return static_cast<std::int64_t>(number);
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
    case Cell::Type::number: return whole_part(cell.number, text(column));
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
