#include <gmock/gmock.h>
#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>

using namespace portico;
using testing::HasSubstr;

namespace shop {

enum class Size { small, large };

struct Address {
    std::string street{};
    std::string town{};
};

struct Order {
    std::int32_t number = 0;
    std::uint8_t count = 1;
    std::string customer{};
    std::optional<std::string> note{};
    Size size = Size::small;
    Decimal price{};
    std::vector<std::int64_t> items{};
    Address address{};
    std::optional<DateTime> shipped_at{};

    std::string summary() const { return customer + " × " + std::to_string(count); }
    static void describe(Describe<Order>& order) {
        order.field(&Order::customer).length(1, 80).label("Who");
        order.field(&Order::count).range(1, 100);
        order.display(&Order::customer);
        order.property("summary", &Order::summary);
    }
};

struct NeverInstalled {
    int x = 0;
};

const FieldInfo& field(std::string_view name) { return *install_type<Order>().find(name); }

}  // namespace shop

using shop::Order;

TEST(TypeInfo, NamesTheStruct) {
    EXPECT_EQ(install_type<Order>().name, "Order");
    EXPECT_EQ(install_type<Order>().qualified, "shop::Order");
}

TEST(TypeInfo, KeepsWhatDescribeSaid) {
    EXPECT_EQ(shop::field("customer").max_length, 80u);
    EXPECT_EQ(shop::field("customer").label, "Who");
    EXPECT_EQ(shop::field("shipped_at").label, "Shipped at");
}

TEST(TypeInfo, TakesAnInitialiserForADefault) {
    EXPECT_EQ(shop::field("count").default_value, Value(1));
    EXPECT_FALSE(shop::field("number").default_value);
}

TEST(TypeInfo, WhatHasADefaultNeedNotBeSentButMustBeFilled) {
    EXPECT_FALSE(shop::field("count").must_be_sent());
    EXPECT_TRUE(shop::field("count").must_be_filled());
    EXPECT_TRUE(shop::field("number").must_be_sent());
    EXPECT_TRUE(shop::field("number").must_be_filled());
    EXPECT_FALSE(shop::field("note").must_be_sent());
    EXPECT_FALSE(shop::field("note").must_be_filled());
}

TEST(TypeInfo, GetsAndSetsFieldsByName) {
    Order order;
    shop::field("customer").set(&order, Value("Ann"));
    EXPECT_EQ(order.customer, "Ann");
    EXPECT_EQ(shop::field("customer").get(&order), Value("Ann"));
}

TEST(TypeInfo, ConvertsTextToTheFieldsType) {
    Order order;
    shop::field("number").set(&order, Value(" 42 "));
    shop::field("price").set(&order, Value("9.90"));
    shop::field("size").set(&order, Value("large"));
    shop::field("shipped_at").set(&order, Value("2026-01-02T03:04:05Z"));
    EXPECT_EQ(order.number, 42);
    EXPECT_EQ(order.price.str(), "9.90");
    EXPECT_EQ(order.size, shop::Size::large);
    EXPECT_EQ(to_iso(*order.shipped_at), "2026-01-02T03:04:05Z");
}

TEST(TypeInfo, RefusesANumberThatDoesNotFitAndKeepsTheOld) {
    Order order;
    EXPECT_THROW(shop::field("count").set(&order, Value(256)), ConversionError);
    EXPECT_THROW(shop::field("count").set(&order, Value(-1)), ConversionError);
    EXPECT_THROW(shop::field("number").set(&order, Value("4x")), ConversionError);
    EXPECT_EQ(order.count, 1);
}

TEST(TypeInfo, RefusesAnUnknownEnumerator) {
    Order order;
    EXPECT_THROW(shop::field("size").set(&order, Value("huge")), ConversionError);
}

TEST(TypeInfo, SetsAnOptionalToNull) {
    Order order{.note = "fragile"};
    shop::field("note").set(&order, Value());
    EXPECT_FALSE(order.note);
    EXPECT_TRUE(shop::field("note").nullable());
}

TEST(TypeInfo, ReadsAndWritesLists) {
    Order order;
    shop::field("items").set(&order, Value(List{1, "2"}));
    EXPECT_THAT(order.items, testing::ElementsAre(1, 2));
    EXPECT_EQ(shop::field("items").get(&order), Value(List{1, 2}));
}

TEST(TypeInfo, SetsANestedStructFromAMap) {
    Order order{.address = {.street = "Old", .town = "Here"}};
    shop::field("address").set(&order, Value(Map{{"street", "New"}}));
    EXPECT_EQ(order.address.street, "New");
    EXPECT_EQ(order.address.town, "Here");
}

TEST(TypeInfo, GivesAttributesAsTemplatesAskForThem) {
    install_type<Order>();
    Order order{.count = 2, .customer = "Ann", .address = {.street = {}, .town = "Oslo"}};
    Value value = order;
    EXPECT_EQ(value.attribute("summary")->str(), "Ann × 2");
    EXPECT_EQ(value.attribute("address")->attribute("town")->str(), "Oslo");
    EXPECT_EQ(value.attribute("get_size_display")->str(), "Small");
    EXPECT_FALSE(value.attribute("nothing"));
    EXPECT_EQ(value.str(), "Ann");
}

TEST(TypeInfo, SaysThatATypeWasNotInstalled) {
    try {
        installed<shop::NeverInstalled>();
        FAIL() << "no exception";
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("was not installed"));
        EXPECT_THAT(error.hint(), HasSubstr("install_type"));
    }
}
