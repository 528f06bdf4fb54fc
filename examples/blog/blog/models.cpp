#include "models.hpp"

#include <portico/project/reverse.hpp>

using namespace portico;

namespace blog {

void Author::describe(orm::Describe<Author>& author) {
    author.field(&Author::name).max_length(100);
    author.field(&Author::email).email().max_length(254).unique();
    author.field(&Author::bio).blank().widget("textarea");
    author.ordering(F(&Author::name));
    author.display(&Author::name);
    author.property("get_absolute_url", &Author::get_absolute_url);
}

std::string Author::get_absolute_url() const { return reverse("author", id.value()); }

void Tag::describe(orm::Describe<Tag>& tag) {
    tag.field(&Tag::name).max_length(50).unique();
    tag.field(&Tag::slug).max_length(50).slug().unique();
    tag.ordering(F(&Tag::name));
    tag.display(&Tag::name);
    tag.property("get_absolute_url", &Tag::get_absolute_url);
}

std::string Tag::get_absolute_url() const { return reverse("tag", slug); }

void Post::describe(orm::Describe<Post>& post) {
    post.field(&Post::title).max_length(200);
    post.field(&Post::slug).max_length(200).slug().unique();
    post.field(&Post::body).widget("textarea");
    post.field(&Post::author).on_delete(orm::protect).related_name("posts");
    post.field(&Post::reviewer)
        .on_delete(orm::set_null)
        .related_name("reviews")
        .limit_choices_to(F(&Author::active) == true);
    post.field(&Post::tags).blank().related_name("posts");
    post.field(&Post::views).min(0);
    post.field(&Post::rating).digits(3, 1).range(0, 5).help_text("0 to 5, one digit behind the point");
    post.field(&Post::cover).blank().upload_to("covers/").image();
    post.ordering(-F(&Post::published_at), -F(&Post::id));
    post.index(&Post::status, &Post::published_at);
    post.display(&Post::title);
    post.property("get_absolute_url", &Post::get_absolute_url);
}

std::string Post::get_absolute_url() const { return reverse("post-detail", slug); }

void Comment::describe(orm::Describe<Comment>& comment) {
    comment.field(&Comment::post).on_delete(orm::cascade).related_name("comments");
    comment.field(&Comment::name).max_length(80);
    comment.field(&Comment::text).widget("textarea");
    comment.field(&Comment::created).auto_now_add();
    comment.ordering(F(&Comment::created));
    comment.display([](const Comment& c) { return c.name + ": " + c.text.substr(0, 40); });
}

}  // namespace blog
