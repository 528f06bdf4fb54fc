#include "blog_test.hpp"

using namespace portico;
using namespace blog;

namespace {

class Saving : public BlogTest {};

TEST_F(Saving, CreateGivesTheKey) {
    Author ann = make_author("Ann");
    EXPECT_EQ(ann.id, 1);
    EXPECT_TRUE(ann.is_saved());
}

TEST_F(Saving, WhatWasSavedIsReadBack) {
    Author ann = make_author("Ann");
    Post::objects.create({.title = "Open",
                          .slug = "open",
                          .status = Status::published,
                          .author = ann,
                          .published_at = at(Date(std::chrono::year(2026) / 3 / 4), Time::of(5, 6, 7, 89)),
                          .views = 7,
                          .rating = Decimal("4.5"),
                          .featured = true,
                          .cover = {"covers/a.jpg"}});
    Post post = Post::objects.get(F(&Post::slug) == "open");
    EXPECT_EQ(post.title, "Open");
    EXPECT_EQ(post.status, Status::published);
    EXPECT_EQ(post.author.id(), ann.id);
    EXPECT_EQ(post.author->name, "Ann");
    EXPECT_FALSE(post.reviewer);
    EXPECT_EQ(to_iso(*post.published_at), "2026-03-04T05:06:07.000089Z");
    EXPECT_EQ(post.views, 7);
    EXPECT_EQ(post.rating->str(), "4.5");
    EXPECT_TRUE(post.featured);
    EXPECT_EQ(post.cover.name, "covers/a.jpg");
}

}  // namespace
