#include <sstream>

#include <portico/cache/memory.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/cache_table.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/values.hpp>

#include "../orm/database_fixture.hpp"
#include "shop.hpp"

namespace shop {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

namespace {

std::ostringstream output;

void install(Project& project) {
    project.install(cache::app());
    project.install(orm::cache_table());
    project.install(migrations::app());
    project.install(App("shop")
                        .with(values<Line, Cart, FormerCart>()));
}

}  // namespace

Project& project() {
    static Project project({.settings = {{"database.url", orm::test::url_for_the_program()},
                                         {"caches.table.url", "database:"},
                                         {"caches.nothing.url", "dummy:"},
                                         {"caches.small.max_bytes", 65536}},
                            .out = &output,
                            .err = &output});
    static const bool installed = (install(project), true);
    (void)installed;
    return project;
}

TEST_F(CacheTest, KeepsWhatWasCostlyToFindOut) {
    cache::set("greeting", "Hello", 5min);
    EXPECT_EQ(cache::get<std::string>("greeting"), "Hello");
    EXPECT_EQ(cache::get<std::string>("another"), std::nullopt);
    EXPECT_TRUE(cache::remove("greeting"));
    EXPECT_FALSE(cache::contains("greeting"));
}

TEST_F(CacheTest, KeepsStructs) {
    cache::set("cart", Cart{.lines = {{"lamp", 2}, {"bulb", 4}}, .paid = parse_date_time("2026-11-22T08:00:00Z"), .total = 12.5});
    const auto cart = cache::get<Cart>("cart");
    ASSERT_TRUE(cart);
    EXPECT_EQ(cart->lines.at(1).article, "bulb");
    EXPECT_EQ(cart->lines.at(1).count, 4);
    EXPECT_EQ(cart->paid, parse_date_time("2026-11-22T08:00:00Z"));
    EXPECT_EQ(cart->total, 12.5);
}

TEST_F(CacheTest, KeepsEachKindOfValue) {
    const std::string any("\0\xff=\n", 4);
    cache::set("text", any);
    cache::set("bytes", Bytes{any});
    cache::set("yes", true);
    cache::set("much", std::numeric_limits<std::int64_t>::min());
    cache::set("half", 0.5);
    cache::set("day", at(Date(std::chrono::year(2026), std::chrono::month(2), std::chrono::day(3))));
    cache::set("numbers", std::vector<int>{3, 1});
    cache::set("named", std::map<std::string, std::vector<Line>>{{"a", {{"lamp", 2}}}});
    cache::set("nothing", std::optional<int>());
    EXPECT_EQ(cache::get<std::string>("text"), any);
    EXPECT_EQ(cache::get<Bytes>("bytes"), Bytes{any});
    EXPECT_EQ(cache::get<bool>("yes"), true);
    EXPECT_EQ(cache::get<std::int64_t>("much"), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(cache::get<double>("half"), 0.5);
    EXPECT_EQ(to_iso(cache::get<DateTime>("day").value()), "2026-02-03T00:00:00Z");
    EXPECT_THAT(cache::get<std::vector<int>>("numbers").value(), ElementsAre(3, 1));
    EXPECT_EQ((cache::get<std::map<std::string, std::vector<Line>>>("named")->at("a").at(0).article), "lamp");
    EXPECT_EQ(cache::get<std::optional<int>>("nothing"), std::optional<std::optional<int>>(std::optional<int>()));
    EXPECT_EQ(cache::get<Value>("text")->str(), any);
}

TEST_F(CacheTest, WhatDoesNotFitTheTypeIsNotThere) {
    cache::set("cart", FormerCart{.lines = "lamp"});
    EXPECT_FALSE(cache::get<Cart>("cart"));
    cache::set("big", 70000);
    EXPECT_EQ(cache::get<std::int16_t>("big"), std::nullopt);
    EXPECT_EQ(cache::get<std::string>("big"), std::nullopt);
    EXPECT_EQ(cache::get_or_set("cart", 1min, [] { return Cart{.total = 1}; }).total, 1);
    EXPECT_EQ(cache::get<Cart>("cart")->total, 1);
}

struct NobodysStruct {
    int a = 0;
};

TEST_F(CacheTest, StructsThatNobodyInstalledAreTold) {
    EXPECT_THROW(cache::set("x", NobodysStruct{}), Error);
    EXPECT_THROW(cache::set("x", std::vector<NobodysStruct>{}), Error);
}

TEST_F(CacheTest, VersionsDoNotSeeEachOther) {
    const cache::Cache second = cache::usual().version(2);
    cache::set("a", 1);
    EXPECT_FALSE(second.contains("a"));
    EXPECT_TRUE(cache::usual().incr_version("a"));
    EXPECT_EQ(second.get<int>("a"), 1);
    EXPECT_FALSE(cache::contains("a"));
    EXPECT_FALSE(cache::usual().incr_version("a"));
}

TEST_F(CacheTest, PrefixesAndKeysOfOnesOwn) {
    const auto memory = std::make_shared<cache::Memory>();
    const cache::Cache one(memory, {.prefix = "one"}), two(memory, {.prefix = "two"});
    one.set("a", 1);
    EXPECT_FALSE(two.contains("a"));
    EXPECT_EQ(memory->get("one:1:a"), "1");
    const cache::Cache own(memory, {.prefix = "p", .make_key = [](std::string_view prefix, int version, std::string_view key) {
                                        return std::string(key) + "/" + std::string(prefix) + std::to_string(version);
                                    }});
    own.set("a", 2);
    EXPECT_EQ(memory->get("a/p1"), "2");
}

TEST_F(CacheTest, KeysAreChecked) {
    EXPECT_THROW(cache::set("two words", 1), Error);
    EXPECT_THROW(cache::get<int>("line\nbreak"), Error);
    EXPECT_THROW(cache::contains(std::string(251, 'k')), Error);
    cache::set("größe", 1);
    EXPECT_TRUE(cache::contains("größe"));
}

TEST_F(CacheTest, MemoryKeepsToItsRoom) {
    cache::Memory memory(1 << 20);
    for (int i = 0; i < 5000; ++i) {
        memory.set("k" + std::to_string(i), std::string(1000, 'x'), std::nullopt);
        memory.get("k0");
    }
    EXPECT_LE(memory.bytes(), 1u << 20);
    EXPECT_GT(memory.size(), 700u);
    EXPECT_TRUE(memory.get("k0")) << "what is asked for stays";
    EXPECT_TRUE(memory.get("k4999"));
    EXPECT_FALSE(memory.get("k1"));
    memory.set("huge", std::string(1 << 17, 'x'), std::nullopt);
    EXPECT_FALSE(memory.get("huge"));
    memory.clear();
    EXPECT_EQ(memory.bytes(), 0u);
}

TEST_F(CacheTest, TheDummyKeepsNothing) {
    const cache::Cache nothing = cache::named("nothing");
    nothing.set("a", 1);
    EXPECT_FALSE(nothing.contains("a"));
    EXPECT_TRUE(nothing.add("a", 1));
    EXPECT_EQ(nothing.get_or_set("a", 1min, [] { return 7; }), 7);
}

TEST_F(CacheTest, UnknownOnesAreTold) {
    EXPECT_THROW(cache::named("tabel"), Error);
    std::ostringstream out;
    Project wrong({.settings = {{"cache.url", "memory:"}, {"caches.far.url", "redsi://localhost"}, {"caches.table.url", "database:"}}, .out = &out, .err = &out});
    wrong.install(cache::app());
    EXPECT_EQ(wrong.run({"check"}), 1);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("cache.E001 caches.far.url: \"redsi://localhost\" is no cache that is known"),
                                 HasSubstr("project.install(orm::cache_table())")));
}

