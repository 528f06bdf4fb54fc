#include <portico/orm/functions.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;

namespace {

class JsonFields : public BlogTest {
protected:
    void SetUp() override {
        add("one", R"({"theme": "dark", "size": 10, "tags": ["a", "b"], "beta": true, "of": {"who": "Ann"}})");
        add("two", R"({"theme": "light", "size": 9, "tags": [], "beta": false, "of": null})");
        add("three", R"({"a.b": 1, "size": 100})");
    }
    void add(const std::string& name, const char* json) { Page::objects.create({.name = name, .data = Json(parse_json(json))}); }
    std::vector<std::string> names(const orm::Condition<Page>& condition) {
        return Page::objects.filter(condition).order_by(&Page::id).values_list(&Page::name);
    }
};

TEST_F(JsonFields, ValuesInsideCompare) {
    EXPECT_THAT(names(F(&Page::data).key("theme") == "dark"), ElementsAre("one"));
    EXPECT_THAT(names(F(&Page::data).key("size") > 9), ElementsAre("one", "three"));
    EXPECT_THAT(names(F(&Page::data).key("beta") == true), ElementsAre("one"));
    EXPECT_THAT(names(F(&Page::data).key("tags").key(1) == "b"), ElementsAre("one"));
    EXPECT_THAT(names(F(&Page::data).key("of").key("who") == "Ann"), ElementsAre("one"));
    EXPECT_THAT(names(F(&Page::data).key("tags") == Value::list({Value("a"), Value("b")})), ElementsAre("one"));
    EXPECT_THAT(names(F(&Page::data).key("a.b") == 1), ElementsAre("three"));
    EXPECT_THAT(names(F(&Page::data).key("theme").in({"dark", "light"})), ElementsAre("one", "two"));
}

TEST_F(JsonFields, AWholeDocumentComparesAndIsSet) {
    const Json document(parse_json(R"({"a.b": 1, "size": 100})"));
    EXPECT_THAT(names(F(&Page::data) == document), ElementsAre("three"));
    EXPECT_EQ(Page::objects.filter(F(&Page::name) == "two").update(F(&Page::data) = document), 1);
    EXPECT_THAT(names(F(&Page::data) == document), ElementsAre("two", "three"));
    EXPECT_THAT(names(F(&Page::data) != document), ElementsAre("one"));
}

TEST_F(JsonFields, TextsInsideAreSearched) {
    EXPECT_THAT(names(F(&Page::data).key("theme").icontains("LIGH")), ElementsAre("two"));
    EXPECT_THAT(names(F(&Page::data).key("theme").startswith("d")), ElementsAre("one"));
}

TEST_F(JsonFields, KeysAreThereOrNot) {
    EXPECT_THAT(names(F(&Page::data).has_key("theme")), ElementsAre("one", "two"));
    EXPECT_THAT(names(!F(&Page::data).has_key("of")), ElementsAre("three"));
    EXPECT_THAT(names(F(&Page::data).key("theme").isnull()), ElementsAre("three"));
}

TEST_F(JsonFields, ValuesInsideAreSelectedOrderedAndComputedWith) {
    EXPECT_THAT(Page::objects.order_by(F(&Page::data).key("size")).values_list(&Page::name), ElementsAre("two", "one", "three"));
    EXPECT_THAT(Page::objects.order_by(&Page::id).values_list(F(&Page::data).key("theme")),
                ElementsAre(Value("dark"), Value("light"), Value()));
    EXPECT_THAT(Page::objects.filter(F(&Page::name) == "one").values_list(upper(F(&Page::data).key("theme"))), ElementsAre("DARK"));
}

TEST_F(JsonFields, AStructIsKeptAsJsonAndReachedByItsMembers) {
    Page page = Page::objects.create({.name = "four", .data = Json(Value(1)), .look = {.theme = "dark", .font = {"Serif", 14}}});
    EXPECT_EQ(Page::objects.get(F(&Page::look, &Look::theme) == "dark").look.font.family, "Serif");
    EXPECT_THAT(names(F(&Page::look, &Look::font, &Font::size) > 12), ElementsAre("four"));
    EXPECT_THAT(names(F(&Page::look, &Look::theme).icontains("DAR")), ElementsAre("four"));
    EXPECT_EQ(Page::objects.filter(F(&Page::name) == "four").values_list(F(&Page::look, &Look::theme)).at(0), "dark");
    page.look.wide = true;
    page.save();
    EXPECT_EQ(Page::objects.filter(F(&Page::look, &Look::wide) == true).count(), 1);
}

}  // namespace
