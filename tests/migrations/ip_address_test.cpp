#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>
#include <portico/orm/constraints.hpp>

#include "model_tables.hpp"

namespace shop {
namespace {

TEST(IpAddresses, AreReadAndWrittenInTheirShortestForm) {
    EXPECT_EQ(IpAddress("10.0.0.1").str(), "10.0.0.1");
    EXPECT_EQ(IpAddress(" 2001:0DB8:0::0001 ").str(), "2001:db8::1");
    EXPECT_EQ(IpAddress("::ffff:10.0.0.1").str(), "::ffff:10.0.0.1");
    EXPECT_EQ(IpAddress("::ffff:a00:1").unpacked(), IpAddress("10.0.0.1"));
    EXPECT_EQ(IpAddress("2001:db8::1").unpacked(), IpAddress("2001:db8::1"));
    EXPECT_TRUE(IpAddress().empty());
    EXPECT_EQ(IpAddress().str(), "");
    EXPECT_LT(IpAddress("10.0.0.2"), IpAddress("10.0.0.10"));
}

TEST(IpAddresses, WhatIsNoneIsRefused) {
    for (const char* text : {"", "10.0.0", "10.0.0.256", "10.0.0.01", "1.2.3.4/8", "fe80::1%eth0", "::g", "localhost", ":::"})
        EXPECT_EQ(IpAddress::parse(text), std::nullopt) << text;
    EXPECT_EQ(IpAddress::parse(std::string_view("10.0.0.1\0", 9)), std::nullopt);
    EXPECT_THROW(IpAddress("x"), ConversionError);
}

TEST_F(ModelTables, AddressesAreSavedAndFound) {
    make<Visit>();
    EXPECT_THAT(made("shop_visit"), HasSubstr(is_sqlite() ? R"("address" char(39) NOT NULL)" : "address inet"));
    Visit::objects.create({.address = IpAddress("2001:db8:0::1"), .path = "/a"});
    Visit::objects.create({.address = IpAddress("10.0.0.7"), .proxy = IpAddress("10.0.0.1"), .path = "/b"});
    EXPECT_EQ(Visit::objects.get(F(&Visit::address) == IpAddress("2001:db8::0001")).path, "/a");
    EXPECT_EQ(Visit::objects.get(F(&Visit::proxy) == IpAddress("10.0.0.1")).address.str(), "10.0.0.7");
    EXPECT_EQ(Visit::objects.filter(F(&Visit::address).in({IpAddress("10.0.0.7"), IpAddress("10.0.0.8")})).count(), 1);
    EXPECT_EQ(Visit::objects.filter(F(&Visit::proxy) == std::nullopt).get().path, "/a");
    EXPECT_THAT(Visit::objects.order_by(&Visit::path).values_list(&Visit::address), ElementsAre(IpAddress("2001:db8::1"), IpAddress("10.0.0.7")));
    EXPECT_EQ(orm::AnyQuerySet(orm::model<Visit>()).where("address__startswith", Value("10.0.")).count(), 1);
    EXPECT_EQ(orm::AnyQuerySet(orm::model<Visit>()).where("address", Value("2001:DB8::1")).count(), 1);
    std::vector<IpAddress> many;
    for (int i = 0; i < 250; ++i) many.push_back(IpAddress("10.0.0." + std::to_string(i)));
    EXPECT_EQ(Visit::objects.filter(F(&Visit::address).in(many)).count(), 1);
    Visit visit = Visit::objects.get(F(&Visit::path) == "/b");
    visit.address = IpAddress("10.0.0.9");
    visit.proxy.reset();
    visit.save();
    EXPECT_EQ(Visit::objects.filter(F(&Visit::proxy) == std::nullopt).count(), 2);
}

TEST_F(ModelTables, AddressesAreValidated) {
    make<Visit>();
    Visit none{.path = "/"};
    ASSERT_EQ(none.validate().size(), 1u);
    EXPECT_EQ(none.validate()[0].message, "This field cannot be null.");
    EXPECT_THROW(none.save(), orm::IntegrityError);
    Visit wrong{.address = IpAddress("::1"), .proxy = IpAddress("::1"), .path = "/"};
    ASSERT_EQ(wrong.validate().size(), 1u);
    EXPECT_EQ(wrong.validate()[0].field, "proxy");
    EXPECT_EQ(wrong.validate()[0].message, "Enter a valid IPv4 address.");
    EXPECT_THROW(orm::model<Visit>().column("address")->set(&wrong, Value("10.0.0")), ConversionError);
}

TEST_F(ModelTables, AColumnBecomesAnAddressAndATextAgain) {
    ProjectState before = state<Visit>();
    FieldState& address = *before.get("shop.Visit").find("address");
    address.type = {.kind = Kind::text, .max_length = 50};
    address.types = {address.type};
    migrate_to(before);
    sql("INSERT INTO shop_visit (address, path) VALUES ('10.0.0.7', '/')");
    make<Visit>();
    EXPECT_THAT(steps(), ElementsAre("alter field address of Visit"));
    EXPECT_EQ(Visit::objects.get().address, IpAddress("10.0.0.7"));
    undo("0001");
    EXPECT_THAT(made("shop_visit"), HasSubstr(is_sqlite() ? "\"address\" varchar(50)" : "address character varying"));
}

}  // namespace
}  // namespace shop
