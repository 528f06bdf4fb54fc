// Widgets of several controls, by what those who can't see them are told.
#include <portico/forms/multi_fields.hpp>

#include <gmock/gmock.h>

#include <portico/forms/any_form.hpp>

namespace portico::forms {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(MultiWidget, EachPartHasAName) {
    SplitDateTimeWidget widget;
    EXPECT_EQ(widget.render("starts", {}), "<input type=\"text\" name=\"starts_0\" aria-label=\"Date\"><input type=\"text\" name=\"starts_1\" aria-label=\"Time\">");
}

TEST(MultiWidget, ANameThatIsGivenStays) {
    SplitDateTimeWidget widget({}, {}, {}, Attributes{{"aria-label", "Departure"}});
    EXPECT_THAT(widget.render("starts", {}), HasSubstr("name=\"starts_0\" aria-label=\"Departure\">"));
}

TEST(MultiWidget, WhatIsHiddenHasNone) { EXPECT_THAT(SplitHiddenDateTimeWidget().render("starts", {}), Not(HasSubstr("aria-label"))); }

TEST(SelectDateWidget, ItsLabelLeadsToTheFirstListAndEachHasAName) {
    AnyForm form;
    form.add("born", std::make_shared<DateField>()).use(std::make_shared<SelectDateWidget>());
    EXPECT_EQ(form["born"].label_tag(), "<label for=\"id_born_month\">Born:</label>");
    EXPECT_THAT(form["born"].widget_html(), HasSubstr("<select name=\"born_month\" id=\"id_born_month\" aria-label=\"Month\">"));
}

TEST(Input, AColourAndAScaleAreNeverRequired) {
    AnyForm form;
    form.add("colour", std::make_shared<CharField>(std::make_shared<Input>("color")));
    form.add("phone", std::make_shared<CharField>(std::make_shared<Input>("tel")));
    EXPECT_THAT(form["colour"].widget_html(), Not(HasSubstr("required")));
    EXPECT_THAT(form["phone"].widget_html(), HasSubstr("required"));
}

}  // namespace
}  // namespace portico::forms
