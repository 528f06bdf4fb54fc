#pragma once
#include "page.hpp"

namespace portico::admin {

/// The first page: models with their numbers, and what everyone changed last. `app` narrows it to one app; 404 for none of the site's.
Response overview(const Visit& visit, std::string_view app = {});

/// One search over all models that can be searched.
Response search_page(const Visit& visit);

}  // namespace portico::admin
