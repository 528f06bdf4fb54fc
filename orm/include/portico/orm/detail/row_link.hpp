#pragma once
#include <cstdint>
#include <memory>

namespace portico::orm::detail {

/// What one statement brought: the rows' keys, fingerprints and related objects (src/batch.hpp).
class Batch;

/// A row of a batch. Copies of an object share it.
struct RowLink {
    std::shared_ptr<Batch> batch{};
    std::uint32_t row = 0;
    bool has_key = false;  // of an object that is no row yet: its key is meant, though it is 0 or empty
};

}  // namespace portico::orm::detail
