#include "loaded_rows.hpp"

#include <algorithm>

namespace portico::orm::detail {

Value LoadedRows::row(std::size_t index) const {
    return Value(StructRef{&model_->slot, rows_->items[index], std::shared_ptr<const void>(rows_->owner, rows_->items[index])});
}

/// The least key where the rows have no order.
std::size_t LoadedRows::first() const {
    if (!model_->ordering.empty()) return 0;
    auto key = [&](const void* object) { return model_->key_of(object); };
    auto least = std::ranges::min_element(rows_->items, [](const Value& a, const Value& b) { return a < b; }, key);
    return static_cast<std::size_t>(least - rows_->items.begin());
}

std::optional<Value> LoadedRows::attribute(std::string_view name) const {
    const std::size_t count = rows_->items.size();
    if (name == "all") return Value(LoadedRows(*this));
    if (name == "count") return Value(static_cast<std::int64_t>(count));
    if (name == "exists") return Value(count > 0);
    if (name == "first") return count > 0 ? row(first()) : Value();
    if (name == "last") return count > 0 ? row(count - 1) : Value();
    return std::nullopt;
}

std::optional<Value> LoadedRows::at(std::size_t index) const {
    if (index >= rows_->items.size()) return std::nullopt;
    return row(index);
}

std::string LoadedRows::str() const {
    constexpr std::size_t most_shown = 20;
    std::string text = "<QuerySet [";
    for (std::size_t i = 0; i < rows_->items.size() && i < most_shown; ++i)
        text += (i > 0 ? ", <" : "<") + model_->name + ": " + model_->type->str(rows_->items[i]) + ">";
    return text + (rows_->items.size() > most_shown ? ", ...]>" : "]>");
}

bool LoadedRows::each(const std::function<bool(const Value&)>& visit) const {
    for (std::size_t i = 0; i < rows_->items.size(); ++i) {
        if (!visit(row(i))) break;
    }
    return true;
}

}  // namespace portico::orm::detail
