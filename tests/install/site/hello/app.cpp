#include "app.hpp"

#include <portico/portico.hpp>
#include <portico/project/resources.hpp>
#include <portico/staticfiles/static_files.hpp>

using namespace portico;

namespace hello {

Response page(Request&) {
    auto text = Project::current().resources().open("templates/hello/page.html");
    return Response(std::string(text->bytes()) + static_url("hello/site.css"));
}

App app() { return App("hello").with(urls({path<page>("", "page")})); }

}  // namespace hello
