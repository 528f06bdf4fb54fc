#include "app.hpp"

#include <portico/portico.hpp>

using namespace portico;

namespace hello {

Response page(Request& request) { return render(request, "hello/page.html", {{"name", "stranger"}}); }

App app() { return App("hello").with(urls({path<page>("", "page")})); }

}  // namespace hello
