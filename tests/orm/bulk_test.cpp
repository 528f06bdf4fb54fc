#include <portico/orm/transaction.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using orm::on_conflict;
using testing::ElementsAre;

namespace {

class Bulk : public BlogTest {
protected:
    Author ann = make_author("Ann");
    std::vector<Post> three() {
        std::vector<Post> posts;
        for (const char* slug : {"a", "b", "c"}) posts.push_back({.title = slug, .slug = slug, .author = ann});
        return posts;
    }
};

TEST_F(Bulk, RowsThatExistTakeOverWhatIsNamed) {
    auto posts = Post::objects.bulk_create(three());
    std::vector<Post> again{{.title = "A", .slug = "a", .author = ann, .views = 9}, {.title = "D", .slug = "d", .author = ann}};
    Post::objects.bulk_create(again, on_conflict(&Post::slug).update(&Post::title));
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(&Post::title), ElementsAre("A", "b", "c", "D"));
    EXPECT_EQ(Post::objects.get(F(&Post::slug) == "a").views, 0);
    EXPECT_EQ(again[0].id, posts[0].id);
    EXPECT_EQ(again[1].id, Post::objects.get(F(&Post::slug) == "d").id);
}

TEST_F(Bulk, RowsThatExistAreLeftAlone) {
    Post::objects.bulk_create(three());
    std::vector<Post> again{{.title = "A", .slug = "a", .author = ann}, {.title = "D", .slug = "d", .author = ann}};
    Post::objects.bulk_create(again, on_conflict(&Post::slug).ignore());
    EXPECT_THAT(Post::objects.order_by(&Post::id).values_list(&Post::title), ElementsAre("a", "b", "c", "D"));
    std::vector<Post> other{{.title = "X", .slug = "x", .author = ann}, {.title = "A", .slug = "a", .author = ann}};
    EXPECT_THROW(Post::objects.bulk_create(other), orm::IntegrityError);
}

TEST_F(Bulk, OneObjectAloneMeetsOne) {
    Post::objects.bulk_create(three());
    std::vector<Post> one{{.title = "B", .slug = "b", .author = ann}};
    Post::objects.bulk_create(one, on_conflict(&Post::slug).update(&Post::title));
    EXPECT_EQ(one[0].id, 2);
    EXPECT_EQ(Post::objects.get(F(&Post::id) == 2).title, "B");
}

TEST_F(Bulk, FieldsOfManyAreUpdatedInOneStatement) {
    auto posts = Post::objects.bulk_create(three());
    posts[0].title = "First";
    posts[1].published_at = at(Date(std::chrono::year(2026) / 1 / 1));
    posts[2].rating = Decimal("4.5");
    posts[2].status = Status::published;
    posts[2].reviewer = ann;
    posts[1].views = 99;  // not named below
    orm::QueryLog log;
    EXPECT_EQ(Post::objects.bulk_update(posts, &Post::title, &Post::published_at, &Post::rating, &Post::status, &Post::reviewer), 3);
    EXPECT_EQ(log.size(), 1u) << log.str();
    auto loaded = Post::objects.order_by(&Post::id);
    EXPECT_EQ(loaded[0].title, "First");
    EXPECT_EQ(loaded[1].published_at, posts[1].published_at);
    EXPECT_EQ(loaded[1].views, 0);
    EXPECT_EQ(loaded[2].rating, Decimal("4.5"));
    EXPECT_EQ(loaded[2].status, Status::published);
    EXPECT_EQ(loaded[2].reviewer->name, "Ann");
    posts[0].save();
    EXPECT_EQ(log.size(), 3u) << log.str();  // what was written is not written again
}

TEST_F(Bulk, KeysOfSeveralColumnsAreUpdatedTogether) {
    std::vector<Seat> seats{{.row = "A", .number = 1}, {.row = "A", .number = 2}};
    Seat::objects.bulk_create(seats);
    seats[0].note = "window";
    seats[1].note = "aisle";
    EXPECT_EQ(Seat::objects.bulk_update(seats, &Seat::note), 2);
    EXPECT_EQ(Seat::objects.get(F(&Seat::number) == 2).note, "aisle");
}

TEST_F(Bulk, NewObjectsAndKeysAreNotUpdated) {
    std::vector<Post> fresh{{.title = "x", .slug = "x", .author = ann}};
    EXPECT_THROW(Post::objects.bulk_update(fresh, &Post::title), Error);
    auto posts = Post::objects.bulk_create(three());
    EXPECT_THROW(Post::objects.bulk_update(posts, &Post::id), Error);
}

TEST_F(Bulk, ALockNeedsATransaction) {
    Post::objects.bulk_create(three());
    EXPECT_THROW(Post::objects.select_for_update().to_vector(), orm::TransactionError);
    orm::atomic([&] {
        EXPECT_EQ(Post::objects.select_for_update({.skip_locked = true}).to_vector().size(), 3u);
    });
    EXPECT_THROW(Post::objects.select_for_update({.nowait = true, .skip_locked = true}), Error);
}

}  // namespace
