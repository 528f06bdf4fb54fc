#include "api.hpp"

#include <algorithm>
#include <charconv>
#include <random>
#include <ranges>
#include <set>

#include <portico/fibers/concurrently.hpp>
#include <portico/portico.hpp>

using namespace portico;

namespace bench {

namespace {

constexpr int rows_of_world = 10'000;
constexpr int most = 500;

int dice() {
    thread_local std::minstd_rand engine(std::random_device{}());
    return std::uniform_int_distribution<int>(1, rows_of_world)(engine);
}

int count_of(const Count& n) {
    int count = 1;
    if (*n) std::from_chars((*n)->data(), (*n)->data() + (*n)->size(), count);
    return std::clamp(count, 1, most);
}

World world_by_id(int id) { return World::objects.get(F(&World::id) == id); }

WorldOut shown(const World& world) { return {.id = world.id, .randomNumber = world.randomnumber}; }

PostOut shown(const Post& post) {
    return {.id = post.id,
            .title = post.title,
            .body = post.body,
            .published = post.published,
            .created = post.created,
            .author = {.id = post.author.id(), .name = post.author->name, .email = post.author->email}};
}

}  // namespace

Greeting hello() { return {.message = "Hello, World!"}; }

WorldOut random_world() { return shown(world_by_id(dice())); }

std::vector<WorldOut> random_worlds(Count n) {
    return fibers::concurrently(std::views::iota(0, count_of(n)), [](int) { return random_world(); });
}

std::vector<WorldOut> update_worlds(Count n) {
    std::set<int> ids;
    for (auto count = static_cast<std::size_t>(count_of(n)); ids.size() < count;) ids.insert(dice());
    std::vector<World> worlds = fibers::concurrently(ids, world_by_id);
    for (World& world : worlds) world.randomnumber = dice();
    World::objects.bulk_update(worlds, &World::randomnumber);
    std::vector<WorldOut> answer;
    for (const World& world : worlds) answer.push_back(shown(world));
    return answer;
}

std::vector<PostOut> newest_posts() {
    std::vector<PostOut> posts;
    for (const Post& post : newest_published()) posts.push_back(shown(post));
    return posts;
}

api::Created<PostOut> create_post(api::Body<PostIn> in) {
    auto author = Author::objects.filter(F(&Author::id) == in->author).first();
    if (!author) throw api::ValidationError("author", "There is no author with this id.", in->author);
    return shown(Post::objects.create({.title = in->title, .body = in->body, .author = *author}));
}

}  // namespace bench
