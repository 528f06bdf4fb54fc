#include <gtest/gtest.h>
#include <portico/api/openapi.hpp>
#include <portico/api/handler.hpp>
#include <portico/api/endpoint.hpp>
#include <portico/base/ip_address.hpp>
#include <portico/base/json.hpp>

using namespace portico;

namespace shop {

enum class Size { small, large };
struct Item {
    std::string name{};
    std::optional<std::string> note{};
    Size size = Size::small;
    std::optional<IpAddress> host{};
    static void describe(Describe<Item>& item) {
        item.field(&Item::name).length(1, 80);
        item.field(&Item::size).required();
        item.field(&Item::host).ipv6();
    }
};
struct Page {
    int number = 1;
};

api::Created<Item> create_item(api::Path<std::int64_t> shop_id, api::Body<Item> item, api::Query<Page> page);
api::Created<Item> create_item(api::Path<std::int64_t>, api::Body<Item> item, api::Query<Page>) { return *item; }

}  // namespace shop

namespace {

Value document() {
    api::Operation operation;
    operation.method = "POST";
    operation.pattern = "shops/<int:shop_id>/items/";
    operation.function = api::detail::function_name<shop::create_item>();
    api::detail::Handler<shop::create_item>::describe(operation);
    return api::openapi_document({.title = "Shop", .version = "1"}, {operation});
}

std::string part(std::initializer_list<std::string_view> names) {
    Value value = document();
    for (auto name : names) value = *value.attribute(name);
    return to_json(value);
}

}  // namespace

TEST(OpenApi, NamesTheOperationAsFastApiDoes) {
    EXPECT_EQ(part({"paths", "/shops/{shop_id}/items/", "post", "operationId"}), R"("create_item_shops__shop_id__items__post")");
    EXPECT_EQ(part({"paths", "/shops/{shop_id}/items/", "post", "summary"}), R"("Create Item")");
}

TEST(OpenApi, DescribesParameters) {
    EXPECT_EQ(part({"paths", "/shops/{shop_id}/items/", "post", "parameters"}),
              R"([{"name":"shop_id","in":"path","required":true,"schema":{"type":"integer","title":"Shop Id"}},)"
              R"({"name":"number","in":"query","required":false,"schema":{"type":"integer","title":"Number","default":1}}])");
}

TEST(OpenApi, DescribesBodyAndAnswers) {
    EXPECT_EQ(part({"paths", "/shops/{shop_id}/items/", "post", "requestBody"}),
              R"({"required":true,"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Item"}}}})");
    EXPECT_EQ(part({"paths", "/shops/{shop_id}/items/", "post", "responses", "201"}),
              R"({"description":"Successful Response","content":{"application/json":{"schema":{"$ref":"#/components/schemas/Item"}}}})");
    EXPECT_EQ(part({"paths", "/shops/{shop_id}/items/", "post", "responses", "422", "description"}), R"("Validation Error")");
}

TEST(OpenApi, DescribesStructsAndEnumsOnce) {
    EXPECT_EQ(part({"components", "schemas", "Item"}),
              R"({"properties":{"name":{"type":"string","maxLength":80,"minLength":1,"title":"Name"},)"
              R"("note":{"anyOf":[{"type":"string"},{"type":"null"}],"title":"Note"},)"
              R"("size":{"$ref":"#/components/schemas/Size"},"host":{"anyOf":[{"type":"string","format":"ipv6"},{"type":"null"}],"title":"Host"}},"type":"object","required":["name","size"],"title":"Item"})");
    EXPECT_EQ(part({"components", "schemas", "Size"}), R"({"type":"string","enum":["small","large"],"title":"Size"})");
}
