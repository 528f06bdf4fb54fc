/// What a site's tests have from the ORM: counts and lines of statements, on_commit kept, each database.
#include <portico/orm/app.hpp>
#include <portico/orm/testing/each_database.hpp>
#include <portico/orm/testing/queries.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/routing/urls.hpp>

#include <gtest/gtest-spi.h>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

class TestTools : public BlogTest {
protected:
    TestTools() {
        for (const char* name : {"Ann", "Bob", "Cy"}) make_post(name, make_author(name));
    }
    /// Asks once for each post.
    static std::size_t letters_of_authors() {
        std::size_t letters = 0;
        for (const Author& author : Author::objects.order_by(&Author::id)) letters += Post::objects.filter(F(&Post::author) == author).to_vector().size();
        return letters;
    }
};

std::string line(int number) { return "tests/orm/test_tools_test.cpp:" + std::to_string(number); }

TEST_F(TestTools, StatementsAreCounted) {
    auto posts = orm::expect_queries(1, [] { return Post::objects.select_related(&Post::author).to_vector(); });
    EXPECT_EQ(posts.size(), 3u);
    orm::expect_at_most_queries(2, [&] { EXPECT_EQ(Post::objects.count(), 3); });
    orm::expect_no_repeated_queries([] { EXPECT_EQ(Post::objects.all().prefetch_related(&Post::author).to_vector().size(), 3u); });
}

TEST_F(TestTools, AWrongCountNamesStatementsAndLines) {
    orm::QueryLog log;
    Post::objects.count(); const int counted = __LINE__;
    EXPECT_TRUE(Post::objects.exists());
    EXPECT_THAT(orm::detail::wrong_count(log, 1, 1), AllOf(HasSubstr("2 queries in place of 1:"), HasSubstr("SELECT COUNT(*)"), HasSubstr(line(counted)), HasSubstr(line(counted + 1))));
    EXPECT_THAT(orm::detail::wrong_count(log, 0, 1), HasSubstr("2 queries in place of at most 1:"));
    EXPECT_THAT(orm::detail::wrong_count(log, 2, 2), IsEmpty());
    EXPECT_NONFATAL_FAILURE(orm::expect_queries(3, [] { Post::objects.count(); }), "1 query in place of 3");
}

TEST_F(TestTools, WhatIsAskedAgainAndAgainIsNamed) {
    orm::QueryLog log;
    EXPECT_EQ(letters_of_authors(), 3u);
    ASSERT_EQ(log.repeated().size(), 1u);
    EXPECT_EQ(log.repeated()[0].times, 3u);
    EXPECT_THAT(orm::detail::wrong_repetition(log), AllOf(HasSubstr("of 4 queries some ask the same"), HasSubstr("3 times the same: SELECT")));
    EXPECT_NONFATAL_FAILURE(orm::expect_no_repeated_queries([] { letters_of_authors(); }), "some ask the same again");
}

TEST_F(TestTools, EachStatementKnowsTheLineThatAsked) {
#ifdef __OPTIMIZE__
    GTEST_SKIP() << "what was inlined does not always tell its line";
#endif
    orm::QueryLog log;
    Post::objects.filter(F(&Post::title) == "Ann").count(); const int first = __LINE__;
    for (Post& post : Post::objects.all())
        EXPECT_FALSE(post.author->name.empty());
    auto places = orm::places_of(log.queries());
    EXPECT_THAT(places, ElementsAre(testing::EndsWith(line(first)), testing::EndsWith(line(first + 1)), testing::EndsWith(line(first + 2))));
}

TEST_F(TestTools, WhatWaitsForTheCommitMayBeKept) {
    std::vector<std::string> done;
    orm::CapturedOnCommit captured;
    orm::atomic([&] {
        orm::on_commit([&] { done.push_back("mail"); orm::on_commit([&] { done.push_back("receipt"); }); });
    });
    orm::on_commit([&] { done.push_back("at once"); });
    EXPECT_THROW(orm::atomic([&] {
        orm::on_commit([&] { done.push_back("never"); });
        throw Error("no");
    }), Error);
    EXPECT_THAT(done, IsEmpty());
    EXPECT_EQ(captured.size(), 2u);
    captured.run();
    EXPECT_THAT(done, ElementsAre("mail", "at once", "receipt"));
    EXPECT_EQ(captured.size(), 0u);
}

/// A little site: each call of it writes a line, and a mail would be sent for it.
Response note(Request&) {
    orm::Connection& database = orm::connection();
    database.execute({"INSERT INTO note (text) VALUES ('x')", {}});
    orm::on_commit([] {});
    return Response(database.value({"SELECT count(*) FROM note", {}})->str());
}

App notes() {
    return App("notes").with(urls({path<note>("", "note")})).with(TestHook{.prepare = [](Project&) {
        orm::connection().execute({"CREATE TABLE note (text text NOT NULL)", {}});
    }});
}

class NotesTest : public orm::EachDatabase {
protected:
    NotesTest() : EachDatabase([](Project& project) { project.install(orm::app()).install(notes()); }) {}
};
PORTICO_ON_EACH_DATABASE(NotesTest);

TEST_P(NotesTest, RunsOnTheDatabaseItIsNamedAfter) { EXPECT_EQ(orm::connection().dialect().name(), GetParam()); }

TEST_P(NotesTest, FindsNothingOfTheTestsBefore) {
    EXPECT_EQ(client.get("/").text(), "1");
    EXPECT_EQ(client.get("/").text(), "2");
}

TEST_P(NotesTest, AndLeavesNothingBehind) { EXPECT_EQ(client.get("/").text(), "1"); }

TEST_P(NotesTest, CountsWhatAViewAsks) {
    orm::CapturedOnCommit captured;
    auto answer = orm::expect_queries(2, [&] { return client.get("/"); });
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(captured.size(), 1u);
}

}  // namespace
