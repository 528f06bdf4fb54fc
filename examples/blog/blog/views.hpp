/// The public pages.
#pragma once
#include <cstdint>
#include <string_view>

namespace portico {
class Request;
class Response;
}  // namespace portico

namespace blog {

portico::Response post_list(portico::Request& request);
portico::Response post_detail(portico::Request& request, std::string_view slug);
portico::Response posts_by_tag(portico::Request& request, std::string_view slug);
portico::Response posts_by_author(portico::Request& request, std::int64_t id);

}  // namespace blog
