/// The reference of the template language: what is registered, with what tests/reference/templates says of it.
#pragma once
#include <string>
#include <vector>

#include <portico/templates/inventory.hpp>

#include "chapter.hpp"

namespace portico::reference {

struct TemplateReference {
    std::vector<templates::RegisteredTag> tags{};
    std::vector<templates::RegisteredFilter> filters{};
    std::vector<Chapter> chapters{};

    /// What a {% load %} before the entry's example has to name; Error for what is not registered.
    std::string library_of(const Entry& entry) const;
};

TemplateReference template_reference();

/// docs/reference/templates.md. Throws Error where a chapter says something else of an argument than what is registered.
std::string template_page(const TemplateReference& reference);

} // namespace portico::reference
