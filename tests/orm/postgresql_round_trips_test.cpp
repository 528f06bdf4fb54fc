/// What the ORM asks PostgreSQL for in one round trip, and how it locks rows.
#include <portico/fibers/event.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/orm/transaction.hpp>

#include "blog_test.hpp"

namespace blog {
namespace {

using portico::Error;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
namespace fibers = portico::fibers;

class PostgresqlRoundTrips : public BlogTest {
protected:
    template <class Work> std::uint64_t round_trips(Work work) {
        const auto before = database().statistics().round_trips;
        work();
        return database().statistics().round_trips - before;
    }
    static std::vector<Tag> tags(int count) {
        std::vector<Tag> all;
        for (int i = 0; i < count; ++i) all.push_back({.name = "tag " + std::to_string(i)});
        return all;
    }
};

TEST_F(PostgresqlRoundTrips, IndependentPrefetchesShareOne) {
    Author ann = make_author("Ann"), bob = make_author("Bob");
    Post post = make_post("one", ann);
    post.related(&Post::tags).add(Tag::objects.create({.name = "cpp"}));
    Comment::objects.create({.post = post, .text = "first"});
    auto read = [&] {
        auto posts = Post::objects.prefetch_related(&Post::tags, back(&Comment::post), &Post::author).to_vector();
        EXPECT_EQ(posts[0].tags[0].name, "cpp");
        EXPECT_EQ(posts[0].related(&Comment::post)[0].text, "first");
        EXPECT_EQ(posts[0].author->name, "Ann");
    };
    EXPECT_EQ(round_trips(read), 2U);
    orm::QueryLog log;
    EXPECT_EQ(round_trips(read), 4U) << "one after another for a log, which tells where each comes from";
    EXPECT_EQ(log.size(), 4U) << log.str();
}

TEST_F(PostgresqlRoundTrips, PrefetchesThatGoOnFromOneAnotherFollow) {
    Author ann = make_author("Ann");
    make_post("one", ann).related(&Post::tags).add(Tag::objects.create({.name = "cpp"}));
    orm::QueryLog log;
    auto authors = Author::objects.prefetch_related(back(&Post::author), F(back(&Post::author), &Post::tags)).to_vector();
    EXPECT_EQ(authors[0].related(&Post::author)[0].tags[0].name, "cpp");
    EXPECT_EQ(log.size(), 3U) << log.str();
}

TEST_F(PostgresqlRoundTrips, ManyRowsAreCreatedInOne) {
    auto many = tags(1200);
    EXPECT_EQ(round_trips([&] { Tag::objects.bulk_create(many); }), 1U);
    EXPECT_EQ(Tag::objects.get(F(&Tag::id) == many[1199].id).name, "tag 1199");
}

TEST_F(PostgresqlRoundTrips, CreatingManyIsAllOrNothing) {
    auto many = tags(1200);
    many[1100].name = "tag 3";
    EXPECT_THROW(Tag::objects.bulk_create(many), orm::IntegrityError);
    EXPECT_EQ(Tag::objects.count(), 0);
}

TEST_F(PostgresqlRoundTrips, ManyRowsAreUpdatedInOne) {
    auto many = tags(1200);
    Tag::objects.bulk_create(many);
    for (Tag& tag : many) tag.name += "!";
    EXPECT_EQ(round_trips([&] { EXPECT_EQ(Tag::objects.bulk_update(many, &Tag::name), 1200); }), 1U);
    EXPECT_EQ(Tag::objects.filter(F(&Tag::name).endswith("!")).count(), 1200);
    many[5].name = many[1100].name;
    for (Tag& tag : many) tag.name += "?";
    EXPECT_THROW(Tag::objects.bulk_update(many, &Tag::name), orm::IntegrityError);
    EXPECT_EQ(Tag::objects.filter(F(&Tag::name).endswith("?")).count(), 0);
}

class PostgresqlRowLocks : public BlogTest {
protected:
    PostgresqlRowLocks() {
        ann = make_author("Ann");
        make_post("one", ann);
        make_post("two", ann);
    }
    /// Calls `work` while another transaction holds a lock on the post "one" and what else `lock` says.
    template <class Locked, class Work> void while_locked(Locked lock, Work work) {
        fibers::spawn([&] {
            held.reset();
            over.reset();
            fibers::spawn([&] {
                orm::atomic([&] {
                    lock();
                    held.set();
                    over.wait();
                });
            });
            held.wait();
            try {
                work();
            } catch (const std::exception& error) {
                ADD_FAILURE() << error.what();
            }
            over.set();
        });
        fibers::Loop::current().run();
    }
    static std::vector<std::string> titles(const orm::QuerySet<Post>& posts) {
        std::vector<std::string> all;
        for (const Post& post : posts.order_by(&Post::id)) all.push_back(post.title);
        return all;
    }
    static orm::QuerySet<Post> one() { return Post::objects.filter(F(&Post::title) == "one"); }

    fibers::Event held, over;
    Author ann;
};

TEST_F(PostgresqlRowLocks, SkipLockedLeavesThemOutAndNowaitFails) {
    while_locked([] { one().select_for_update().to_vector(); }, [] {
        orm::atomic([] { EXPECT_THAT(titles(Post::objects.select_for_update({.skip_locked = true})), ElementsAre("two")); });
        try {
            orm::atomic([] { Post::objects.select_for_update({.nowait = true}).to_vector(); });
            ADD_FAILURE() << "was not locked";
        } catch (const orm::Locked& error) {
            EXPECT_THAT(error.full(), AllOf(HasSubstr("locked by another"), testing::Not(HasSubstr(" ms"))));
        }
    });
}

TEST_F(PostgresqlRowLocks, OnlyTheModelsOwnRowsUnlessARelationIsNamed) {
    while_locked([] { one().select_related(&Post::author).select_for_update().to_vector(); }, [] {
        orm::atomic([] { EXPECT_EQ(Author::objects.select_for_update({.skip_locked = true}).to_vector().size(), 1U); });
    });
    while_locked([] { one().select_related(&Post::author).select_for_update({}, &Post::author).to_vector(); }, [] {
        orm::atomic([] { EXPECT_EQ(Author::objects.select_for_update({.skip_locked = true}).to_vector().size(), 0U); });
    });
    orm::atomic([] {
        EXPECT_THROW(Post::objects.select_for_update({}, &Post::author).to_vector(), Error) << "not brought along";
    });
}

TEST_F(PostgresqlRowLocks, NoKeyLetsOthersReferToTheRow) {
    while_locked([&] { Author::objects.select_for_update({.no_key = true}).to_vector(); },
                 [&] { EXPECT_NO_THROW(make_post("three", ann)); });
    orm::QueryLog log;
    orm::atomic([] { Author::objects.select_for_update({.no_key = true}).to_vector(); });
    EXPECT_THAT(log.str(), HasSubstr("FOR NO KEY UPDATE"));
}

}  // namespace
}  // namespace blog
