/// Keys of any kind to the places of rows.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include <portico/base/value.hpp>

#include "batch.hpp"

namespace portico::orm::detail {

template <class Place> class KeyIndex {
public:
    /// The place of that key, made where it is new.
    Place& operator[](const Value& key) {
        if (auto* integer = key.as_integer()) return numbers_[*integer];
        return texts_[key_text(key)];
    }
    Place* find(const Value& key) {
        if (auto* integer = key.as_integer()) {
            auto found = numbers_.find(*integer);
            return found == numbers_.end() ? nullptr : &found->second;
        }
        auto found = texts_.find(key_text(key));
        return found == texts_.end() ? nullptr : &found->second;
    }

private:
    std::unordered_map<std::int64_t, Place> numbers_;
    std::unordered_map<std::string, Place> texts_;
};

}  // namespace portico::orm::detail
