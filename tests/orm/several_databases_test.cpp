/// Models in databases of their own, replicas that are read from.
#include <stdlib.h>

#include <portico/orm/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/routing.hpp>
#include <portico/orm/subquery.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/client.hpp>

#include "blog_test.hpp"

namespace archive {

namespace orm = portico::orm;

/// Its app's tables are in a database of their own.
struct Visit : orm::Model<Visit> {
    orm::Id<> id{};
    std::string page{};
    std::int64_t post_id = 0;
};

struct Shelf : orm::Model<Shelf> {
    orm::Id<> id{};
    std::string name{};
};

struct Box : orm::Model<Box> {
    orm::Id<> id{};
    orm::ForeignKey<Shelf> shelf{};
};

}  // namespace archive

using namespace portico;
using namespace blog;
using archive::Visit;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

/// The default database is the one that is tested, the archive a file beside it.
class TwoDatabases : public BlogTest {
protected:
    TwoDatabases() {
        orm::install<Visit>("archive");
        databases.add("archive", {.url = "sqlite:archive.sqlite3", .apps = {"archive"}});
        archive_database().execute({"CREATE TABLE archive_visit (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, page text NOT NULL, post_id bigint NOT NULL)", {}});
    }
    orm::Connection& archive_database() { return orm::connection("archive"); }
};

