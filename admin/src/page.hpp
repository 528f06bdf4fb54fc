/// What all pages share: frame, navigation, breadcrumbs, who may see them.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "person.hpp"
#include "site.hpp"

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/templates/context.hpp>

namespace portico::admin {

/// One page on its way: which site, who asks, which model it is about.
struct Visit {
    Request& request;
    const Site& site;
    Person person;
    const Entry* entry = nullptr;

    const Entry& model() const { return *entry; }
};

using Crumbs = std::vector<std::pair<std::string, std::string>>;  // label, URL; the last has none

/// The breadcrumbs down to the model's list, then these.
Crumbs crumbs_below(const Visit& visit, Crumbs more);

/// Renders a template of the admin with what every page needs put to the context.
Response show(const Visit& visit, std::string_view template_name, const std::string& title, const Crumbs& crumbs,
              templates::Context context, int status = 200);

/// The page of a 403 that says what is missing and who can help.
Response forbidden(const Visit& visit, Permission permission);

/// What the page is told since the last one, for {{ messages }}; taken, so shown once.
List message_values(Request& request);
/// The frame alone, as the login page needs it.
void add_site(templates::Context& context, Request& request, const Site& site);

}  // namespace portico::admin
