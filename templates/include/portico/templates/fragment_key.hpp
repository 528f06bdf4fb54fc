#pragma once
#include <string>
#include <string_view>

#include <portico/base/value.hpp>

namespace portico::templates {

/// Under what name {% cache %} keeps a fragment (Django's make_template_fragment_key): to drop it when what it shows has changed.
///
///     cache.remove(fragment_key("sidebar", {user.id}));
std::string fragment_key(std::string_view name, const List& vary_on = {});

/// Under what name a cache of Django's keeps an entry (its default KEY_FUNCTION): for an Engine's FragmentCache over a store that a
/// Django site shares.
///
///     redis.get(cache_key(fragment_key("sidebar", {user.id})))        // ":1:template.cache.sidebar.…"
std::string cache_key(std::string_view key, std::string_view prefix = {}, int version = 1);

} // namespace portico::templates
