/// Answers a request with a template:
///
///     return render(request, post_list_page, {{"page", page}});
///     return render(request, "blog/post_detail.html", {{"post", post}, {"form", form}});
///
/// The template sees these variables and those of the context processors. Errors say file and line; an
/// exception that has a status of its own (Http404, orm::NotFound) leaves as it was thrown.
#pragma once
#include <string>
#include <string_view>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/templates/context.hpp>
#include <portico/templates/template.hpp>

namespace portico::templates {

Response render(Request& request, std::string_view name, const Context& context = {}, int status = 200);
Response render(Request& request, const Template& page, const Context& context = {}, int status = 200);
/// The text alone.
std::string render_to_text(Request& request, std::string_view name, const Context& context = {});

} // namespace portico::templates

namespace portico {

using templates::Context;
using templates::render;
using templates::Template;

} // namespace portico
