#include <portico/orm/model_info.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/transaction.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class Saving : public BlogTest {
protected:
    Author ann = make_author("Ann");
};

TEST_F(Saving, CreateGivesTheKey) {
    EXPECT_EQ(ann.id, 1);
    EXPECT_TRUE(ann.is_saved());
    EXPECT_FALSE(Author{}.is_saved());
}

TEST_F(Saving, WhatWasSavedIsReadBack) {
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

TEST_F(Saving, EmbeddedStructsAreColumnsOfTheirOwn) {
    Author bob = Author::objects.create({.name = "Bob", .email = "b@example.org", .address = {"High Street", "Bath"}});
    EXPECT_EQ(Author::objects.get(F(&Author::address, &Address::town) == "Bath").address.street, "High Street");
    EXPECT_EQ(orm::model<Author>().column("address_town")->name, "address_town");
}

TEST_F(Saving, OnlyWhatChangedIsUpdated) {
    Author loaded = Author::objects.get(F(&Author::id) == ann.id);
    loaded.name = "Anne";
    orm::QueryLog log;
    loaded.save();
    ASSERT_EQ(log.size(), 1u);
    EXPECT_EQ(log.queries()[0].sql, "UPDATE \"blog_author\" SET \"name\" = " + placeholder(1) + " WHERE \"id\" = " + placeholder(2));
    EXPECT_EQ(Author::objects.get().name, "Anne");
}

TEST_F(Saving, NothingChangedAsksNoDatabase) {
    Author loaded = Author::objects.get();
    orm::QueryLog log;
    loaded.save();
    ann.save();
    EXPECT_EQ(log.size(), 0u);
}

TEST_F(Saving, CopiesKnowTheSameRow) {
    Author copy = ann;
    copy.name = "Anne";
    copy.save();
    ann.email = "anne@example.org";
    ann.save();
    Author now = Author::objects.get();
    EXPECT_EQ(now.email, "anne@example.org");
    EXPECT_EQ(now.name, "Ann");  // ann still says so, and differs from what was saved
}

TEST_F(Saving, AssigningAKeyMakesANewRow) {
    ann.id = 0;
    ann.email = "other@example.org";
    ann.save();
    EXPECT_EQ(ann.id, 2);
    EXPECT_EQ(Author::objects.count(), 2);
}

TEST_F(Saving, NamedFieldsAlone) {
    ann.name = "Anne";
    ann.email = "x@example.org";
    ann.save(&Author::name);
    EXPECT_EQ(Author::objects.get().email, "Ann@example.org");
    EXPECT_EQ(Author::objects.get().name, "Anne");
    ann.save();
    EXPECT_EQ(Author::objects.get().email, "x@example.org");
}

TEST_F(Saving, ChangedFieldsAreNamed) {
    Post post = make_post("Open", ann);
    post.views = 3;
    post.reviewer = ann;
    EXPECT_THAT(orm::changed_fields(*orm::model<Post>().type, &post), ElementsAre("reviewer", "views"));
}

TEST_F(Saving, ReferencesAreAssignedFromObjectsKeysAndNothing) {
    Author bob = make_author("Bob");
    Post post = make_post("Open", ann);
    post.author = bob;
    post.reviewer = ann.id;
    post.save();
    Post loaded = Post::objects.get();
    EXPECT_EQ(loaded.author->name, "Bob");
    EXPECT_EQ(loaded.reviewer->name, "Ann");
    loaded.reviewer = std::nullopt;
    loaded.save();
    EXPECT_FALSE(Post::objects.get().reviewer);
}

TEST_F(Saving, AnUnsavedTargetIsRefused) {
    Post post{.title = "x", .slug = "x", .author = Author{.name = "New"}};
    EXPECT_THROW(
        try { post.save(); } catch (const Error& error) {
            EXPECT_THAT(error.what(), HasSubstr("\"Post.author\" refers to a blog::Author that was not saved"));
            throw;
        },
        Error);
}

TEST_F(Saving, AMissingReferenceIsRefused) {
    Post post{.title = "x", .slug = "x"};
    EXPECT_THROW(post.save(), Error);
}

TEST_F(Saving, UniqueIsKept) {
    EXPECT_THROW(make_author("Ann"), orm::IntegrityError);
}

TEST_F(Saving, ARowThatHasGoneIsNotFound) {
    Author::objects.filter(F(&Author::id) == ann.id).delete_();
    ann.name = "Anne";
    EXPECT_THROW(ann.save(), orm::NotFound);
}

TEST_F(Saving, TextsLongerThanTheirColumnAreRefused) {
    ann.name = std::string(101, 'x');
    EXPECT_THROW(ann.save(), orm::DatabaseError);
}

TEST_F(Saving, WhatNoColumnCanHoldIsRefusedAlikeOnBothDatabases) {
    Post post = make_post("Open", ann);
    auto refused = [&](auto Post::*member, auto value) {
        Post changed = post;
        changed.*member = value;
        EXPECT_THROW(orm::atomic([&] { changed.save(); }), orm::DataError);
        EXPECT_THROW(orm::atomic([&] { Post::objects.update(F(member) = value); }), orm::DataError);
        std::vector<Post> several{changed};
        EXPECT_THROW(orm::atomic([&] { Post::objects.bulk_update(several, member); }), orm::DataError);
        EXPECT_FALSE(changed.validate().empty());
    };
    refused(&Post::title, std::string(201, 'x'));
    refused(&Post::title, std::string("a\0b", 3));
    refused(&Post::body, std::string("caf\xe9"));
    refused(&Post::rating, Decimal("123.4"));
    EXPECT_EQ(Post::objects.get().title, "Open");
    Post::objects.update(F(&Post::title) = std::string("caf\xc3\xa9"));
    EXPECT_EQ(Post::objects.get().title, "café");
}

TEST_F(Saving, DaysAndTimesThatThereAreNotAreRefused) {
    using std::chrono::year;
    for (Date day : {Date(year(2026) / 2 / 30), Date(year(10000) / 1 / 1), Date(year(0) / 1 / 1), Date()}) {
        EXPECT_THROW(Event::objects.create({.name = "dusk", .day = day}), orm::DataError);
        EXPECT_THROW(Event::objects.update(orm::F(&Event::day) = day), orm::DataError);
    }
    EXPECT_THROW(Event::objects.create({.name = "dusk", .begins = at(Date(year(10000) / 1 / 1))}), orm::DataError);
    EXPECT_THROW(Event::objects.create({.name = "dusk", .doors = Time::of(25, 0)}), orm::DataError);
    EXPECT_EQ(Event::objects.count(), 0);
    Event::objects.create({.name = "dusk", .day = year(9999) / 12 / 31});
    EXPECT_EQ(Event::objects.get().day, Date(year(9999) / 12 / 31));
}

TEST_F(Saving, NumbersOutOfRangeAreNotCutOff) {
    make_post("Open", ann);
    if (orm::test::on_postgresql()) {
        EXPECT_THROW(orm::atomic([] { Post::objects.update(F(&Post::views) = F(&Post::views) + 3'000'000'000); }), orm::DataError);
    } else {
        Post::objects.update(F(&Post::views) = F(&Post::views) + 3'000'000'000);
        EXPECT_THROW((void)Post::objects.get(), orm::DatabaseError) << "SQLite keeps it, but no int can";
    }
    EXPECT_THROW(Post::objects.filter(F(&Post::views) > 99'999'999'999).count(), ConversionError) << "no int is";
}

TEST_F(Saving, CreatedIsSetOnceByItself) {
    Post post = make_post("Open", ann);
    DateTime moment = at(Date(std::chrono::year(2026) / 1 / 2), Time::of(3, 4));
    Comment comment = [&] {
        FrozenClock clock(moment);
        return Comment::objects.create({.post = post, .name = "Eve", .text = "Hm"});
    }();
    comment.text = "Oh";
    comment.save();
    EXPECT_EQ(Comment::objects.get().created, moment);
}

TEST_F(Saving, RefreshReadsAgain) {
    Author::objects.filter(F(&Author::id) == ann.id).update(F(&Author::name) = "Anne");
    ann.refresh_from_db();
    EXPECT_EQ(ann.name, "Anne");
}

TEST_F(Saving, KeysOfOtherKindsAndOfSeveralColumns) {
    Country::objects.create({.code = "de", .name = "Germany"});
    EXPECT_EQ(Country::objects.get(F(&Country::code) == "de").name, "Germany");
    EXPECT_THROW(Country::objects.create({.name = "Nowhere"}), Error);

    Seat seat = Seat::objects.create({.row = "B", .number = 7, .note = "aisle"});
    Seat::objects.create({.row = "B", .number = 8});
    Ticket ticket = Ticket::objects.create({.seat = seat, .holder = "Ann"});
    EXPECT_FALSE(ticket.id.value().is_nil());
    EXPECT_EQ(Ticket::objects.aggregate(orm::max(&Ticket::id)), ticket.id.value());
    Ticket loaded = Ticket::objects.get(F(&Ticket::seat) == seat);
    EXPECT_EQ(loaded.id, ticket.id);
    EXPECT_EQ(loaded.seat->note, "aisle");
    EXPECT_EQ(Ticket::objects.filter(F(&Ticket::seat, &Seat::note) == "aisle").count(), 1);
    seat.note = "window";
    seat.save();
    EXPECT_EQ(Seat::objects.get(F(&Seat::number) == 7).note, "window");
    EXPECT_EQ(orm::model<Seat>().key_text(&seat), "B,7");
}

TEST_F(Saving, BulkCreateIsOneStatement) {
    std::vector<Tag> tags;
    for (int i = 0; i < 250; ++i) tags.push_back({.name = "tag" + std::to_string(i)});
    orm::QueryLog log;
    Tag::objects.bulk_create(tags);
    EXPECT_EQ(log.size(), 1u) << log.str();
    EXPECT_EQ(Tag::objects.get(F(&Tag::name) == "tag249").id, tags[249].id);
    EXPECT_TRUE(tags[0].is_saved());
}

TEST_F(Saving, BulkCreateCanLeaveOutWhatExists) {
    Tag::objects.create({.name = "a"});
    std::vector<Tag> tags{{.name = "a"}, {.name = "b"}};
    Tag::objects.bulk_create(tags, true);
    EXPECT_EQ(Tag::objects.count(), 2);
}

TEST_F(Saving, GetOrCreate) {
    auto [tag, created] = Tag::objects.get_or_create(F(&Tag::name) == "web", Tag{.name = "web"});
    EXPECT_TRUE(created);
    auto [again, created_again] = Tag::objects.get_or_create(F(&Tag::name) == "web", Tag{.name = "web"});
    EXPECT_FALSE(created_again);
    EXPECT_EQ(again.id, tag.id);
    auto [bob, new_bob] = Author::objects.get_or_create(F(&Author::email) == "b@example.org", {F(&Author::name) = "Bob"});
    EXPECT_TRUE(new_bob);
    EXPECT_EQ(bob.email, "b@example.org");
    EXPECT_EQ(bob.name, "Bob");
}

TEST_F(Saving, UpdateOrCreate) {
    auto [one, created] = Author::objects.update_or_create(F(&Author::email) == "Ann@example.org", {F(&Author::name) = "Anne"});
    EXPECT_FALSE(created);
    EXPECT_EQ(Author::objects.get().name, "Anne");
    auto [two, created_two] = Author::objects.update_or_create(F(&Author::email) == "c@example.org", {F(&Author::name) = "Cy"});
    EXPECT_TRUE(created_two);
    EXPECT_EQ(Author::objects.count(), 2);
}

TEST_F(Saving, RolledBackWithItsTransaction) {
    EXPECT_THROW(orm::atomic([&] {
        make_author("Bob");
        throw std::runtime_error("no");
    }), std::runtime_error);
    EXPECT_EQ(Author::objects.count(), 1);
}

}  // namespace
