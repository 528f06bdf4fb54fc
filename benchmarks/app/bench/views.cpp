#include "views.hpp"

#include <algorithm>
#include <vector>

#include <portico/portico.hpp>

#include "models.hpp"

using namespace portico;

namespace bench {

namespace {

const Template fortunes_page{"bench/fortunes.html"};
const Template post_list_page{"bench/post_list.html"};

}  // namespace

Response plaintext(Request&) { return Response::text("Hello, World!"); }

Response fortunes(Request& request) {
    std::vector<Fortune> rows = Fortune::objects.all();
    // Not a row of the table: it has no key, and the template shows 0 for it.
    rows.push_back({.message = "Additional fortune added at request time."});
    std::sort(rows.begin(), rows.end(), [](auto& a, auto& b) { return a.message < b.message; });
    return render(request, fortunes_page, {{"fortunes", rows}});
}

Response post_list(Request& request) {
    return render(request, post_list_page, {{"posts", newest_published().prefetch_related(&Post::tags)}});
}

}  // namespace bench
