/// The reference of forms says what is there: each field and widget has an example, and the page is the one that would be made now.
#include <gmock/gmock.h>

#include "chapter.hpp"
#include "forms_page.hpp"
#include "markdown.hpp"

namespace portico::reference {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::SizeIs;

const FormsPage& page() {
    static const FormsPage made = forms_page();
    return made;
}

} // namespace

TEST(FormsReference, EachFieldHasAnExample) {
    auto fields = classes_below("Field");
    EXPECT_THAT(fields, IsSupersetOf({"CharField", "ModelMultipleChoiceField", "TypedChoiceField"}));
    EXPECT_THAT(page().names(), IsSupersetOf(fields));
}

TEST(FormsReference, EachWidgetHasAnExample) {
    auto widgets = classes_below("Widget");
    std::erase(widgets, "ChoiceWidget"); // what those with options share
    EXPECT_THAT(widgets, IsSupersetOf({"TextInput", "CheckboxSelectMultiple", "SplitHiddenDateTimeWidget"}));
    EXPECT_THAT(page().names(), IsSupersetOf(widgets));
}

TEST(FormsReference, NamesWhatDescribeMayName) {
    const std::string text = page().text();
    for (const auto& name : forms::widget_names()) EXPECT_THAT(text, HasSubstr("`\"" + name + "\"`"));
}

TEST(FormsReference, LinksWithinThePageLeadToHeadings) { EXPECT_THAT(broken_links(page().text()), IsEmpty()); }

TEST(FormsReference, ThePageIsUpToDate) {
    EXPECT_EQ(text_of(page_folder() / "forms.md"), page().text()) << "run tests/reference/write_reference of the build folder";
}

} // namespace portico::reference
