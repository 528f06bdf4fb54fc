// What random pairs of model sets have found to be wrong once.
#include <portico/orm/errors.hpp>

#include "../../migrations/src/sql_columns.hpp"
#include "state_tables.hpp"

namespace portico::migrations::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

void add_rows(orm::Connection& database) {
    database.script("INSERT INTO blog_author (name, email) VALUES ('Ann', 'ann@example.org')");
    database.script("INSERT INTO blog_tag (name) VALUES ('cpp')");
    database.script("INSERT INTO blog_post (title, author_id, views) VALUES ('Open', 1, 3)");
    database.script("INSERT INTO blog_post_tags (post_id, tag_id) VALUES (1, 1)");
}

TEST_F(StateTables, AKeysColumnMayBeCalledOtherwise) {
    ProjectState state = blog();
    lead_to(state);
    add_rows(database());
    state.get("blog.Author").find("id")->columns = {"number"};
    state.get("blog.Tag").find("id")->columns = {"number"};
    lead_to(state);
    EXPECT_THAT(texts("SELECT blog_author.name FROM blog_post JOIN blog_author ON author_id = number"), ElementsAre("Ann"));
    EXPECT_THROW(sql("INSERT INTO blog_post (title, author_id, views) VALUES ('Lost', 7, 0)"), orm::IntegrityError) << "references are watched";
    go_to("blog", "0001");
    EXPECT_THAT(texts("SELECT title FROM blog_post"), ElementsAre("Open"));
}

TEST_F(StateTables, ConditionsFollowARenamedField) {
    ProjectState state = blog();
    ModelState& post = state.get("blog.Post");
    post.checks = {{"some", on_all(R"("views" >= 0 AND "title" <> '"views"')")}, {"few", on_all(R"("views" < 100)")}};
    post.indexes = {{.name = "by_title", .columns = {"title"}, .condition = on_all(R"("views" > 2)")}};
    post.fields.insert(post.fields.begin() + 3, integer("twice"));
    post.find("twice")->generated = on_all(R"("views" * 2)");
    lead_to(state);
    add_rows(database());
    post.checks = {{"some", on_all(R"("reads" >= 0 AND "title" <> '"views"')")}, {"few", on_all(R"("reads" < 100)")}};
    post.indexes[0].condition = on_all(R"("reads" > 2)");
    post.find("twice")->generated = on_all(R"("reads" * 2)");
    *post.find("views") = was(integer("reads"), "views");
    lead_to(state);
    EXPECT_THAT(steps_of("blog"), ElementsAre("rename field views of Post to reads")) << "the rest follows by itself";
    EXPECT_THAT(texts("SELECT twice FROM blog_post WHERE reads = 3"), ElementsAre("6"));
    EXPECT_THROW(sql("UPDATE blog_post SET reads = 100"), orm::IntegrityError);
    go_to("blog", "0001");
    EXPECT_THAT(texts("SELECT twice FROM blog_post WHERE views = 3"), ElementsAre("6"));
}

/// As a person writes them: without quotes, with the table's name, beside texts and types of that name.
TEST_F(StateTables, ConditionsWrittenByHandFollowARenamedField) {
    ProjectState state = state_of({model("shop", "Item", {integer("date"), text("title", 30), integer("twice")})});
    ModelState& item = state.get("shop.Item");
    item.checks = {{"some", on_all("date >= 0 AND title <> 'date' AND cast(title AS date) IS NOT NULL")}};
    item.indexes = {{.name = "by_title", .columns = {"title", ""}, .expressions = {on_all("abs(date)")}, .condition = on_all("date > 2")}};
    item.find("twice")->generated = on_all("date * 2");
    lead_to(state);
    sql("INSERT INTO shop_item (date, title) VALUES (3, '2024-02-29')");
    *item.find("date") = was(integer("order"), "date");
    item.checks = {{"some", on_all("\"order\" >= 0 AND title <> 'date' AND cast(title AS date) IS NOT NULL")}};
    item.indexes = {{.name = "by_title", .columns = {"title", ""}, .expressions = {on_all("abs(\"order\")")}, .condition = on_all("\"order\" > 2")}};
    item.find("twice")->generated = on_all("\"order\" * 2");
    lead_to(state);
    EXPECT_THAT(steps_of("shop"), ElementsAre("rename field date of Item to order")) << "the rest follows by itself";
    EXPECT_THROW(sql("UPDATE shop_item SET \"order\" = -1"), orm::IntegrityError);
    *item.find("order") = plain("order", {.kind = Kind::integer});
    lead_to(state);
    EXPECT_THAT(texts("SELECT twice FROM shop_item"), ElementsAre("6"));
    go_to("shop", "0001");
    EXPECT_THAT(texts("SELECT twice FROM shop_item WHERE date = 3"), ElementsAre("6"));
}

