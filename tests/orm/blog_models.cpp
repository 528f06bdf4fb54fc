#include "blog_models.hpp"

#include <portico/orm/models.hpp>

#include "blog_test.hpp"

namespace blog {

void Author::describe(orm::Describe<Author>& author) {
    author.field(&Author::name).max_length(100);
    author.field(&Author::email).email().unique();
    author.display(&Author::name);
}

void Tag::describe(orm::Describe<Tag>& tag) {
    tag.field(&Tag::name).max_length(50).unique();
    tag.ordering(&Tag::name);
    tag.display(&Tag::name);
}

void Post::describe(orm::Describe<Post>& post) {
    post.field(&Post::title).max_length(200);
    post.field(&Post::slug).slug().unique();
    post.field(&Post::author).on_delete(orm::protect).related_name("posts");
    post.field(&Post::reviewer).on_delete(orm::set_null).related_name("reviews").limit_choices_to(F(&Author::active) == true);
    post.field(&Post::tags).blank();
    post.field(&Post::views).min(0);
    post.field(&Post::rating).digits(3, 1).range(0, 5);
    post.field(&Post::cover).upload_to("covers/").image();
    post.ordering(-F(&Post::published_at), &Post::id);
    post.index(&Post::status, -F(&Post::published_at));
    post.unique_together(&Post::author, &Post::title);
    post.display(&Post::title);
    post.property("get_absolute_url", &Post::get_absolute_url);
}

void Comment::describe(orm::Describe<Comment>& comment) {
    comment.field(&Comment::post).on_delete(orm::cascade).related_name("comments");
    comment.field(&Comment::name).max_length(80);
    comment.field(&Comment::created).auto_now_add();
    comment.ordering(&Comment::id);
}

void Biography::describe(orm::Describe<Biography>& profile) { profile.field(&Biography::author).on_delete(orm::cascade); }

void install() { orm::install<Country, Author, Tag, Post, Comment, Seat, Ticket, Biography>("blog"); }

}  // namespace blog
