#include "case_site.hpp"

#include <filesystem>
#include <fstream>

#include <portico/api/endpoint.hpp>
#include <portico/api/router.hpp>
#include <portico/http/caching.hpp>
#include <portico/http/request.hpp>
#include <portico/middleware/app.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>
#include <portico/routing/urls.hpp>
#include <portico/staticfiles/app.hpp>
#include <portico/testing/live_server.hpp>

namespace server_tests {

using namespace portico;

namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
constexpr EmbeddedFile static_files[] = {{"static/letters.txt", letters}};

Response front(Request&) { return Response::text("hello"); }
Response echo(Request& request) { return Response::text(std::string(request.body())); }
Response skip(Request&) { return Response::text("skipped"); }
Response in_pieces(Request& request) {
    std::size_t bytes = 0;
    for (auto piece = request.read_piece(); !piece.empty(); piece = request.read_piece()) bytes += piece.size();
    return Response::text(std::to_string(bytes));
}

Response form(Request& request) {
    std::string text(request.form().get("title"));
    for (const UploadedFile& file : request.files()) text += "|" + file.name() + "|" + file.content();
    return Response::text(text);
}

Response headers(Request& request) {
    std::string text;
    for (auto [name, value] : request.headers())
        if (name.starts_with("X-")) text += std::string(name) + "=" + std::string(value) + ";";
    return Response::text(text);
}

Response stream(Request&) {
    return Response::stream("text/plain", [](BodyWriter& out) {
        for (std::string_view piece : {"ab", "cd", "ef"}) {
            out.write(piece);
            out.flush();
        }
    });
}

std::filesystem::path letters_file() {
    static const std::filesystem::path file = [] {
        auto made = std::filesystem::temp_directory_path() / ("portico-letters-" + std::to_string(::getpid()));
        std::ofstream(made) << letters;
        return made;
    }();
    return file;
}

Response file(Request&) { return Response::file(letters_file()).set("ETag", "\"letters\""); }
Response page(Request& request) {
    using namespace std::chrono;
    return conditional(request, {.etag = "\"v1\"", .last_modified = sys_days{2026y / 1 / 1}}, Response::text("a page"));
}
Response nothing(Request&) { return Response::empty(); }

struct Gift {
    std::string name{};
    double amount = 0;
};
Gift give(api::Body<Gift> gift) { return *gift; }

App site() {
    return App("cases")
        .with(urls({path<front>("").methods({"GET"}), path<echo>("echo"), path<skip>("skip"), path<in_pieces>("pieces"),
                    path<echo>("small").with(BodyLimit{10}),
                    path<form>("form"), path<headers>("headers"), path<stream>("stream"),
                    path<file>("file"), path<page>("page"), path<nothing>("empty")})
                  .with(CsrfExempt{}))
        .with(api::router("").post<give>("json"))
        .with(AppResources{.label = "cases", .files = static_files});
}

}  // namespace

std::uint16_t case_site_port() {
    static Project project({.settings = {{"allowed_hosts", List{"test", "localhost"}}}, .profile = Profile::development});
    static const LiveServer server = [] {
        project.install(standard_middleware());
        project.install(staticfiles::app());
        project.install(site());
        return LiveServer(project);
    }();
    return server.port();
}

}  // namespace server_tests
