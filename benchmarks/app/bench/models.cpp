#include "models.hpp"

using namespace portico;

namespace bench {

void World::describe(orm::Describe<World>& world) {
    world.table("world");
    world.managed(false);
}

void Fortune::describe(orm::Describe<Fortune>& fortune) {
    fortune.table("fortune");
    fortune.managed(false);
    fortune.field(&Fortune::message).max_length(2048);
}

void Author::describe(orm::Describe<Author>& author) {
    author.table("author");
    author.managed(false);
    author.field(&Author::name).max_length(100);
    author.field(&Author::email).email().max_length(254);
    author.display(&Author::name);
}

void Tag::describe(orm::Describe<Tag>& tag) {
    tag.table("tag");
    tag.managed(false);
    tag.field(&Tag::name).max_length(50).unique();
    tag.display(&Tag::name);
}

void Post::describe(orm::Describe<Post>& post) {
    post.table("post");
    post.managed(false);
    post.field(&Post::title).max_length(200);
    post.field(&Post::created).auto_now_add();
    post.field(&Post::author).on_delete(orm::protect).related_name("posts");
    post.field(&Post::tags).db_table("post_tag").related_name("posts");
    post.display(&Post::title);
}

orm::QuerySet<Post> newest_published() {
    return Post::objects.filter(F(&Post::published) == true)
        .select_related(&Post::author)
        .order_by(-F(&Post::created), -F(&Post::id))
        .limit(20);
}

}  // namespace bench
