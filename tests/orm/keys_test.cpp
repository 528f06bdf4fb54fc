#include <portico/orm/aggregates.hpp>
#include <portico/orm/keys.hpp>
#include <portico/orm/models.hpp>

#include "blog_test.hpp"

namespace blog {
namespace {

using testing::HasSubstr;

class Keys : public BlogTest {};
class PostgresqlKeys : public BlogTest {};

TEST_F(Keys, GivenByHandAreCountedOnFrom) {
    Tag::objects.bulk_create(std::vector<Tag>{{.id = 41, .name = "a"}, {.id = 7, .name = "b"}});
    orm::continue_keys<Tag>();
    EXPECT_EQ(Tag::objects.create({.name = "c"}).id, 42);
}

TEST_F(Keys, OfAnEmptyTableBeginWithOne) {
    orm::continue_keys<Tag>();
    EXPECT_EQ(Tag::objects.create({.name = "a"}).id, 1);
}

/// Written by another program: a row as good as others, though a new object has that key too.
TEST_F(Keys, ARowOfKeyZeroIsARow) {
    orm::connection().execute({"INSERT INTO blog_tag (id, name) VALUES (0, 'zero'), (1, 'one')", {}});
    orm::continue_keys<Tag>();
    Tag zero = Tag::objects.get(F(&Tag::name) == "zero");
    EXPECT_EQ(orm::model<Tag>().key_of(&zero), portico::Value(0));
    zero.name = "nought";
    zero.save();
    EXPECT_EQ(Tag::objects.get(F(&Tag::id) == 0).name, "nought");
    Post post = make_post("a", make_author("ann"));
    post.related(&Post::tags).add(zero);
    EXPECT_EQ(post.related(&Post::tags).get().name, "nought");
    zero.id = 0;
    zero.name = "another";
    zero.save();
    EXPECT_EQ(zero.id, 2) << "assigned by the program it is none: a new row";
    Tag::objects.get(F(&Tag::id) == 0).delete_();
    EXPECT_EQ(Tag::objects.count(), 2);
}

TEST_F(Keys, OfOtherKindsAreLeftAlone) { EXPECT_NO_THROW(orm::continue_keys<Seat>()); }

TEST_F(Keys, OfSeveralColumnsMayHaveAPartOfNothing) {
    Seat first = Seat::objects.create({.row = "A", .number = 0, .note = "aisle"});
    Seat nameless = Seat::objects.create({.row = "", .number = 4});
    Ticket ticket = Ticket::objects.create({.seat = first, .holder = "Ann"});
    EXPECT_EQ(first.related(&Ticket::seat).count(), 1);
    EXPECT_EQ(Ticket::objects.get().seat->note, "aisle");
    first.note = "window";
    first.save();
    EXPECT_EQ(Seat::objects.get(F(&Seat::number) == 0).note, "window");
    EXPECT_EQ(orm::model<Seat>().key_text(&first), "A,0");
    ticket.delete_();
    EXPECT_EQ(first.delete_().total, 1);
    EXPECT_EQ(nameless.delete_().total, 1);
    EXPECT_FALSE(Seat::objects.exists());
}

TEST_F(Keys, OfSeveralColumnsNeedOnePartAtLeast) { EXPECT_THROW(Seat::objects.create({.note = "nowhere"}), orm::IntegrityError); }

TEST_F(Keys, OfSeveralColumnsAreCountedAsOne) {
    Seat::objects.bulk_create(std::vector<Seat>{{.row = "A", .number = 1}, {.row = "A", .number = 2}});
    for (const Seat& seat : Seat::objects.all()) Ticket::objects.create({.seat = seat, .holder = "Ann"});
    Ticket::objects.create({.seat = Seat::objects.get(F(&Seat::number) == 1), .holder = "Bob"});
    EXPECT_EQ(Ticket::objects.aggregate(count(&Ticket::seat).distinct()), 2);
    EXPECT_EQ(Ticket::objects.aggregate(count(&Ticket::seat)), 3);
}

TEST_F(PostgresqlKeys, GivenByHandAreNotKnownToTheCounter) {
    Tag::objects.create({.id = 1, .name = "a"});
    try {
        Tag::objects.create({.name = "b"});
        ADD_FAILURE() << "was created";
    } catch (const orm::IntegrityError& error) {
        EXPECT_THAT(error.full(), HasSubstr("orm::continue_keys"));
    }
}

}  // namespace
}  // namespace blog
