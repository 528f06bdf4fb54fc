#include <portico/orm/sql.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using orm::sql;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

struct Line {
    std::string title{};
    std::optional<Decimal> rating{};
    Status status{};
    bool featured = false;
};

class RawSql : public BlogTest {
protected:
    Author ann = make_author("Ann");
    Post one = Post::objects.create({.title = "One", .slug = "one", .status = Status::published, .author = ann, .views = 1, .rating = Decimal("4.5"),
                                     .featured = true});
    Post two = Post::objects.create({.title = "Two", .slug = "two", .author = ann, .views = 2});
};

TEST_F(RawSql, RowsBecomeStructs) {
    auto lines = sql<Line>("SELECT title, rating, status, featured FROM blog_post WHERE views >= {} ORDER BY id", 1);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].title, "One");
    EXPECT_EQ(lines[0].rating, Decimal("4.5"));
    EXPECT_EQ(lines[0].status, Status::published);
    EXPECT_TRUE(lines[0].featured);
    EXPECT_EQ(lines[1].rating, std::nullopt);
}

TEST_F(RawSql, OrValuesTuplesAndObjects) {
    EXPECT_THAT(sql<std::string>("SELECT title FROM blog_post WHERE views IN ({}) ORDER BY id", std::vector<int>{1, 2, 7}),
                ElementsAre("One", "Two"));
    EXPECT_THAT(sql<std::string>("SELECT title FROM blog_post WHERE views IN ({})", std::vector<int>{}), ElementsAre());
    EXPECT_THAT((sql<std::tuple<std::string, int>>("SELECT title, views FROM blog_post WHERE title = {}", std::string("Two"))),
                ElementsAre(std::tuple("Two", 2)));
    auto posts = sql<Post>("SELECT * FROM blog_post WHERE views > {} ORDER BY views DESC", 0);
    ASSERT_EQ(posts.size(), 2u);
    EXPECT_EQ(posts[0].title, "Two");
    EXPECT_EQ(posts[0].author->name, "Ann");
    posts[0].title = "Second";
    posts[0].save();
    EXPECT_EQ(Post::objects.get(F(&Post::id) == two.id).title, "Second");
}

TEST_F(RawSql, WhatAPersonTypedIsAValue) {
    std::string typed = "x' OR 1 = 1 --";
    EXPECT_THAT(sql<std::string>("SELECT title FROM blog_post WHERE title = {}", typed), ElementsAre());
}

TEST_F(RawSql, WrongShapesAreNamed) {
    EXPECT_THROW(sql<Line>("SELECT title FROM blog_post"), Error);
    try {
        sql<std::tuple<std::string, Decimal>>("SELECT title, rating FROM blog_post ORDER BY id");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("column 2 of the SQL is null"));
    }
}

TEST_F(RawSql, StatementsTellHowManyRowsTheyTouched) {
    EXPECT_EQ(orm::execute_sql("UPDATE blog_post SET views = views + {}", 10), 2);
    EXPECT_THAT(sql<int>("DELETE FROM blog_post WHERE views = {} RETURNING views", 12), ElementsAre(12));
    EXPECT_EQ(Post::objects.count(), 1);
}

TEST_F(RawSql, PiecesStandInQueries) {
    EXPECT_EQ(Post::objects.filter(orm::raw<Post, bool>("{} % 2 = {}", F(&Post::views), 0)).get().title, "Two");
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(orm::raw<Post, int>("{} * 100", F(&Post::views))), ElementsAre(100, 200));
}

}  // namespace