/// CASE … END and AT TIME ZONE name no columns.
TEST_F(StateTables, WordsOfSqlAreNoNames) {
    ProjectState state = state_of({model("shop", "Item", {integer("end"), integer("time"), text("title", 30)})});
    ModelState& item = state.get("shop.Item");
    item.checks = {{"some", on_all(R"(CASE WHEN "end" > 0 THEN "time" ELSE 1 END >= 0)")}};
    lead_to(state);
    *item.find("end") = was(integer("finish"), "end");
    item.checks = {{"some", on_all(R"(CASE WHEN "finish" > 0 THEN "time" ELSE 1 END >= 0)")}};
    lead_to(state);
    EXPECT_THAT(steps_of("shop"), ElementsAre("rename field end of Item to finish"));
    sql("INSERT INTO shop_item (finish, time, title) VALUES (3, 4, 'a')");
    EXPECT_THROW(sql("UPDATE shop_item SET time = -1"), orm::IntegrityError);
    go_to("shop", "0001");
    EXPECT_THROW(sql("UPDATE shop_item SET time = -1"), orm::IntegrityError);
    EXPECT_EQ(with_column("made AT TIME ZONE 'UTC' > CAST(a AS timestamp WITH TIME ZONE) AND time > 1", Quoting::postgresql, "time", "hour"),
              "made AT TIME ZONE 'UTC' > CAST(a AS timestamp WITH TIME ZONE) AND \"hour\" > 1");
    EXPECT_EQ(with_column("item.end > start", Quoting::sqlite, "end", "finish"), "item.\"finish\" > start");
}

/// PostgreSQL would take the rule along without a word.
TEST_F(StateTables, AFieldThatARuleNamesStays) {
    ProjectState state = state_of({model("shop", "Item", {integer("price"), integer("twice")})});
    state.get("shop.Item").find("twice")->generated = on_all("price * 2");
    lead_to(state);
    ProjectState checked = state;
    checked.get("shop.Item").checks = {{"cheap", on_all("twice < 100")}};
    const auto error_without = [](ProjectState given, const char* field) -> std::string {
        try {
            remove_field("Item", field)->apply(given, "shop");
        } catch (const Error& error) {
            return error.what();
        }
        return {};
    };
    EXPECT_EQ(error_without(state, "price"), "the field \"price\" of \"shop.Item\" is named by the field \"twice\"");
    EXPECT_EQ(error_without(checked, "twice"), "the field \"twice\" of \"shop.Item\" is named by the check \"cheap\"");
    EXPECT_EQ(error_without(state, "twice"), "");
}

TEST_F(StateTables, WhatAFieldIsComputedFromGoesWhenItIsComputedFromOthers) {
    ProjectState state = state_of({model("shop", "Item", {integer("price"), integer("twice")})});
    state.get("shop.Item").find("twice")->generated = on_all("price * 2");
    lead_to(state);
    ProjectState another = state_of({model("shop", "Item", {integer("twice"), integer("cost")})});
    another.get("shop.Item").find("twice")->generated = on_all("cost * 2");
    lead_to(another);
    EXPECT_THAT(steps_of("shop"), ElementsAre("add field cost to Item", "alter field twice of Item", "remove field price from Item"));
    sql("INSERT INTO shop_item (cost) VALUES (4)");
    EXPECT_THAT(texts("SELECT twice FROM shop_item"), ElementsAre("8"));
    go_to("shop", "0001");
}

