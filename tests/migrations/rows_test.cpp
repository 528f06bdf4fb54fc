#include <portico/migrations/rows.hpp>
#include <portico/orm/errors.hpp>

#include "state_tables.hpp"

namespace portico::migrations::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class RowsTest : public StateTables {};

TEST_F(RowsTest, ComeAndGoWithTheValuesOfTheirFields) {
    ProjectState state = state_of({model("shop", "Item", {text("name", 20), nullable(plain("made", {.kind = Kind::date})), plain("more", {.kind = Kind::json})})});
    lead_to(state);
    const Rows items(database(), state, "shop.Item");
    items.insert({{"name", "pen"}, {"made", *parse_date("2024-02-29")}, {"more", Map{{"ink", "blue"}}}});
    items.insert({{"id", 7}, {"name", "cup"}, {"more", Value(List{Value(1)})}});
    items.insert({{"name", "hat"}, {"more", Map{}}});
    const std::vector<Map> all = items.all();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(*all[0].find("made"), Value(*parse_date("2024-02-29")));
    EXPECT_EQ(all[0].find("more")->attribute("ink")->str(), "blue");
    EXPECT_TRUE(all[1].find("made")->is_null());
    EXPECT_EQ(*all[2].find("id"), Value(8)) << "numbers go on behind one that was given";
    EXPECT_EQ(items.update(all[1], {{"name", "mug"}}), 1);
    EXPECT_EQ(items.remove({{"id", 1}}), 1);
    EXPECT_EQ(items.remove({{"id", 1}}), 0);
    EXPECT_THAT(texts("SELECT name FROM shop_item ORDER BY id"), ElementsAre("mug", "hat"));
}

TEST_F(RowsTest, AreVisitedOnceInTheOrderOfTheirKey) {
    FieldState deck = text("deck", 10), place = integer("place");
    deck.primary_key = place.primary_key = true;
    const ProjectState state = state_of({ModelState{.app = "ship", .name = "Berth", .table = "ship_berth", .fields = {deck, place}}});
    lead_to(state);
    const std::string many = orm::test::on_postgresql() ? "generate_series(1, 1250) AS n(i)"
                                                        : "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1250) SELECT i FROM n)";
    sql("INSERT INTO ship_berth SELECT 'A', i FROM " + many + " UNION ALL SELECT 'B', i FROM " + many);
    std::vector<std::string> seen;
    Rows(database(), state, "ship.Berth").each([&](const Map& row) { seen.push_back(row.find("deck")->str() + row.find("place")->str()); });
    ASSERT_EQ(seen.size(), 2500U);
    EXPECT_EQ(seen.front() + seen[1249] + seen[1250] + seen.back(), "A1A1250B1B1250");
}

TEST_F(RowsTest, AreThoseOfThePointInTimeInAMigrationsCode) {
    lead_to(blog());
    sql("INSERT INTO blog_author (name, email) VALUES ('Ann', 'ann@example.org')");
    codes["blog"] = {{"shout", [](CodeContext& context) {
                          const Rows authors(context.database, context.state, "blog.Author");
                          authors.each([&](const Map& author) { authors.update(author, {{"name", author.find("name")->str() + "!"}}); });
                      }}};
    std::vector<Migration> all{*set.in_order().at(0)};
    all.push_back(parse_migration(R"({"operations": [{"op": "run_code", "code": "shout", "reverse": ""}, {"op": "rename_field", "model": "Author", "from": "name", "to": "title"}]})",
                                  "blog", "0002_shout", "0002_shout.json"));
    set = MigrationSet::of(std::move(all));
    run(executor().plan());
    EXPECT_THAT(texts("SELECT title FROM blog_author"), ElementsAre("Ann!"));
}

TEST_F(RowsTest, UnknownNamesAreToldWithWhatIsNear) {
    const ProjectState state = blog();
    lead_to(state);
    const Rows authors(database(), state, "blog.Author");
    try {
        authors.insert({{"nmae", "Ann"}});
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.full(), testing::AllOf(HasSubstr("\"blog.Author\" has no \"nmae\" at this point of the migrations"), HasSubstr("did you mean \"name\"")));
    }
}

}  // namespace
}  // namespace portico::migrations::test
