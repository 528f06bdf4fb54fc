#include <portico/orm/subquery.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

namespace {

class SetOperations : public BlogTest {
protected:
    Author ann = make_author("Ann");
    void SetUp() override {
        for (int i = 1; i <= 5; ++i) {
            std::string slug(1, static_cast<char>('a' + i - 1));
            Post::objects.create({.title = slug, .slug = slug, .author = ann, .views = i * 10});
        }
    }
    orm::QuerySet<Post> few = Post::objects.filter(F(&Post::views) < 35), many = Post::objects.filter(F(&Post::views) > 15);
};

std::vector<std::string> titles(const orm::QuerySet<Post>& posts) {
    std::vector<std::string> all;
    for (const Post& post : posts) all.push_back(post.title);
    return all;
}

TEST_F(SetOperations, EitherBothAndOneAlone) {
    EXPECT_THAT(titles(few.union_(many).order_by(&Post::id)), ElementsAre("a", "b", "c", "d", "e"));
    EXPECT_THAT(titles(few.intersection(many).order_by(-F(&Post::views))), ElementsAre("c", "b"));
    EXPECT_THAT(titles(few.difference(many)), ElementsAre("a"));
    EXPECT_EQ(few.union_all(many).count(), 7);
    EXPECT_EQ(few.union_(many).count(), 5);
    EXPECT_TRUE(few.union_(many).exists());
}

TEST_F(SetOperations, PartsKeepTheirOwnSlices) {
    auto ends = Post::objects.order_by(&Post::id).limit(1).union_(Post::objects.order_by(-F(&Post::id)).limit(1));
    EXPECT_THAT(titles(ends.order_by(&Post::title)), ElementsAre("a", "e"));
    EXPECT_THAT(titles(ends.order_by(-F(&Post::title)).limit(1)), ElementsAre("e"));
}

TEST_F(SetOperations, ThreeInARow) {
    auto rows = few.union_(many).difference(Post::objects.filter(F(&Post::slug) == "c"));
    EXPECT_THAT(titles(rows.order_by(&Post::id)), ElementsAre("a", "b", "d", "e"));
}

TEST_F(SetOperations, ValuesAndRelations) {
    EXPECT_THAT(few.intersection(many).order_by(&Post::title).values_list(&Post::title, &Post::views),
                ElementsAre(std::tuple("b", 20), std::tuple("c", 30)));
    orm::QueryLog log;
    auto rows = few.select_related(&Post::author).union_(many.select_related(&Post::author));
    EXPECT_EQ(rows.order_by(&Post::id)[4].author->name, "Ann");
    EXPECT_EQ(log.size(), 1u);
    EXPECT_THROW(titles(few.select_related(&Post::author).union_(many)), Error);
}

TEST_F(SetOperations, AmongAUnion) {
    EXPECT_EQ(Comment::objects.filter(F(&Comment::post).in(few.union_(many))).count(), 0);
    EXPECT_EQ(Post::objects.filter(F(&Post::id).in(few.intersection(many))).count(), 2);
}

TEST_F(SetOperations, AUnionIsNotFilteredNorWritten) {
    EXPECT_THROW(few.union_(many).filter(F(&Post::views) > 1), Error);
    EXPECT_THROW(few.union_(many).update(F(&Post::views) = 1), Error);
    EXPECT_THROW(few.union_(many).delete_(), Error);
    EXPECT_THROW(titles(few.union_(many).order_by(F(&Post::author, &Author::name))), Error);
}

TEST_F(SetOperations, NoneAddsNothingAndTakesNothingAway) {
    auto none = Post::objects.none(), one = Post::objects.filter(F(&Post::views) == 10);
    EXPECT_THAT(titles(none.union_(one)), ElementsAre("a"));
    EXPECT_THAT(titles(one.union_(none)), ElementsAre("a"));
    EXPECT_THAT(titles(one.difference(none)), ElementsAre("a"));
    EXPECT_EQ(none.difference(one).count(), 0);
    EXPECT_EQ(one.intersection(none).count(), 0);
    EXPECT_EQ(one.union_all(none).count(), 1);
    EXPECT_EQ(one.union_(few).none().union_(one).count(), 1);
    EXPECT_FALSE(none.union_(none).exists());
    EXPECT_THAT(none.union_(one).values_list(&Post::title), ElementsAre("a"));
}

TEST_F(SetOperations, NoneAsASubquery) {
    auto none = Post::objects.none(), no_union = few.union_(many).none();
    EXPECT_THAT(Author::objects.values_list(orm::subquery<Author>(none, &Post::title)), ElementsAre(std::nullopt));
    EXPECT_THAT(Author::objects.values_list(orm::subquery<Author>(no_union, &Post::title)), ElementsAre(std::nullopt));
    EXPECT_EQ(Author::objects.filter(orm::exists(none)).count(), 0);
    EXPECT_EQ(Author::objects.filter(!orm::exists(none)).count(), 1);
    EXPECT_EQ(Post::objects.filter(F(&Post::id).in(none)).count(), 0);
    EXPECT_EQ(Post::objects.exclude(F(&Post::id).in(none)).count(), 5);
    EXPECT_EQ(Author::objects.filter(F(&Author::id).in(none.selecting(&Post::author))).count(), 0);
    EXPECT_EQ(Post::objects.filter(F(&Post::id).in(none.union_(few))).count(), 3);
}

}  // namespace