TEST_F(StateTables, AFieldIsComputedFromNowOnAndNoMore) {
    ProjectState state = state_of({model("shop", "Item", {integer("price"), integer("total")})});
    ModelState& item = state.get("shop.Item");
    item.checks = {{"some", on_all("total > 0")}};
    item.indexes = {{.name = "by_total", .columns = {"total"}}};
    lead_to(state);
    sql("INSERT INTO shop_item (price, total) VALUES (4, 5)");
    item.find("total")->generated = on_all("price * 2");
    lead_to(state);
    EXPECT_THAT(texts("SELECT total FROM shop_item"), ElementsAre("8"));
    item.find("total")->generated = on_all("price * 3");
    lead_to(state);
    EXPECT_THAT(texts("SELECT total FROM shop_item"), ElementsAre("12"));
    EXPECT_THROW(sql("UPDATE shop_item SET price = 0"), orm::IntegrityError) << "the check came back with the column";
    item.find("total")->generated = {};
    lead_to(state);
    sql("UPDATE shop_item SET total = total + 1");
    EXPECT_THAT(texts("SELECT total FROM shop_item"), ElementsAre("13")) << "what was computed stays";
    go_to("shop", "0002");
    EXPECT_THAT(texts("SELECT total FROM shop_item"), ElementsAre("8"));
    go_to("shop", "0001");
    EXPECT_THAT(texts("SELECT total FROM shop_item"), ElementsAre("8"));
}

TEST_F(StateTables, AKeyGetsAnotherFieldAndLosesIt) {
    FieldState deck = text("deck", 10), place = integer("place");
    deck.primary_key = true;
    lead_to(state_of({{.app = "ship", .name = "Berth", .table = "ship_berth", .fields = {deck, place}}}));
    sql("INSERT INTO ship_berth VALUES ('A', 1)");
    place.primary_key = true;
    lead_to(state_of({{.app = "ship", .name = "Berth", .table = "ship_berth", .fields = {deck, place}}}));
    sql("INSERT INTO ship_berth VALUES ('A', 2)");
    FieldState side = filled(text("side", 10), Value("left"));
    side.primary_key = true;
    lead_to(state_of({{.app = "ship", .name = "Berth", .table = "ship_berth", .fields = {deck, place, side}}}));
    sql("INSERT INTO ship_berth VALUES ('A', 2, 'right')");
    sql("DELETE FROM ship_berth WHERE side = 'right'");
    lead_to(state_of({{.app = "ship", .name = "Berth", .table = "ship_berth", .fields = {deck, place}}}));
    EXPECT_THROW(sql("INSERT INTO ship_berth VALUES ('A', 2)"), orm::IntegrityError);
    sql("DELETE FROM ship_berth WHERE place = 2");
    go_to("ship", "0001");
}

TEST_F(StateTables, ACountedKeyIsAloneAndRelationsFollowAKey) {
    ProjectState state = state_of({model("shop", "Item", {integer("price")}), model("shop", "Offer", {foreign_key("item", "shop.Item")})});
    lead_to(state);
    FieldState number = integer("number");
    number.primary_key = true;
    try {
        add_field("Item", number)->apply(state, "shop");
        ADD_FAILURE() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()), "\"shop.Item\" would have a key of several fields, and one of them, \"id\", gives itself values");
    }
    const std::string number_in_key = R"({"op": "add_field", "model": "Item", "field": {"name": "number", "type": "integer", "primary_key": true}})";
    const std::string plain_id = R"({"op": "alter_field", "model": "Item", "field": {"name": "id", "type": "integer", "primary_key": true}})";
    try {
        std::vector<Migration> all{*set.in_order().at(0), parse_migration("{\"operations\": [\n" + plain_id + ",\n" + number_in_key + "]}", "shop", "0002_key", "0002_key.json")};
        MigrationSet::of(std::move(all));
        ADD_FAILURE() << "no error";
    } catch (const MigrationError& error) {
        EXPECT_EQ(std::string(error.what()), "0002_key.json:3: \"shop.Offer.item\" refers to the key of \"shop.Item\" by 1 column, and behind this migration that has 2 columns");
    }
}

