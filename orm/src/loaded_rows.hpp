/// Rows that are there, as templates see a query set.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <portico/orm/detail/reference.hpp>
#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

class LoadedRows : public Dynamic {
public:
    LoadedRows(const ModelInfo& model, std::shared_ptr<const Results> rows) : model_(&model), rows_(std::move(rows)) {}

    /// all, count, exists, first, last.
    std::optional<Value> attribute(std::string_view name) const override;
    std::optional<Value> at(std::size_t index) const override;
    bool truthy() const override { return !rows_->items.empty(); }
    std::string str() const override;
    bool each(const std::function<bool(const Value&)>& visit) const override;
    std::optional<std::size_t> size() const override { return rows_->items.size(); }

private:
    Value row(std::size_t index) const;
    std::size_t first() const;

    const ModelInfo* model_;
    std::shared_ptr<const Results> rows_;
};

}  // namespace portico::orm::detail
