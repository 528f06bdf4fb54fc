#include "views.hpp"

#include <portico/portico.hpp>

#include "forms.hpp"
#include "models.hpp"

using namespace portico;

namespace blog {

namespace {

constexpr int posts_per_page = 20;

const Template post_list_page{"blog/post_list.html"};
const Template post_detail_page{"blog/post_detail.html"};

orm::QuerySet<Post> published_posts() {
    return Post::objects.filter(F(&Post::status) == Status::published)
        .select_related(&Post::author)
        .prefetch_related(&Post::tags);
}

}  // namespace

Response post_list(Request& request) {
    return render(request, post_list_page,
                  {{"heading", "Newest posts"}, {"page", paginate(request, published_posts(), posts_per_page)}});
}

Response posts_by_tag(Request& request, std::string_view slug) {
    auto tag = get_or_404(Tag::objects.filter(F(&Tag::slug) == slug));
    auto posts = published_posts().filter(F(&Post::tags, &Tag::slug) == slug);
    return render(request, post_list_page,
                  {{"heading", "Posts about " + tag.name}, {"page", paginate(request, posts, posts_per_page)}});
}

Response posts_by_author(Request& request, std::int64_t id) {
    auto author = get_or_404(Author::objects.filter(F(&Author::id) == id));
    auto posts = published_posts().filter(F(&Post::author) == author);
    return render(request, post_list_page,
                  {{"heading", "Posts by " + author.name},
                   {"author", author},
                   {"page", paginate(request, posts, posts_per_page)}});
}

Response post_detail(Request& request, std::string_view slug) {
    auto post = get_or_404(published_posts().filter(F(&Post::slug) == slug));
    auto form = CommentForm(request);
    if (form.is_valid()) {
        Comment::objects.create({.post = post, .name = form->name, .text = form->text});
        return redirect(post.get_absolute_url() + "#comments");
    }
    auto comments = post.related(&Comment::post).filter(F(&Comment::approved) == true);
    return render(request, post_detail_page, {{"post", post}, {"comments", comments}, {"form", form}});
}

}  // namespace blog
