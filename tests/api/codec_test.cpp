#include <gmock/gmock.h>
#include <portico/api/codec.hpp>
#include <portico/base/field_types.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

using namespace portico;
using testing::HasSubstr;

namespace {

enum class Colour { red, green };

struct Line {
    std::string product{};
    int count = 1;
    static void describe(Describe<Line>& line) { line.field(&Line::count).range(1, 9); }
};

struct Order {
    std::string customer{};
    std::vector<Line> lines{};
    std::optional<Colour> colour{};
    Decimal price{};
    static void describe(Describe<Order>& order) {
        order.field(&Order::customer).length(2, 5);
        order.field(&Order::lines).min_length(1);
        order.rule([](const Order& o, const auto& add) {
            if (o.customer == "nobody"[0] + std::string("o")) add("customer", "nobody may not order");
        });
    }
};

/// The 422 body for a JSON document, or what was read, written again.
std::string outcome(std::string_view json) {
    Order order;
    api::Errors errors;
    if (!api::decode_json(json, field_type<Order>(), nullptr, &order, errors)) return api::ValidationError(errors).json();
    std::string out;
    api::encode_json(out, field_type<Order>(), &order);
    return out;
}

}  // namespace

TEST(Codec, ReadsAndWritesNestedStructs) {
    std::string json = R"({"customer":"Ann","lines":[{"product":"tea","count":2},{"product":"cup","count":1}],"colour":"green","price":"9.90"})";
    EXPECT_EQ(outcome(json), json);
}

TEST(Codec, TakesDefaultsForWhatIsAbsent) {
    EXPECT_EQ(outcome(R"({"customer":"Ann","lines":[{"product":"tea"}],"price":1})"),
              R"({"customer":"Ann","lines":[{"product":"tea","count":1}],"colour":null,"price":"1"})");
}

TEST(Codec, TellsAllFaultsAtOnceWithTheirPlaces) {
    auto json = outcome(R"({"customer":"A","lines":[{"product":5,"count":10},{}],"colour":"blue"})");
    EXPECT_THAT(json, HasSubstr(R"({"type":"string_too_short","loc":["body","customer"],"msg":"String should have at least 2 characters","input":"A","ctx":{"min_length":2}})"));
    EXPECT_THAT(json, HasSubstr(R"({"type":"string_type","loc":["body","lines",0,"product"],"msg":"Input should be a valid string","input":5})"));
    EXPECT_THAT(json, HasSubstr(R"({"type":"less_than_equal","loc":["body","lines",0,"count"],"msg":"Input should be less than or equal to 9","input":10,"ctx":{"le":9}})"));
    EXPECT_THAT(json, HasSubstr(R"({"type":"missing","loc":["body","lines",1,"product"],"msg":"Field required","input":{}})"));
    EXPECT_THAT(json, HasSubstr(R"({"type":"enum","loc":["body","colour"],"msg":"Input should be 'red' or 'green'","input":"blue","ctx":{"expected":"'red' or 'green'"}})"));
    EXPECT_THAT(json, HasSubstr(R"({"type":"missing","loc":["body","price"])"));
}

TEST(Codec, ConvertsAsPydanticsLaxModeDoes) {
    EXPECT_THAT(outcome(R"({"customer":"Ann","lines":[{"product":"tea","count":"3"}],"price":1.5})"), HasSubstr(R"("count":3)"));
    EXPECT_THAT(outcome(R"({"customer":"Ann","lines":[{"product":"tea","count":3.0}],"price":1.5})"), HasSubstr(R"("count":3)"));
    EXPECT_THAT(outcome(R"({"customer":"Ann","lines":[{"product":"tea","count":3.5}],"price":1.5})"), HasSubstr("int_from_float"));
    EXPECT_THAT(outcome(R"({"customer":"Ann","lines":[{"product":"tea","count":"x"}],"price":1.5})"), HasSubstr("int_parsing"));
    EXPECT_THAT(outcome(R"({"customer":"Ann","lines":[{"product":"tea","count":18446744073709551615}],"price":1.5})"), HasSubstr("int_parsing_size"));
}

TEST(Codec, RefusesWhatIsNoObject) {
    EXPECT_THAT(outcome("[]"), HasSubstr(R"("type":"model_attributes_type","loc":["body"])"));
    EXPECT_THAT(outcome(R"({"customer":"Ann","price":1,"lines":"x"})"), HasSubstr(R"("type":"list_type","loc":["body","lines"])"));
}

TEST(Codec, SaysWhereTheJsonIsBroken) {
    EXPECT_THAT(outcome("{\"customer\": \"Ann\",}"), HasSubstr(R"("type":"json_invalid","loc":["body",19])"));
    EXPECT_THAT(outcome(std::string(300, '[')), HasSubstr("json_invalid"));
    EXPECT_THAT(outcome("\xFF"), HasSubstr("json_invalid"));
    const std::string told = outcome("{\"customer\": \"\xFF\"}");
    EXPECT_THAT(told, HasSubstr("ill-formed UTF-8"));
    EXPECT_TRUE(text::is_utf8(told)) << told;
}

TEST(Codec, ChecksRulesOverSeveralFields) {
    EXPECT_THAT(outcome(R"({"customer":"no","lines":[{"product":"tea"}],"price":1})"),
                HasSubstr(R"({"type":"value_error","loc":["body","customer"],"msg":"Value error, nobody may not order")"));
}
