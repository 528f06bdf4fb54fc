#include "api.hpp"

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/portico.hpp>

using namespace portico;

namespace blog {

namespace {

PostOut shown(const Post& post) {
    PostOut out{.id = post.id.value(),
                .title = post.title,
                .slug = post.slug,
                .body = post.body,
                .published = post.status == Status::published,
                .published_at = post.published_at,
                .author = {.id = post.author.id(), .name = post.author->name, .email = post.author->email}};
    for (const Tag& tag : post.tags) out.tags.push_back(tag.name);
    return out;
}

/// The title's slug, with something random behind it where another post has it already.
std::string free_slug(const std::string& title) {
    auto slug = text::slugify(title).substr(0, 180);
    if (slug.empty()) slug = "post";
    bool taken = Post::objects.filter(F(&Post::slug) == slug).exists();
    return taken ? slug + "-" + random_string(8, "abcdefghijklmnopqrstuvwxyz0123456789") : slug;
}

}  // namespace

api::Page<PostOut> list_posts(api::Query<PageQuery> query, api::Param<"tag", std::optional<std::string>> tag) {
    auto posts = Post::objects.filter(F(&Post::status) == Status::published)
                     .select_related(&Post::author)
                     .prefetch_related(&Post::tags);
    if (*tag) posts = posts.filter(F(&Post::tags, &Tag::slug) == **tag);
    return api::page(posts, query->page, query->size, shown);
}

api::Created<PostOut> create_post(api::Body<PostIn> in) {
    auto author = Author::objects.filter(F(&Author::id) == in->author).first();
    if (!author) throw api::ValidationError("author", "There is no author with this id.", in->author);
    auto tags = Tag::objects.filter(F(&Tag::slug).in(in->tags)).all();
    auto post = orm::atomic([&] {
        auto made = Post::objects.create(
            {.title = in->title, .slug = free_slug(in->title), .body = in->body, .author = *author});
        made.related(&Post::tags).set(tags);
        return made;
    });
    return shown(post);
}

PostOut get_post(api::Path<std::int64_t> id) {
    return shown(get_or_404(Post::objects.filter(F(&Post::id) == *id && F(&Post::status) == Status::published)));
}

}  // namespace blog
