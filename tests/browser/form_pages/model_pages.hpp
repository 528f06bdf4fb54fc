#pragma once
#include <map>
#include <string>

namespace form_pages {

/// Pages with forms of a model and the rows that belong to it: the names, and what stands between <form> and </form>.
std::map<std::string, std::string> model_pages();

} // namespace form_pages
