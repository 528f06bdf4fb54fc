/// Objects of one model, made in place; their addresses stay.
#pragma once
#include <cstddef>
#include <memory>
#include <vector>

#include <portico/orm/model_info.hpp>

namespace portico::orm::detail {

class ObjectList {
public:
    explicit ObjectList(const ModelInfo& model) : model_(model) {}
    ObjectList(const ObjectList&) = delete;
    ObjectList& operator=(const ObjectList&) = delete;
    ~ObjectList() {
        for (void* object : items_) model_.destroy(object);
    }

    void* add() {
        if (used_ == room_) grow();
        void* place = chunks_.back().get() + used_ * model_.type->size;
        model_.construct(place);
        items_.push_back(place);
        ++used_;
        return place;
    }
    const std::vector<void*>& items() const { return items_; }

private:
    void grow() {
        room_ = chunks_.empty() ? 4 : std::min<std::size_t>(room_ * 4, 1024);
        chunks_.push_back(std::make_unique<std::byte[]>(room_ * model_.type->size));
        used_ = 0;
    }

    const ModelInfo& model_;
    std::vector<std::unique_ptr<std::byte[]>> chunks_;
    std::vector<void*> items_;
    std::size_t room_ = 0, used_ = 0;  // of the last chunk
};

}  // namespace portico::orm::detail
