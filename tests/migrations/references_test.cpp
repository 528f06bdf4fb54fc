/// Foreign keys beyond the usual: to a unique column, unwatched, left to the database, to keys of several columns.
#include <portico/base/error.hpp>
#include <portico/orm/subquery.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/query_log.hpp>
#include <portico/orm/saving.hpp>

#include "model_tables.hpp"

namespace shop {
namespace {

class References : public ModelTables {
protected:
    static Product make_product(const std::string& code) { return Product::objects.create({.code = code, .name = "a " + code}); }
};

TEST_F(References, GoToAnotherUniqueColumn) {
    make<Product, Offer>();
    EXPECT_THAT(made("shop_offer"), HasSubstr(is_sqlite() ? R"("product_id" varchar(20) NOT NULL REFERENCES "shop_product" ("code"))"
                                                          : "FOREIGN KEY (product_id) REFERENCES shop_product(code)"));
    make_product("x");
    Product tea = make_product("tea"), jam = make_product("jam");
    Offer offer = Offer::objects.create({.product = tea, .price = 3});
    Offer::objects.create({.product = "jam", .price = 4});
    EXPECT_EQ(offer.product.key(), Value("tea"));
    EXPECT_THAT(texts("SELECT product_id FROM shop_offer ORDER BY id"), ElementsAre("tea", "jam"));
    EXPECT_EQ(Offer::objects.get(F(&Offer::product) == jam).price, 4);
    EXPECT_EQ(Offer::objects.get(F(&Offer::product) == "jam").price, 4);
    EXPECT_EQ(Offer::objects.get(F(&Offer::product, &Product::id) == jam.id).price, 4);
    EXPECT_EQ(Offer::objects.get(F(&Offer::product, &Product::name) == "a jam").price, 4);
    EXPECT_EQ(Offer::objects.filter(F(&Offer::product) != tea).count(), 1);
    EXPECT_EQ(Product::objects.filter(F(back(&Offer::product), &Offer::price) == 3).get().code, "tea");
    EXPECT_EQ(Product::objects.exclude(F(back(&Offer::product), &Offer::price) == 3).count(), 2);
    EXPECT_EQ(Offer::objects.filter(F(&Offer::product) == tea).update(F(&Offer::product) = jam), 1);
    EXPECT_THAT(texts("SELECT product_id FROM shop_offer ORDER BY id"), ElementsAre("jam", "jam"));
}

TEST_F(References, ToAUniqueColumnAreLoadedBothWays) {
    make<Product, Offer>();
    make_product("x");
    Product tea = make_product("tea"), jam = make_product("jam");
    Offer::objects.bulk_create({{.product = tea, .price = 3}, {.product = jam, .price = 4}, {.product = jam, .price = 5}});
    auto offers = Offer::objects.order_by(&Offer::price);
    EXPECT_EQ(offers[2].product->name, "a jam");
    EXPECT_EQ(Offer::objects.select_related(&Offer::product).get(F(&Offer::price) == 3).product->name, "a tea");
    EXPECT_EQ(Offer::objects.prefetch_related(&Offer::product).get(F(&Offer::price) == 3).product->name, "a tea");
    EXPECT_EQ(jam.related(&Offer::product).count(), 2);
    EXPECT_EQ(jam.related(&Offer::product).order_by(&Offer::price)[1].price, 5);
    auto products = Product::objects.order_by(&Product::id).prefetch_related(back(&Offer::product));
    orm::QueryLog log;
    EXPECT_EQ(products[2].related(&Offer::product).to_vector().size(), 2u);
    EXPECT_EQ(products[0].related(&Offer::product).to_vector().size(), 0u);
    EXPECT_EQ(log.size(), 2u);
    EXPECT_EQ(tea.related(&Offer::product).create({.price = 9}).product.key(), Value("tea"));
    tea.related(&Offer::product).add(offers[2]);
    EXPECT_EQ(tea.related(&Offer::product).count(), 3);
}

TEST_F(References, ToAUniqueColumnAreComparedByIt) {
    make<Product, Offer>();
    make_product("x");
    Product tea = make_product("tea");
    make_product(std::to_string(tea.id.value()));  // a code that looks like the key of another
    Offer::objects.bulk_create({{.product = tea, .price = 3}, {.product = std::to_string(tea.id.value()), .price = 4}});
    const auto teas = Product::objects.filter(F(&Product::code) == "tea");
    EXPECT_EQ(Offer::objects.filter(F(&Offer::product).in(teas)).get().price, 3);
    EXPECT_EQ(Offer::objects.exclude(F(&Offer::product).in(teas)).get().price, 4);
    EXPECT_EQ(Offer::objects.filter(F(&Offer::product).in(teas.union_(teas))).get().price, 3);
    const auto of_it = F(&Offer::product, &Product::code) == portico::orm::outer(F(&Product::code));
    EXPECT_EQ(Product::objects.filter(portico::orm::exists(Offer::objects.filter(of_it))).count(), 2);
    const auto by_key = F(&Offer::product) == portico::orm::outer(F(&Product::id));
    const auto refused = testing::ThrowsMessage<Error>(HasSubstr("refers to \"code\" is compared with the key"));
    EXPECT_THAT([&] { Product::objects.filter(portico::orm::exists(Offer::objects.filter(by_key))).count(); }, refused);
    EXPECT_THAT([&] { Product::objects.filter(F(&Product::id).in(Offer::objects.selecting(&Offer::product))).count(); }, refused);
}

TEST_F(References, ToAUniqueColumnAreFollowedByDelete) {
    make<Product, Offer, Sample>();
    make_product("x");
    Product tea = make_product("tea"), jam = make_product("jam");
    Offer::objects.bulk_create({{.product = tea, .price = 3}, {.product = jam, .price = 4}});
    EXPECT_EQ(tea.delete_().total, 2);
    EXPECT_THAT(texts("SELECT product_id FROM shop_offer"), ElementsAre("jam"));
    Offer wrong{.product = "no such"};
    ASSERT_EQ(wrong.validate().size(), 1u);
    EXPECT_EQ(wrong.validate()[0].message, "product instance with id no such is not a valid choice.");
    EXPECT_THROW(orm::atomic([&] { wrong.save(); }), orm::IntegrityError);
}

TEST_F(References, MigrateFromTheKeyToAnotherColumnAndBack) {
    ProjectState by_key = state<Product, Offer>();
    FieldState& product = *by_key.get("shop.Offer").find("product");
    product.to_field.clear();
    product.types = {{.kind = Kind::integer}};
    migrate_to(by_key);
    EXPECT_THAT(made("shop_offer"), HasSubstr(is_sqlite() ? R"("shop_product" ("id"))" : "shop_product(id)"));
    make<Product, Offer>();
    EXPECT_THAT(steps(), ElementsAre("alter field product of Offer"));
    EXPECT_THAT(made("shop_offer"), HasSubstr(is_sqlite() ? R"("shop_product" ("code"))" : "shop_product(code)"));
    undo("0001");
    EXPECT_THAT(made("shop_offer"), HasSubstr(is_sqlite() ? R"("shop_product" ("id"))" : "shop_product(id)"));
}

TEST_F(References, OfARenamedColumnStay) {
    make<Product, Offer>();
    ProjectState renamed = state<Product, Offer>();
    *renamed.get("shop.Product").find("code") = migrations::test::was(*renamed.get("shop.Product").find("code"), "code");
    FieldState& code = *renamed.get("shop.Product").find("code");
    code.name = "label";
    code.columns = {"label"};
    renamed.get("shop.Offer").find("product")->to_field = "label";
    migrate_to(renamed);
    EXPECT_THAT(steps(), ElementsAre("rename field code of Product to label"));
    EXPECT_THAT(made("shop_offer"), HasSubstr(is_sqlite() ? R"("shop_product" ("label"))" : "shop_product(label)"));
}

TEST_F(References, UnwatchedOnesMayLeadNowhere) {
    make<Product, Offer>();
    make_product("tea");
    Offer offer = Offer::objects.create({.product = "tea", .better = 99});
    EXPECT_THROW((void)offer.better->name, orm::NotFound);
    ASSERT_EQ(offer.validate().size(), 1u);
    EXPECT_EQ(offer.validate()[0].field, "better");
    ProjectState watched = state<Product, Offer>();
    watched.get("shop.Offer").find("better")->db_constraint = true;
    sql("DELETE FROM shop_offer");
    migrate_to(watched);
    EXPECT_THAT(steps(), ElementsAre("alter field better of Offer"));
    EXPECT_THROW(orm::atomic([&] { Offer::objects.create({.product = "tea", .better = 99}); }), orm::IntegrityError);
    undo("0001");
    Offer::objects.create({.product = "tea", .better = 99});
}

TEST_F(References, AreLeftToTheDatabase) {
    make<Topic, Remark, Wish, Shelf>();
    EXPECT_THAT(made("shop_remark"), HasSubstr("ON DELETE CASCADE"));
    Topic first = Topic::objects.create({.name = "first"}), tea = Topic::objects.create({.name = "tea"});
    Remark::objects.create({.topic = tea, .text = "hot"});
    Remark::objects.create({.topic = first, .text = "cold"});
    Wish::objects.create({.topic = tea});
    Shelf::objects.create({.topic = tea});
    orm::QueryLog log;
    auto gone = tea.delete_();
    EXPECT_EQ(log.size(), 1u) << "nothing is looked up";
    EXPECT_EQ(gone.total, 1);
    EXPECT_EQ(Remark::objects.get().text, "cold");
    EXPECT_EQ(Wish::objects.get().topic, std::nullopt);
    EXPECT_EQ(Shelf::objects.get().topic.id(), first.id);
}

TEST_F(References, MigrateToTheDatabasesRuleAndBack) {
    ProjectState before = state<Topic, Remark>();
    before.get("shop.Remark").find("topic")->on_delete.clear();
    migrate_to(before);
    Remark::objects.create({.topic = Topic::objects.create({.name = "tea"}), .text = "hot"});
    EXPECT_THROW(orm::atomic([&] { sql("DELETE FROM shop_topic"); }), orm::IntegrityError);
    make<Topic, Remark>();
    EXPECT_THAT(steps(), ElementsAre("alter field topic of Remark"));
    sql("DELETE FROM shop_topic");
    EXPECT_EQ(Remark::objects.count(), 0);
    undo("0001");
    EXPECT_THAT(made("shop_remark"), Not(HasSubstr("ON DELETE")));
}

TEST_F(References, FallBackToADefault) {
    make<Product, Offer, Sample>();
    Product first = make_product("first"), tea = make_product("tea");
    Sample::objects.create({.product = tea});
    EXPECT_EQ(tea.delete_().total, 1);
    EXPECT_EQ(Sample::objects.get().product.id(), first.id);
}

TEST_F(References, ToKeysOfSeveralColumns) {
    make<Lesson, Berth, Passenger>();
    Berth window = Berth::objects.create({.deck = "A", .number = 1, .window = true});
    Berth aisle = Berth::objects.create({.deck = "A", .number = 2});
    Passenger ann = Passenger::objects.create({.berth = window, .next_berth = aisle, .name = "Ann"});
    Passenger::objects.create({.berth = aisle, .name = "Bob"});
    EXPECT_EQ(Passenger::objects.get(F(&Passenger::berth) == window).name, "Ann");
    EXPECT_EQ(Passenger::objects.get(F(&Passenger::berth, &Berth::number) == 2).name, "Bob");
    EXPECT_EQ(Passenger::objects.filter(F(&Passenger::berth).in({window, aisle})).count(), 2);
    EXPECT_EQ(Passenger::objects.filter(F(&Passenger::next_berth) == std::nullopt).get().name, "Bob");
    EXPECT_EQ(Passenger::objects.select_related(&Passenger::berth).get(F(&Passenger::name) == "Ann").berth->window, true);
    EXPECT_EQ(Berth::objects.get(F(back(&Passenger::berth), &Passenger::name) == "Bob").number, 2);
    EXPECT_EQ(aisle.related(&Passenger::berth).get().name, "Bob");
    EXPECT_EQ(Berth::objects.order_by(&Berth::number).prefetch_related(back(&Passenger::berth))[1].related(&Passenger::berth).get().name, "Bob");
    Passenger twin{.berth = window, .name = "Ann"};
    ASSERT_EQ(twin.validate().size(), 1u);
    EXPECT_THROW(orm::atomic([&] { twin.save(); }), orm::IntegrityError);
    EXPECT_THROW(orm::atomic([&] { Passenger::objects.create({.berth = Berth{.deck = "Z", .number = 9}, .name = "Cy"}); }), orm::IntegrityError);
    EXPECT_EQ(window.delete_().total, 2);
    EXPECT_EQ(Passenger::objects.get().name, "Bob");
}

TEST_F(References, ManyToManyFromAKeyOfSeveralColumns) {
    make<Lesson, Berth, Passenger>();
    Berth berth = Berth::objects.create({.deck = "A", .number = 1});
    Lesson swimming = Lesson::objects.create({.name = "Swimming"});
    berth.related(&Berth::lessons).add(swimming);
    EXPECT_EQ(Berth::objects.get(F(&Berth::lessons, &Lesson::name) == "Swimming").number, 1);
    EXPECT_EQ(Berth::objects.prefetch_related(&Berth::lessons).get().lessons[0].name, "Swimming");
    EXPECT_EQ(swimming.related(back(&Berth::lessons)).get().deck.value(), "A");
    EXPECT_EQ(berth.delete_().total, 2);
}

TEST_F(References, ToKeysOfSeveralColumnsComeAndGoByMigrations) {
    ProjectState without = state<Lesson, Berth, Passenger>();
    std::erase_if(without.get("shop.Passenger").fields, [](auto& field) { return field.name == "next_berth"; });
    migrate_to(without);
    Passenger::objects.none().count();
    sql("INSERT INTO shop_berth (deck, number, \"window\") VALUES ('A', 1, " + std::string(is_sqlite() ? "1" : "true") + ")");
    sql("INSERT INTO shop_passenger (berth_deck, berth_number, name) VALUES ('A', 1, 'Ann')");
    make<Lesson, Berth, Passenger>();
    EXPECT_THAT(steps(), ElementsAre("add field next_berth to Passenger"));
    Passenger ann = Passenger::objects.get();
    EXPECT_EQ(ann.next_berth, std::nullopt);
    ann.next_berth = Berth::objects.get();
    ann.save();
    ProjectState renamed = state<Lesson, Berth, Passenger>();
    FieldState& next = *renamed.get("shop.Passenger").find("next_berth");
    next.name = "later";
    next.was = "next_berth";
    next.columns = {"later_deck", "later_number"};
    migrate_to(renamed);
    EXPECT_THAT(steps(), ElementsAre("rename field next_berth of Passenger to later"));
    EXPECT_THAT(texts("SELECT later_deck FROM shop_passenger"), ElementsAre("A"));
    undo("0001");
    EXPECT_THAT(made("shop_passenger"), Not(HasSubstr("next_berth")));
    EXPECT_THAT(texts("SELECT name FROM shop_passenger"), ElementsAre("Ann"));
}

TEST_F(References, KeysOfSeveralColumnsMakeUrls) {
    make<Lesson, Berth>();
    Berth berth = Berth::objects.create({.deck = "A,1 b", .number = 7});
    const orm::ModelInfo& model = orm::model<Berth>();
    EXPECT_EQ(model.parse_key(model.key_text(&berth)), model.key_of(&berth));
    EXPECT_TRUE(orm::AnyQuerySet(model).find(model.parse_key(model.key_text(&berth))));
}

}  // namespace
}  // namespace shop