/// A model whose key is a text, and the same with a number that is counted.
ModelState keyed_by_slug() {
    ModelState tag{.app = "shop", .name = "Tag", .table = "shop_tag", .fields = {text("slug", 20), integer("price")}};
    tag.fields[0].primary_key = true;
    return tag;
}
const ModelState counted_tag = model("shop", "Tag", {text("slug", 20), integer("price")});

TEST_F(StateTables, ACountedKeyComesWhereAnotherWas) {
    lead_to(state_of({keyed_by_slug()}));
    sql("INSERT INTO shop_tag (slug, price) VALUES ('a', 1), ('b', 2)");
    lead_to(state_of({counted_tag}));
    EXPECT_THAT(steps_of("shop"), ElementsAre("alter field slug of Tag", "add field id to Tag"));
    sql("INSERT INTO shop_tag (slug, price) VALUES ('b', 3)");
    EXPECT_THAT(texts("SELECT slug FROM shop_tag WHERE id IN (1, 2, 3) ORDER BY price"), ElementsAre("a", "b", "b"));
    sql("DELETE FROM shop_tag WHERE price = 3");
    go_to("shop", "0001");
    EXPECT_THAT(texts("SELECT slug FROM shop_tag ORDER BY slug"), ElementsAre("a", "b"));
    EXPECT_THROW(sql("INSERT INTO shop_tag (slug, price) VALUES ('b', 3)"), orm::IntegrityError);
}

TEST_F(StateTables, AKeyThatIsReferredToIsNotReplacedByACountedOne) {
    FieldState tag = foreign_key("tag", "shop.Tag");
    tag.types = {{.kind = Kind::text, .max_length = 20}};
    lead_to(state_of({keyed_by_slug(), model("shop", "Item", {tag})}));
    try {
        detect_changes(set, state_of({counted_tag, model("shop", "Item", {foreign_key("tag", "shop.Tag")})}));
        ADD_FAILURE() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()), "the key of \"shop.Tag\" can't become \"id\": \"shop.Item.tag\" keeps the key of before, \"slug\"");
    }
}

TEST_F(StateTables, LinksHaveTheTypeOfTheKeys) {
    ProjectState state = blog();
    ModelState& tag = state.get("blog.Tag");
    tag.fields[0] = text("id", 10);
    tag.fields[0].primary_key = true;
    lead_to(state);
    database().script("INSERT INTO blog_author (name, email) VALUES ('Ann', 'a'); INSERT INTO blog_tag VALUES ('cpp', 'C++');"
                      "INSERT INTO blog_post (title, author_id, views) VALUES ('Open', 1, 3); INSERT INTO blog_post_tags (post_id, tag_id) VALUES (1, 'cpp')");
    tag.fields[0].type.max_length = 30, tag.fields[0].types[0].max_length = 30;
    lead_to(state);
    EXPECT_THAT(texts("SELECT post_id || tag_id FROM blog_post_tags"), ElementsAre("1cpp"));
    EXPECT_THROW(sql("DELETE FROM blog_tag"), orm::IntegrityError) << "references are watched";
}

TEST_F(StateTables, PartsOfALongerKeyChangeTheirTypes) {
    FieldState deck = text("deck", 10), place = integer("place");
    deck.primary_key = place.primary_key = true;
    ModelState berth{.app = "ship", .name = "Berth", .table = "ship_berth", .fields = {deck, place}};
    FieldState at{.name = "at", .form = FieldForm::foreign_key, .indexed = true, .columns = {"at_deck", "at_place"}, .to = "ship.Berth"};
    at.types = {deck.type, place.type};
    ProjectState state = state_of({berth, model("ship", "Guest", {at})});
    lead_to(state);
    database().script("INSERT INTO ship_berth VALUES ('A', 1); INSERT INTO ship_guest (at_deck, at_place) VALUES ('A', 1)");
    for (FieldState* field : {state.get("ship.Berth").find("deck"), state.get("ship.Guest").find("at")}) field->types[0].max_length = 20;
    state.get("ship.Berth").find("deck")->type.max_length = 20;
    lead_to(state);
    EXPECT_THAT(texts("SELECT at_deck FROM ship_guest"), ElementsAre("A"));
    EXPECT_THROW(sql("DELETE FROM ship_berth"), orm::IntegrityError) << "references are watched";
}

