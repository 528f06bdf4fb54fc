#include "admin.hpp"

#include <algorithm>

using namespace portico;

namespace blog {

namespace {

struct CommentInline : admin::Inline<Comment> {
    CommentInline() {
        fields(&Comment::name, &Comment::text, &Comment::approved);
        extra(1);
    }
};

std::int64_t word_count(const Post& post) {
    auto in_word = false;
    return std::count_if(post.body.begin(), post.body.end(), [&](char c) {
        bool starts = !in_word && c != ' ' && c != '\n';
        in_word = c != ' ' && c != '\n';
        return starts;
    });
}

}  // namespace

AuthorAdmin::AuthorAdmin() {
    list_display(&Author::name, &Author::email, &Author::active);
    list_filter(&Author::active);
    search_fields(&Author::name, &Author::email);
}

TagAdmin::TagAdmin() {
    list_display(&Tag::name, &Tag::slug);
    search_fields(&Tag::name);
    prepopulate(&Tag::slug, &Tag::name);
}

PostAdmin::PostAdmin() {
    list_display(&Post::title, &Post::author, &Post::status, &Post::published_at, &Post::views, &Post::rating,
                 &Post::featured, admin::column("words", &word_count));
    list_filter(&Post::status, &Post::author, &Post::published_at, &Post::featured);
    search_fields(&Post::title, F(&Post::author, &Author::name));
    prepopulate(&Post::slug, &Post::title);
    inlines<CommentInline>();
    action("Publish selected posts", [](Request&, orm::QuerySet<Post> posts) {
        posts.update(F(&Post::status) = Status::published);
    });
}

CommentAdmin::CommentAdmin() {
    list_display(&Comment::name, &Comment::post, &Comment::approved, &Comment::created);
    list_filter(&Comment::approved, &Comment::created);
    search_fields(&Comment::name, &Comment::text);
}

}  // namespace blog
