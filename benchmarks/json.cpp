/// How long three ways from JSON text to a struct take: nlohmann's document, nlohmann's events into Values, and simdjson straight into the
/// struct, which is what endpoints use. Figures: docs/decisions/0005-json.md.
#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>
#include <portico/api/codec.hpp>
#include <portico/base/field_types.hpp>
#include <portico/base/json.hpp>

using namespace portico;

namespace {

struct Author {
    std::int64_t id = 0;
    std::string name{};
    std::string email{};
};
struct Post {
    std::int64_t id = 0;
    std::string title{};
    std::string body{};
    bool published = false;
    std::vector<std::string> tags{};
    Author author{};
};
struct Posts {
    std::vector<Post> items{};
};

std::string document(int posts) {
    Posts all;
    for (int i = 0; i < posts; ++i) {
        all.items.push_back({.id = i,
                             .title = "A title with \"quotes\" and ümlauts",
                             .body = std::string(600, 'x') + " and an end",
                             .published = true,
                             .tags = {"one", "two", "three"},
                             .author = {.id = 5, .name = "Ada Lovelace", .email = "ada@example.org"}});
    }
    std::string out;
    api::encode_json(out, field_type<Posts>(), &all);
    return out;
}

Posts from_document(const nlohmann::json& json) {
    Posts posts;
    for (const auto& item : json.at("items")) {
        const auto& author = item.at("author");
        posts.items.push_back({.id = item.at("id"),
                               .title = item.at("title"),
                               .body = item.at("body"),
                               .published = item.at("published"),
                               .tags = item.at("tags").get<std::vector<std::string>>(),
                               .author = {.id = author.at("id"), .name = author.at("name"), .email = author.at("email")}});
    }
    return posts;
}

void nlohmann_document(benchmark::State& state) {
    auto text = document(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(from_document(nlohmann::json::parse(text)));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(nlohmann_document)->Arg(1)->Arg(20);

void values_by_events(benchmark::State& state) {
    auto text = document(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        Posts posts;
        field_type<Posts>().set(&posts, parse_json(text));
        benchmark::DoNotOptimize(posts);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(values_by_events)->Arg(1)->Arg(20);

void simdjson_into_struct(benchmark::State& state) {
    auto text = document(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        Posts posts;
        api::Errors errors;
        api::decode_json(text, field_type<Posts>(), nullptr, &posts, errors);
        benchmark::DoNotOptimize(posts);
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(simdjson_into_struct)->Arg(1)->Arg(20);

}  // namespace

BENCHMARK_MAIN();
