#pragma once
#include <string>
#include <string_view>

#include <portico/base/value.hpp>

namespace portico::templates {

/// Under what name {% cache %} keeps a fragment (Django's make_template_fragment_key): to drop it when what it shows has changed.
///
///     cache.remove(fragment_key("sidebar", {user.id}));
std::string fragment_key(std::string_view name, const List& vary_on = {});

} // namespace portico::templates
