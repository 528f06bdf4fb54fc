#pragma once
#include <concepts>
#include <memory>
#include <vector>

#include <portico/admin/model_admin.hpp>

namespace portico::admin {

/// A contribution: what of an app is in the admin.
struct Models {
    std::vector<std::shared_ptr<const AnyModelAdmin>> entries{};
};

/// The models of an app that the admin shows: a ModelAdmin, or a model itself, shown as its struct suggests.
///
///     App("blog").with(admin::models<PostAdmin, Tag>())
template <class... Entries> Models models() {
    Models all;
    auto add = [&]<class E>(std::type_identity<E>) {
        if constexpr (std::derived_from<E, AnyModelAdmin>) all.entries.push_back(std::make_shared<const E>());
        else all.entries.push_back(std::make_shared<const ModelAdmin<E>>());
    };
    (add(std::type_identity<Entries>{}), ...);
    return all;
}

}  // namespace portico::admin