TEST_F(StateTables, TheWayBackKnowsWhatOtherAppsHaveUndone) {
    ProjectState state = state_of({model("one", "Author", {text("name", 30)}), model("two", "Post", {text("title", 30), foreign_key("author", "one.Author")})});
    lead_to(state);
    state.get("one.Author").table = "writers";
    state.get("two.Post").find("title")->type.max_length = 40, state.get("two.Post").find("title")->types[0].max_length = 40;
    lead_to(state);
    go_to("one", "0001");
    go_to("two", "0001");
    sql("INSERT INTO one_author (name) VALUES ('Ann')");
    sql("INSERT INTO two_post (title, author_id) VALUES ('Open', 1)");
    EXPECT_THROW(sql("DELETE FROM one_author"), orm::IntegrityError);
}

TEST_F(StateTables, ARelationLeavesAFieldBeforeItGoes) {
    FieldState code = unique(text("code", 20)), product = foreign_key("product", "shop.Product");
    product.to_field = "code", product.types = {code.type};
    ProjectState state = state_of({model("shop", "Product", {code}), model("shop", "Offer", {product})});
    lead_to(state);
    ModelState& made = state.get("shop.Product");
    std::erase_if(made.fields, [](auto& field) { return field.name == "code"; });
    *state.get("shop.Offer").find("product") = foreign_key("product", "shop.Product");
    lead_to(state);
    EXPECT_THAT(steps_of("shop"), ElementsAre("alter field product of Offer", "remove field code from Product"));
}

TEST_F(StateTables, AColumnThatOthersAreComputedFromChangesItsType) {
    ProjectState state = state_of({model("shop", "Item", {integer("price"), integer("twice")})});
    ModelState& item = state.get("shop.Item");
    item.find("twice")->generated = on_all(R"("price" * 2)");
    item.indexes = {{.name = "by_twice", .columns = {"-twice"}}};
    item.checks = {{"not_too_much", on_all(R"("twice" < 100)")}};
    lead_to(state);
    sql("INSERT INTO shop_item (price) VALUES (4)");
    *item.find("price") = plain("price", {.kind = Kind::integer});
    lead_to(state);
    EXPECT_THAT(texts("SELECT twice FROM shop_item"), ElementsAre("8"));
    EXPECT_THROW(sql("UPDATE shop_item SET price = 50"), orm::IntegrityError);
}

TEST_F(StateTables, WhatIsComputedGoesBeforeAndComesAfterWhatItIsComputedFrom) {
    ProjectState state = state_of({model("shop", "Item", {integer("price"), integer("twice")})});
    state.get("shop.Item").find("twice")->generated = on_all(R"("price" * 2)");
    lead_to(state);
    ProjectState another = state_of({model("shop", "Item", {integer("thrice"), integer("cost")})});
    another.get("shop.Item").find("thrice")->generated = on_all(R"("cost" * 3)");
    lead_to(another);
    EXPECT_THAT(steps_of("shop"), ElementsAre("remove field twice from Item", "remove field price from Item", "add field cost to Item", "add field thrice to Item"));
    go_to("shop", "0001");
}

TEST_F(StateTables, AFieldsOwnConditionIsNotTheModels) {
    ProjectState state = state_of({model("shop", "Item", {plain("stock", {.kind = Kind::integer, .bits = 32, .is_unsigned = true})})});
    state.get("shop.Item").checks = {{"some", on_all(R"("stock" > 3)")}};
    lead_to(state);
    *state.get("shop.Item").find("stock") = integer("stock");
    lead_to(state);
    EXPECT_THROW(sql("INSERT INTO shop_item (stock) VALUES (1)"), orm::IntegrityError);
}