TEST_F(TwoDatabases, ASubqueryOfAnotherDatabaseIsRefused) {
    auto elsewhere = Author::objects.using_database("archive");
    auto message = [](const auto& rows) -> std::string {
        try {
            rows.count();
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    };
    std::string told = message(Post::objects.filter(F(&Post::author).in(elsewhere)));
    EXPECT_THAT(told, HasSubstr("\"default\""));
    EXPECT_THAT(told, HasSubstr("\"archive\""));
    EXPECT_NE(message(Post::objects.filter(orm::exists(elsewhere))), "");
    EXPECT_EQ(Post::objects.filter(F(&Post::author).in(Author::objects.using_database("default"))).count(), 0);
}

TEST_F(TwoDatabases, RowsAreWhereTheirAppIs) {
    Post post = make_post("Hello", make_author("Ann"));
    Visit visit = Visit::objects.create({.page = "/hello/", .post_id = post.id.value()});
    EXPECT_EQ(archive_database().value({"SELECT page FROM archive_visit", {}}), Value("/hello/"));
    visit.page = "/";
    visit.save();
    EXPECT_EQ(Visit::objects.get().page, "/");
    EXPECT_EQ(Visit::objects.filter(F(&Visit::post_id) == post.id.value()).count(), 1);
    Visit::objects.update(F(&Visit::page) = "/bye/");
    EXPECT_EQ(Visit::objects.get_or_create(F(&Visit::page) == "/bye/").second, false);
    std::vector<Visit> more{{.page = "a"}, {.page = "b"}};
    Visit::objects.bulk_create(more);
    more[0].page = "c";
    Visit::objects.bulk_update(more, &Visit::page);
    EXPECT_THAT(Visit::objects.order_by(&Visit::id).values_list(&Visit::page), ElementsAre("/bye/", "c", "b"));
    visit.delete_();
    EXPECT_EQ(Visit::objects.delete_().total, 2);
    EXPECT_EQ(archive_database().value({"SELECT count(*) FROM archive_visit", {}}), Value(0));
}

TEST_F(TwoDatabases, EachHasItsOwnTransactions) {
    EXPECT_THROW(orm::atomic([&] {
        make_author("Ann");
        Visit::objects.create({.page = "/"});
        throw Error("no");
    }), Error);
    EXPECT_EQ(Author::objects.count(), 0);
    EXPECT_EQ(Visit::objects.count(), 1);
    EXPECT_THROW(orm::atomic([&] {
        Visit::objects.create({.page = "/"});
        throw Error("no");
    }, {.database = "archive"}), Error);
    EXPECT_EQ(Visit::objects.count(), 1);
}

TEST_F(TwoDatabases, KeysOfOneAreValuesInTheOther) {
    Post hello = make_post("Hello", make_author("Ann"));
    make_post("Bye", make_author("Bob"));
    Visit::objects.create({.page = "/hello/", .post_id = hello.id.value()});
    auto visited = Visit::objects.distinct(&Visit::post_id).values_list(&Visit::post_id);
    EXPECT_THAT(Post::objects.filter(F(&Post::id).in(visited)).values_list(&Post::title), ElementsAre("Hello"));
}

TEST_F(TwoDatabases, AQuerySetMayNameOne) {
    databases.add("copy", {.url = "sqlite:copy.sqlite3"});
    orm::connection("copy").script("CREATE TABLE blog_tag (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name text NOT NULL)");
    Tag tag = Tag::objects.using_database("copy").create({.name = "there"});
    Tag::objects.create({.name = "here"});
    EXPECT_EQ(Tag::objects.get().name, "here");
    EXPECT_EQ(Tag::objects.using_database("copy").get().name, "there");
    tag.name = "still there";
    tag.save();
    Tag other{.name = "saved there"};
    other.save({.database = "copy"});
    EXPECT_THAT(Tag::objects.using_database("copy").order_by(&Tag::id).values_list(&Tag::name), ElementsAre("still there", "saved there"));
    EXPECT_EQ(Tag::objects.count(), 1);
}

/// Copies differ from their primary here, so that it shows who has answered.
class Replicas : public testing::Test {
protected:
    Replicas() {
        install();
        databases.add("default", {.url = "sqlite:primary.sqlite3", .stay_on_primary = std::chrono::hours(1)});
        for (const char* alias : {"first", "second"}) databases.add(alias, {.url = "sqlite:" + std::string(alias) + ".sqlite3", .replica_of = "default"});
        for (const char* alias : {"default", "first", "second"}) {
            orm::connection(alias).script("CREATE TABLE blog_tag (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name text NOT NULL)");
            orm::connection(alias).execute({"INSERT INTO blog_tag (name) VALUES (?)", {Value(std::string(alias))}});
        }
    }
    static std::string answering() { return Tag::objects.order_by(&Tag::id).first()->name; }

    orm::test::Folder folder;
    orm::Databases databases{folder.path()};
    orm::UseDatabases use{databases};
    orm::ReadOwnWrites request;  // what the fixture has written is another's
};

TEST_F(Replicas, AnswerReadsInTurn) {
    orm::ReadOwnWrites another;
    std::set<std::string> seen{answering(), answering()};
    EXPECT_THAT(seen, ElementsAre("first", "second"));
    EXPECT_EQ(Tag::objects.using_database("default").get().name, "default");
    EXPECT_EQ(Tag::objects.using_database("second").get().name, "second");
}

TEST_F(Replicas, WhoWroteReadsFromThePrimary) {
    {
        orm::ReadOwnWrites another;
        Tag::objects.create({.name = "new"});
        EXPECT_TRUE(another.wrote());
        EXPECT_EQ(answering(), "default");
        EXPECT_EQ(Tag::objects.count(), 2);
    }
    orm::ReadOwnWrites others;
    EXPECT_FALSE(others.wrote());
    EXPECT_NE(answering(), "default");
}

TEST_F(Replicas, TransactionsLocksAndWhoAsksForItStayOnThePrimary) {
    orm::ReadOwnWrites another;
    orm::atomic([&] { EXPECT_EQ(answering(), "default"); });
    orm::atomic([&] { EXPECT_EQ(Tag::objects.select_for_update().first()->name, "default"); });
    {
        orm::ReadFromPrimary here;
        EXPECT_EQ(answering(), "default");
    }
    EXPECT_NE(answering(), "default");
}

TEST_F(Replicas, WhatCameFromACopyIsSavedInThePrimary) {
    orm::ReadOwnWrites another;
    Tag tag = *Tag::objects.order_by(&Tag::id).first();
    tag.name = "changed";
    tag.save();
    EXPECT_EQ(Tag::objects.using_database("default").get().name, "changed");
    EXPECT_EQ(Tag::objects.using_database("first").get().name, "first");
}

TEST_F(Replicas, ARuleMayChoose) {
    databases.add_rule({.read = [](const orm::ModelInfo& model, const std::string&) { return model.name == "Tag" ? "second" : ""; }});
    orm::ReadOwnWrites another;
    EXPECT_EQ(answering(), "second");
    EXPECT_EQ(answering(), "second");
}

TEST_F(Replicas, OfACopyOrOfNothingAreRefused) {
    EXPECT_THROW(databases.add("third", {.url = "sqlite:third.sqlite3", .replica_of = "first"}), Error);
    EXPECT_THROW(databases.add("third", {.url = "sqlite:third.sqlite3", .replica_of = "primary"}), Error);
}

Response name_of_first(Request&) { return Response(Tag::objects.order_by(&Tag::id).first()->name); }
Response add_one(Request&) {
    Tag::objects.create({.name = "new"});
    return Response("added");
}

class SiteWithReplica : public testing::Test {
protected:
    SiteWithReplica() {
        project.install(App("blog").with(orm::models<Tag>()).with(urls({path<name_of_first>(""), path<add_one>("add/")})));
        Project::Scope current(project);
        for (const char* alias : {"default", "replica"}) {
            orm::connection(alias).script("CREATE TABLE blog_tag (id integer NOT NULL PRIMARY KEY AUTOINCREMENT, name text NOT NULL)");
            orm::connection(alias).execute({"INSERT INTO blog_tag (name) VALUES (?)", {Value(std::string(alias))}});
        }
    }
    orm::test::Folder folder;
    Project project{{.settings = {{"database.url", "sqlite:primary.sqlite3"},
                                  {"databases.replica.url", "sqlite:replica.sqlite3"},
                                  {"databases.replica.replica_of", "default"}},
                     .root = folder.path()}};
};

TEST_F(SiteWithReplica, ABrowserSeesWhatItWrote) {
    TestClient ann(project), bob(project);
    EXPECT_EQ(ann.get("/").text(), "replica");
    auto added = ann.post("/add/");
    ASSERT_EQ(added.cookies().size(), 1u);
    EXPECT_EQ(added.cookies()[0].max_age, std::chrono::seconds(5));
    EXPECT_EQ(ann.get("/").text(), "default");
    EXPECT_EQ(bob.get("/").text(), "replica");
}

TEST(DatabasesOfSettings, AReplicaInMemoryIsItsPrimary) {
    Project project({.settings = {{"databases.replica.replica_of", "default"}}});
    project.install(orm::app());
    Project::Scope current(project);
    EXPECT_EQ(&orm::connection("replica"), &orm::connection());
}

TEST(DatabasesOfSettings, NoRelationLeavesItsDatabase) {
    auto told = [](Map settings) {
        Project project({.settings = std::move(settings)});
        project.install(App("library").with(orm::models<archive::Shelf>())).install(App("archive").with(orm::models<archive::Box>()));
        std::string text;
        for (const auto& message : project.check()) text += message.id + " " + message.object + " " + message.message + "\n";
        return text;
    };
    EXPECT_THAT(told({{"databases.old.apps", List{Value("archive")}}}), HasSubstr("orm.E005 archive.Box.shelf refers to library.Shelf, which is in the database \"default\""));
    EXPECT_THAT(told({{"databases.old.apps", List{Value("archive"), Value("library")}}}), testing::Not(HasSubstr("orm.E005")));
}

TEST(DatabasesOfSettings, AreNamedByVariablesToo) {
    ::setenv("PORTICO_DATABASES_OLD_NEWS_URL", "sqlite:old.sqlite3", 1);
    Project project({.read_environment = true});
    project.install(orm::app());
    ::unsetenv("PORTICO_DATABASES_OLD_NEWS_URL");
    EXPECT_THAT(project.get<orm::Databases>().aliases(), ElementsAre("default", "old_news"));
}

}  // namespace
