/// Renders and parses what peers.py does with Django's engine and Jinja2: bench_templates TEMPLATES [WHAT]
///
/// TEMPLATES is the folder of the benchmark application's templates, this folder's table.html beside it. Prints
/// "NAME MICROSECONDS" of processor time for one of each; with WHAT the page itself, to be compared.
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>

#include <portico/base/date_time.hpp>
#include <portico/base/field_types.hpp>
#include <portico/templates/engine.hpp>

using namespace portico;
using templates::Engine;

namespace {

struct Tag {
    std::string name{};
};
struct Tags {
    std::vector<Tag> all{};
};
struct Author {
    std::string name{};
};
struct Post {
    std::int64_t id = 0;
    std::string title{}, body{};
    DateTime created{};
    Author author{};
    Tags tags{};
};
struct User {
    bool is_authenticated = true;
    std::string get_full_name = "Ann Example";
};

std::vector<Post> make_posts() {
    std::vector<Post> posts;
    for (int i = 0; i < 20; ++i) {
        Post post{.id = 5000 - i, .title = "Post <" + std::to_string(i) + "> & more", .created = *parse_date_time("2026-01-02T03:04:05+00:00")};
        for (int word = 0; word < 120; ++word) post.body += (word ? " " : "") + std::string("word") + std::to_string(word * 7 % 100);
        post.author.name = "Author " + std::to_string(i % 7);
        for (int tag = 0; tag < 3; ++tag) post.tags.all.push_back({"tag" + std::to_string((i + tag) % 10)});
        posts.push_back(std::move(post));
    }
    return posts;
}

std::vector<std::vector<std::int64_t>> make_table() {
    std::vector<std::vector<std::int64_t>> table;
    for (std::int64_t row = 0; row < 1000; ++row) {
        auto& cells = table.emplace_back();
        for (std::int64_t cell = 0; cell < 10; ++cell) cells.push_back(row * 10 + cell);
    }
    return table;
}

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error("can't read " + path.string());
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Processor time of one, in microseconds: the best of five tries of a fifth of a second each.
double time_of(const std::function<void()>& work) {
    work();
    double best = 1e9;
    for (int attempt = 0; attempt < 5; ++attempt) {
        int count = 0;
        const std::clock_t start = std::clock();
        std::clock_t taken = 0;
        while (taken < CLOCKS_PER_SEC / 5) {
            work();
            ++count;
            taken = std::clock() - start;
        }
        best = std::min(best, 1e6 * static_cast<double>(taken) / CLOCKS_PER_SEC / count);
    }
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::cerr << "usage: bench_templates APPLICATIONS-TEMPLATES TABLE.HTML [posts|table]\n";
        return 2;
    }
    install_type<Post>();
    install_type<User>();
    const std::filesystem::path folder = argv[1];
    std::map<std::string, std::string, std::less<>> sources{{"table.html", text_of(argv[2])}};
    for (const char* name : {"base.html", "post_list.html", "_post.html"}) sources["bench/" + std::string(name)] = text_of(folder / "bench" / name);
    templates::EngineOptions options;
    options.url = [](const templates::UrlQuery&) { return "/posts/"; };
    auto loader = std::make_shared<templates::MapLoader>(sources);
    const std::vector<std::shared_ptr<const templates::Loader>> loaders{loader};
    const Engine engine(loaders, options);

    const std::vector<Post> posts = make_posts();
    const User user;
    const auto table = make_table();
    auto posts_page = [&] { return engine.render("bench/post_list.html", {{"posts", posts}, {"user", user}}); };
    auto table_page = [&] { return engine.render("table.html", {{"table", table}}); };
    if (argc > 3) {
        std::cout << (argv[3] == std::string("posts") ? posts_page() : table_page());
        return 0;
    }
    std::size_t written = 0;
    std::cout << "posts " << time_of([&] { written += posts_page().size(); }) << "\n";
    std::cout << "table " << time_of([&] { written += table_page().size(); }) << "\n";
    auto parse = [&](std::vector<std::string> names) {
        return time_of([&] {
            for (const std::string& name : names) engine.compile(sources.find(name)->second);
        });
    };
    std::cout << "parse-posts " << parse({"bench/base.html", "bench/post_list.html", "bench/_post.html"}) << "\n";
    std::cout << "parse-table " << parse({"table.html"}) << "\n";
    return written == 0;
}