TEST_F(StateTables, RowsGetTheFillAndLaterOnesTheDefault) {
    ProjectState state = state_of({model("shop", "Item", {text("name", 20)})});
    lead_to(state);
    sql("INSERT INTO shop_item (name) VALUES ('pen')");
    state.get("shop.Item").fields.push_back(filled(text("colour", 20), Value("unknown")));
    state.get("shop.Item").find("colour")->db_default = Value("white");
    lead_to(state);
    sql("INSERT INTO shop_item (name) VALUES ('cup')");
    EXPECT_THAT(texts("SELECT colour FROM shop_item ORDER BY id"), ElementsAre("unknown", "white"));
}

TEST_F(StateTables, AFieldThatAnotherAppRefersToIsRenamedFirst) {
    FieldState code = unique(text("code", 20)), product = foreign_key("product", "stock.Product"), another = nullable(foreign_key("another", "stock.Product"));
    product.to_field = another.to_field = "code", product.types = another.types = {code.type};
    ProjectState state = state_of({model("shop", "Offer", {product}), model("stock", "Product", {code})});
    lead_to(state);
    product.to_field = another.to_field = "number";
    lead_to(state_of({model("shop", "Offer", {product, another}), model("stock", "Product", {was(unique(text("number", 20)), "code")})}));
    EXPECT_THAT(steps_of("shop"), ElementsAre("add field another to Offer"));
}

/// Each app refers to a model of the other that gets another name: one of them must come first, and call it by the name before.
TEST_F(StateTables, ModelsOfAppsThatReferToEachOtherAreRenamed) {
    lead_to(state_of({model("depot", "Item", {nullable(foreign_key("owner", "shop.Buyer")), many_to_many("buyers", "shop.Buyer", "depot_item", "item", "buyer")}),
                      model("shop", "Buyer", {nullable(foreign_key("item", "depot.Item"))})}));
    ModelState thing = model("depot", "Thing", {unique(nullable(foreign_key("owner", "shop.Client"))), many_to_many("buyers", "shop.Client", "depot_thing", "thing", "client")});
    ModelState client = model("shop", "Client", {foreign_key("item", "depot.Thing")});
    thing.was = "Item", client.was = "Buyer";
    lead_to(state_of({thing, client}));
    EXPECT_THAT(steps_of("depot"), ElementsAre("rename model Item to Thing", "alter field owner of Thing", "alter field buyers of Thing"));
    EXPECT_THAT(steps_of("shop"), ElementsAre("rename model Buyer to Client", "alter field item of Client"));
    go_to("depot", "0002");
}

TEST_F(StateTables, WhatIsReferredToIsUniqueBeforeARenamedModelComes) {
    FieldState code = text("code", 20), item = nullable(foreign_key("item", "depot.Item"));
    lead_to(state_of({model("shop", "Buyer", {item}), model("depot", "Item", {code, nullable(foreign_key("owner", "shop.Buyer"))})}));
    item.to_field = "code", item.types = {code.type};
    ModelState client = model("shop", "Client", {item});
    client.was = "Buyer";
    lead_to(state_of({client, model("depot", "Item", {unique(code), nullable(foreign_key("owner", "shop.Client"))})}));
    EXPECT_THAT(steps_of("depot"), ElementsAre("alter field code of Item"));
    go_to("depot", "zero");
}

TEST_F(StateTables, AFieldIsUniqueAsLongAsARelationNeedsIt) {
    FieldState code = text("code", 20), product = foreign_key("product", "shop.Product");
    ProjectState state = state_of({model("shop", "Offer", {}), model("shop", "Product", {code})});
    lead_to(state);
    product.to_field = "code", product.types = {code.type};
    lead_to(state_of({model("shop", "Offer", {product}), model("shop", "Product", {unique(code)})}));
    EXPECT_THAT(steps_of("shop"), ElementsAre("alter field code of Product", "add field product to Offer"));
    go_to("shop", "0001");
}

