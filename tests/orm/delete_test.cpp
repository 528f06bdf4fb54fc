#include <portico/orm/model_info.hpp>
#include <portico/orm/saving.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

namespace {

class Deleting : public BlogTest {
protected:
    Author ann = make_author("Ann"), bob = make_author("Bob");
    Tag cpp = Tag::objects.create({.name = "cpp"});
    Post post = make_post("one", ann);
    Comment comment = Comment::objects.create({.post = post, .name = "x", .text = "first"});

    Deleting() { post.related(&Post::tags).add(cpp); }
};

TEST_F(Deleting, ProtectNamesWhatForbidsIt) {
    try {
        ann.delete_();
        FAIL();
    } catch (const orm::ProtectedError& error) {
        EXPECT_STREQ(error.what(), "this Author can't be deleted: Post \"one\" refers to it");
        ASSERT_EQ(error.objects().size(), 1u);
        EXPECT_EQ(error.objects()[0].type->name, "Post");
    }
    EXPECT_EQ(Author::objects.count(), 2);
}

TEST_F(Deleting, CascadeTakesAlongAndTellsHowMany) {
    auto deleted = post.delete_();
    EXPECT_EQ(deleted.total, 3);
    EXPECT_THAT(deleted.by_model, UnorderedElementsAre(Pair("blog.Post", 1), Pair("blog.Comment", 1), Pair("blog_post_tags", 1)));
    EXPECT_EQ(Comment::objects.count(), 0);
    EXPECT_EQ(Tag::objects.count(), 1);
    EXPECT_FALSE(post.is_saved());
}

TEST_F(Deleting, SetNullTakesTheReferenceAway) {
    post.reviewer = bob;
    post.save();
    bob.delete_();
    EXPECT_FALSE(Post::objects.get().reviewer);
}

TEST_F(Deleting, CollectShowsWithoutDeleting) {
    auto going = orm::collect(*orm::model<Post>().type, {&post});
    ASSERT_EQ(going.objects.size(), 2u);
    EXPECT_EQ(going.objects[0].type->name, "Post");
    EXPECT_EQ(going.objects[1].type->name, "Comment");
    EXPECT_THAT(going.between, ElementsAre(Pair("blog_post_tags", 1)));
    EXPECT_THAT(going.protected_by, testing::IsEmpty());
    EXPECT_EQ(orm::collect(*orm::model<Author>().type, {&ann}).protected_by.size(), 1u);
    EXPECT_EQ(Post::objects.count(), 1);
}

TEST_F(Deleting, AQuerySetDeletesAllItsRows) {
    make_post("two", ann);
    auto deleted = Post::objects.filter(F(&Post::author, &Author::name) == "Ann").delete_();
    EXPECT_EQ(deleted.total, 4);
    EXPECT_EQ(Post::objects.count(), 0);
}

TEST_F(Deleting, RowsThatNothingHangsOnGoInOneStatement) {
    orm::QueryLog log;
    EXPECT_EQ(Comment::objects.filter(F(&Comment::post, &Post::slug) == "one").delete_().total, 1);
    EXPECT_EQ(log.size(), 1u) << log.str();
}

TEST_F(Deleting, AKeyOfSeveralColumns) {
    Seat seat = Seat::objects.create({.row = "B", .number = 7});
    Ticket ticket = Ticket::objects.create({.seat = seat});
    EXPECT_THROW(seat.delete_(), orm::ProtectedError);
    ticket.delete_();
    EXPECT_EQ(seat.delete_().total, 1);
}

}  // namespace
