#include <portico/forms/any_form.hpp>

#include <gmock/gmock.h>

#include <portico/forms/fields.hpp>
#include <portico/forms/widgets.hpp>

namespace portico::forms {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A text that must be filled and one that need not.
std::unique_ptr<AnyForm> form_of(Submission sent, FormOptions options) {
    auto form = std::make_unique<AnyForm>(std::move(sent), std::move(options));
    form->add("title", std::make_shared<CharField>());
    form->add("note", std::make_shared<CharField>()).required = false;
    return form;
}

TEST(Layout, RowsHaveTheClassesThatOptionsName) {
    auto form = form_of(QueryData{{"note", "x"}}, {.required_css_class = "must", .error_css_class = "wrong"});
    EXPECT_THAT(form->as_div(), HasSubstr("<div class=\"must wrong\">\n    <label for=\"id_title\" class=\"must\">"));
    EXPECT_THAT(form->as_table(), HasSubstr("<tr>\n    <th><label for=\"id_note\">Note:</label>"));
    EXPECT_EQ((*form)["title"].label_tag({{"class", "own"}}), "<label class=\"own must\" for=\"id_title\">Title:</label>");
    EXPECT_EQ((*form)["title"].css_classes("row"), "row must wrong");
}

TEST(Layout, TemplatesHaveClassesWithoutAsking) {
    auto form = form_of(QueryData{{"note", "x"}}, {});
    EXPECT_EQ((*form)["title"].css_classes(), "required error");
    EXPECT_THAT(form->as_p(), Not(HasSubstr("class=\"required")));
}

TEST(Layout, AFieldMayHaveNoLabelOrEndItDifferently) {
    auto form = form_of({}, {});
    form->field("title").has_label = false;
    form->field("note").label_suffix = " –";
    EXPECT_EQ((*form)["title"].label_tag(), "");
    EXPECT_EQ((*form)["title"].row(), "<input type=\"text\" name=\"title\" required id=\"id_title\">");
    EXPECT_EQ((*form)["note"].label_tag(), "<label for=\"id_note\">Note –</label>");
}

TEST(Widget, WritesHtmlAsItIsAndTextEscaped) {
    TextInput input;
    input.attributes.set("onblur", Html{"f('x')"});
    EXPECT_EQ(input.render("n", Value(Html{"&amp;"})), "<input type=\"text\" name=\"n\" value=\"&amp;\" onblur=\"f('x')\">");
    input.attributes.set("onblur", "f('x')");
    EXPECT_EQ(input.render("n", "&amp;"), "<input type=\"text\" name=\"n\" value=\"&amp;amp;\" onblur=\"f(&#x27;x&#x27;)\">");
}

TEST(Widget, WritesLabelsOfChoicesThatAreHtmlAsTheyAre) {
    Choices choices = fixed({{"1", "<b>one</b>", {}, true}, {"2", "<b>two</b>"}});
    EXPECT_THAT(Select({}, choices).render("n", {}), AllOf(HasSubstr("><b>one</b></option>"), HasSubstr(">&lt;b&gt;two&lt;/b&gt;</option>")));
    EXPECT_THAT(RadioSelect({}, choices).render("n", {}), AllOf(HasSubstr(" <b>one</b></label>"), HasSubstr(" &lt;b&gt;two&lt;/b&gt;</label>")));
}

TEST(Form, EditsHtmlAsItsSource) {
    AnyForm form({.initial = {{"body", Html{"</textarea><b>"}}}});
    form.add("body", std::make_shared<CharField>()).use(std::make_shared<Textarea>());
    EXPECT_THAT(form["body"].widget_html(), HasSubstr("\n&lt;/textarea&gt;&lt;b&gt;</textarea>"));
}

}  // namespace
}  // namespace portico::forms