TEST(DatabaseCaches, HaveATableByAMigration) {
    const orm::test::Folder folder;
    const orm::test::TestDatabase database("sqlite:db.sqlite3");
    std::ostringstream out;
    Project site({.settings = {{"database.url", Value(database.url())}, {"cache.url", "database:"}}, .root = folder.path(), .out = &out, .err = &out});
    site.install(cache::app());
    site.install(orm::cache_table());
    site.install(migrations::app());
    ASSERT_EQ(site.run({"migrate"}), 0) << out.str();
    ASSERT_EQ(site.run({"check", "--database"}), 0) << out.str();
    Project::Scope current(site);
    cache::set("a", "text", 1min);
    EXPECT_EQ(cache::get<std::string>("a"), "text");
}

TEST_F(CacheTest, ClearcacheEmptiesThem) {
    cache::set("a", 1);
    cache::named("small").set("a", 1);
    EXPECT_EQ(project().run({"clearcache", "small"}), 0);
    EXPECT_TRUE(cache::contains("a"));
    EXPECT_FALSE(cache::named("small").contains("a"));
    cache::set("old", 1, 1s);
    FrozenClock later(now() + 2s);
    output.str({});
    EXPECT_EQ(project().run({"clearcache", "default", "--expired"}), 0);
    EXPECT_EQ(output.str(), "1 expired entries of the cache \"default\" are gone.\n");
    EXPECT_EQ(project().run({"clearcache"}), 0);
    EXPECT_FALSE(cache::contains("a"));
}

}  // namespace shop
