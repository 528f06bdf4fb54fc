#include <portico/base/error.hpp>
#include <portico/orm/functions.hpp>
#include <portico/orm/keyset.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;

namespace {

class KeysetPages : public BlogTest {
protected:
    Author ann = make_author("Ann");
    void SetUp() override {
        for (int i = 0; i < 7; ++i) {
            std::string slug(1, static_cast<char>('a' + i));
            std::optional<DateTime> published;
            if (i % 3 != 0) published = at(Date(std::chrono::year(2026) / 1 / static_cast<unsigned>(1 + i % 3)));
            Post::objects.create({.title = slug, .slug = slug, .author = ann, .published_at = published});
        }
    }
    /// All pages behind one another.
    static std::string walked(const orm::QuerySet<Post>& posts) {
        std::string slugs, token;
        do {
            auto page = orm::page_after(posts, token, 2);
            for (const Post& post : page.rows) slugs += post.slug;
            slugs += '|';
            token = page.next;
        } while (!token.empty());
        return slugs;
    }
    static std::string whole(const orm::QuerySet<Post>& posts) {
        std::string slugs;
        for (const Post& post : posts) slugs += post.slug;
        return slugs;
    }
    static std::string without_bars(std::string text) { return std::erase(text, '|'), text; }
};

TEST_F(KeysetPages, FollowTheOrderWithNullsAndEquals) {
    EXPECT_EQ(walked(Post::objects.order_by(&Post::slug)), "ab|cd|ef|g|");
    for (const auto& posts : {Post::objects.order_by(&Post::published_at, &Post::id), Post::objects.order_by(-F(&Post::published_at), &Post::id),
                              Post::objects.order_by(F(&Post::published_at).desc().nulls_last(), -F(&Post::id)),
                              Post::objects.order_by(&Post::published_at, &Post::id).reverse()})
        EXPECT_EQ(without_bars(walked(posts)), whole(posts));
}

TEST_F(KeysetPages, ShiftNothingWhenRowsGo) {
    auto posts = Post::objects.order_by(&Post::slug);
    auto first = orm::page_after(posts, "", 2);
    Post::objects.filter(F(&Post::slug) == "a").delete_();
    EXPECT_EQ(whole(orm::page_after(posts, first.next, 2).rows), "cd");
}

TEST_F(KeysetPages, ATokenOfAnotherListIsRefused) {
    auto posts = Post::objects.order_by(&Post::slug);
    EXPECT_THROW(orm::page_after(posts, "nonsense!", 2), ConversionError);
    EXPECT_THROW(orm::page_after(posts, "WzFd", 2), ConversionError);
    EXPECT_THROW(orm::page_after(Post::objects.order_by(F(&Post::author, &Author::name)), "", 2), Error);
}

}  // namespace