TEST_F(StateTables, ModelsInACircleGoWithTheirIndexes) {
    ModelState post = model("blog", "Post", {nullable(foreign_key("author", "blog.Author"))}), author = model("blog", "Author", {nullable(foreign_key("post", "blog.Post"))});
    post.indexes = {{.name = "by_author", .columns = {"author_id", "id"}}};
    author.indexes = {{.name = "by_post", .columns = {"post_id", "id"}}};
    lead_to(state_of({post, author}));
    lead_to({});
    go_to("blog", "0001");
}

TEST_F(StateTables, LinksMayComeAndGoInOneMigration) {
    lead_to(state_of({model("blog", "Tag", {}), model("blog", "Post", {})}));
    std::vector<Migration> all{*set.in_order().at(0)};
    all.push_back(parse_migration(R"({"operations": [
        {"op": "add_field", "model": "Post", "field": {"name": "tags", "type": "many_to_many", "to": "Tag", "through": "blog_post_tags", "from_columns": ["post_id"], "to_columns": ["tag_id"]}},
        {"op": "remove_field", "model": "Post", "field": "tags"}]})", "blog", "0002_there_and_back", "0002.json"));
    set = MigrationSet::of(std::move(all));
    run(executor().plan());
    go_to("blog", "0001");
}

TEST_F(StateTables, KindsThatDontConvertGoByTheirTexts) {
    ProjectState state = state_of({model("shop", "Item", {text("made", 30)})});
    lead_to(state);
    sql("INSERT INTO shop_item (made) VALUES ('2024-02-29')");
    *state.get("shop.Item").find("made") = plain("made", {.kind = Kind::date});
    lead_to(state);
    EXPECT_THAT(texts("SELECT made FROM shop_item"), ElementsAre("2024-02-29"));
}

/// What they could be was compared as numbers.
TEST_F(StateTables, ChoicesOfNumbersBecomeTexts) {
    FieldState grade = plain("grade", {.kind = Kind::enumeration, .bits = 32, .by_value = true});
    grade.choices = {Value(1), Value(2)};
    ProjectState state = state_of({model("shop", "Item", {grade})});
    lead_to(state);
    sql("INSERT INTO shop_item (grade) VALUES (2)");
    *state.get("shop.Item").find("grade") = text("grade", 20);
    lead_to(state);
    EXPECT_THAT(texts("SELECT grade FROM shop_item"), ElementsAre("2"));
    sql("UPDATE shop_item SET grade = '1'");
    go_to("shop", "0001");
    EXPECT_THROW(sql("UPDATE shop_item SET grade = 3"), orm::IntegrityError);
}

TEST_F(StateTables, DaysBecomeMomentsAndDaysAgain) {
    ProjectState state = state_of({model("shop", "Item", {plain("made", {.kind = Kind::date})})});
    lead_to(state);
    sql("INSERT INTO shop_item (made) VALUES ('2024-02-29')");
    *state.get("shop.Item").find("made") = plain("made", {.kind = Kind::date_time});
    lead_to(state);
    EXPECT_THAT(texts("SELECT CAST(made AS varchar(30)) FROM shop_item"), ElementsAre(testing::StartsWith("2024-02-29 00:00:00")));
    go_to("shop", "0001");
    EXPECT_THAT(texts("SELECT CAST(made AS varchar(30)) FROM shop_item"), ElementsAre("2024-02-29"));
}

TEST_F(StateTables, AnAddressThatMustBeThereIsFilledWithOne) {
    ProjectState state = state_of({model("shop", "Visit", {})});
    lead_to(state);
    sql("INSERT INTO shop_visit DEFAULT VALUES");
    state.get("shop.Visit").fields.push_back(plain("from", {.kind = Kind::text, .address = true}));
    lead_to(state);
    EXPECT_THAT(texts("SELECT CAST(\"from\" AS varchar(20)) FROM shop_visit"), ElementsAre(HasSubstr("0.0.0.0")));
}

}  // namespace
}  // namespace portico::migrations::test
