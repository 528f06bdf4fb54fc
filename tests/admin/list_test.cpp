#include <portico/orm/databases.hpp>

#include "press.hpp"

namespace press {

using namespace portico;

struct List : AdminTest {};

TEST_F(List, ShowsColumnsInPeoplesWords) {
    Post post = make_post("Harbour at night");
    post.views = 12345;
    post.rating = Decimal("4.5");
    post.published_at = parse_date_time("2026-11-12T13:05:00Z");
    post.save();
    auto text = page("press/post/").text();
    EXPECT_THAT(text, AllOf(HasSubstr("Harbour at night"), HasSubstr("Ann Berg"), HasSubstr("Published"), HasSubstr("12,345")));
    EXPECT_THAT(text, AllOf(HasSubstr("4.5"), HasSubstr("12 Nov 2026, 14:05"), HasSubstr("<span class=\"no\">No</span>")));
    EXPECT_THAT(text, AllOf(HasSubstr("Letters"), HasSubstr(url(post)), HasSubstr("Add post")));
}

TEST_F(List, EscapesWhatPeopleTyped) {
    make_post("<script>alert(1)</script>");
    EXPECT_THAT(page("press/post/").text(), AllOf(Not(HasSubstr("<script>alert")), HasSubstr("&lt;script&gt;alert")));
}

TEST_F(List, AnEmptyListSaysWhatToDo) {
    EXPECT_THAT(page("press/post/").text(), AllOf(HasSubstr("No posts yet"), HasSubstr("Add the first post")));
}

TEST_F(List, EachWordIsSearchedInAllFields) {
    make_post("Harbour at night");
    make_post("Night train");
    auto text = page("press/post/?q=night+berg+harb").text();
    EXPECT_THAT(text, AllOf(HasSubstr("Harbour at night"), Not(HasSubstr("Night train")), HasSubstr("1 post of 2")));
    EXPECT_THAT(page("press/post/?q=nothing+like+it").text(), HasSubstr("No posts match"));
}

TEST_F(List, ARowFoundByManyRelatedOnesIsListedOnce) {
    Post post = make_post("Harbour");
    Tag sea = Tag::objects.create({.code = "sea", .name = "the sea"}), lake = Tag::objects.create({.code = "lake", .name = "the lake"});
    post.related(&Post::tags).add({sea, lake});
    EXPECT_THAT(page("press/post/?q=the").text(), HasSubstr("1 post of 1"));
}

TEST_F(List, FiltersNarrowAndCanBeTakenAway) {
    make_post("Open");
    make_post("Secret", Status::draft);
    auto text = page("press/post/?status=draft&q=sec").text();
    EXPECT_THAT(text, AllOf(HasSubstr("Secret"), Not(HasSubstr(">Open<")), HasSubstr("Status<b>Draft</b>")));
    EXPECT_THAT(text, AllOf(HasSubstr("href=\"/admin/press/post/?q=sec\""), HasSubstr("href=\"/admin/press/post/?status=draft\"")));
}

TEST_F(List, FiltersByRelationDateBooleanAndEmptiness) {
    Author ben = Author::objects.create({.name = "Ben", .email = "ben@example.org"});
    Post old = make_post("Old");
    old.published_at = now() - std::chrono::days(800);
    old.featured = true;
    old.author = ben;
    old.save();
    Post fresh = make_post("Fresh");
    fresh.published_at = now();
    fresh.reviewer = ben;
    fresh.save();
    const std::string id = std::to_string(ben.id.value());
    EXPECT_THAT(page("press/post/?author=" + id).text(), AllOf(HasSubstr("Old"), Not(HasSubstr(">Fresh<")), HasSubstr("<b>Ben</b>")));
    EXPECT_THAT(page("press/post/?published_at=today").text(), AllOf(HasSubstr(">Fresh<"), Not(HasSubstr(">Old<"))));
    EXPECT_THAT(page("press/post/?published_at__lte=2020-01-01").text(), HasSubstr("No posts match"));
    EXPECT_THAT(page("press/post/?featured=1").text(), AllOf(HasSubstr(">Old<"), Not(HasSubstr(">Fresh<"))));
    EXPECT_THAT(page("press/post/?reviewer=none").text(), AllOf(HasSubstr(">Old<"), Not(HasSubstr(">Fresh<"))));
    EXPECT_THAT(page("press/post/?length=long").text(), HasSubstr("No posts match"));
}

TEST_F(List, WhatIsNotOfferedIsIgnored) {
    make_post("Harbour");
    for (const char* query : {"?status=nonsense", "?author=x", "?body__icontains=zzz", "?author__email=x", "?o=body", "?p=99", "?p=-1"}) {
        auto answer = page(std::string("press/post/") + query);
        EXPECT_EQ(answer.status(), 200) << query;
        EXPECT_THAT(answer.text(), HasSubstr("Harbour")) << query;
    }
}

TEST_F(List, SortsByAColumnAndBack) {
    make_post("Alder");
    make_post("Birch");
    auto up = page("press/post/?o=title").text(), down = page("press/post/?o=-title").text();
    EXPECT_LT(up.find("Alder"), up.find("Birch"));
    EXPECT_GT(down.find(">Alder<"), down.find(">Birch<"));
    EXPECT_THAT(up, AllOf(HasSubstr("aria-sort=\"ascending\""), HasSubstr("href=\"/admin/press/post/?o=-title\""), HasSubstr("Title, A to Z")));
}

TEST_F(List, HasPages) {
    for (int i = 0; i < 25; ++i) make_post("Post number " + std::to_string(i));
    auto text = page("press/post/?p=3").text();
    EXPECT_THAT(text, AllOf(HasSubstr("21–25 of 25"), HasSubstr("href=\"/admin/press/post/?p=2\""), Not(HasSubstr("Next"))));
    EXPECT_THAT(page("press/post/").text(), AllOf(HasSubstr("1–10 of 25"), HasSubstr("Next")));
}

TEST_F(List, AsksTheDatabaseAsOftenForManyRowsAsForOne) {
    make_post("First");
    auto queries = [&] {
        orm::QueryLog log;
        page("press/post/");
        return log.size();
    };
    const std::size_t for_one = queries();
    for (int i = 0; i < 9; ++i) make_post("More " + std::to_string(i));
    EXPECT_EQ(queries(), for_one);
    EXPECT_LE(for_one, 6u);
}

TEST_F(List, AModelAloneIsShownAsItsStructSuggests) {
    auto text = page("press/author/").text();
    EXPECT_THAT(text, AllOf(HasSubstr("Ann Berg"), HasSubstr("ann@example.org"), HasSubstr("class=\"yes\""), HasSubstr("Search name and email")));
}

TEST_F(List, KeysThatMeanSomethingInPathsAreQuoted) {
    Tag::objects.create({.code = "a/b_c?", .name = "odd"});
    EXPECT_THAT(page("press/tag/").text(), HasSubstr("/admin/press/tag/a_2Fb_5Fc_3F/change/"));
    EXPECT_THAT(page("press/tag/a_2Fb_5Fc_3F/change/").text(), HasSubstr("value=\"odd\""));
}

TEST_F(List, TheSearchOverEverythingFindsWhatIsWhere) {
    make_post("Harbour");
    auto text = page("search/?q=berg").text();
    EXPECT_THAT(text, AllOf(HasSubstr("Ann Berg"), HasSubstr("Harbour")));
    EXPECT_THAT(page("search/?q=zzzz").text(), HasSubstr("Nothing matches “zzzz”"));
}

TEST_F(List, TheOverviewCounts) {
    make_post("Harbour");
    EXPECT_THAT(page("").text(), AllOf(HasSubstr("1 post"), HasSubstr("1 author"), HasSubstr("0 tags"), HasSubstr("Nothing has been changed")));
    EXPECT_THAT(page("press/").text(), HasSubstr("1 post"));
}

TEST_F(List, TheOverviewTellsOfMigrationsThatAreUnderWay) {
    EXPECT_THAT(page("").text(), testing::Not(HasSubstr("migration is under way")));
    orm::connection().execute({"CREATE TABLE portico_migrations_underway (app text, name text, direction text, done integer, position text)", {}});
    orm::connection().execute({R"(INSERT INTO portico_migrations_underway VALUES ('press', '0002_fill', 'forth', 1, '{"key": [5], "rows": 5, "of": 12}'))", {}});
    EXPECT_THAT(page("").text(), HasSubstr("A migration is under way: press.0002_fill: operation 2, 5 of about 12 rows, 41 %"));
}

}  // namespace press
