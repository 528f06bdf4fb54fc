#include "shop_fields.hpp"

#include <gmock/gmock.h>

namespace shop {
namespace {

using namespace forms;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(CustomFields, AFieldMakesItsValueOfWhatWasTyped) {
    PostcodeField postcode;
    EXPECT_EQ(postcode.clean("1012ab").str(), "1012 AB");
    EXPECT_THROW(postcode.clean("12"), ValidationError);
}

TEST(CustomFields, AWidgetWritesItsOwnControls) {
    EXPECT_EQ(StarsInput(2).render("stars", 2, {{"id", "id_stars"}}),
              "<div class=\"stars\"><label><input type=\"radio\" name=\"stars\" value=\"1\" id=\"id_stars_1\"> 1</label>"
              "<label><input type=\"radio\" name=\"stars\" value=\"2\" id=\"id_stars_2\" checked> 2</label></div>");
}

TEST(CustomFields, SeveralControlsMakeOneValue) {
    EXPECT_EQ(WeightField().clean(List{"2", "1000"}), Value(2000));
}

TEST(CustomFields, AFormTakesThemInPlaceOfItsOwn) {
    ReviewForm form{Submission{QueryData{{"name", "Ann"}, {"postcode", "1012 ab"}, {"stars", "4"}}}};
    ASSERT_TRUE(form.is_valid()) << form.errors().as_json();
    EXPECT_EQ(form->postcode, "1012 AB");
    EXPECT_EQ(form->stars, 4);
    EXPECT_THAT(form.as_div(), HasSubstr("<fieldset"));
}

TEST(CustomFields, AFormRefusesWhatItsOwnRulesSay) {
    ReviewForm form{Submission{QueryData{{"name", "Ann"}, {"postcode", "x"}, {"stars", "9"}}}};
    EXPECT_THAT(form["postcode"].errors().messages(), ElementsAre("Enter a postcode like 1012 AB."));
    EXPECT_THAT(form["stars"].errors().messages(), ElementsAre("Five stars are the most."));
}

} // namespace
} // namespace shop
