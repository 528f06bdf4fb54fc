/// The reference of the template language says what is there: each tag and filter has examples, each example does what it says, and the
/// page is the one that would be made now.
#include <gmock/gmock.h>

#include <portico/base/error.hpp>

#include "example_site.hpp"
#include "markdown.hpp"
#include "template_page.hpp"

namespace portico::reference {
namespace {

using testing::IsEmpty;

const TemplateReference& reference() {
    static const TemplateReference all = template_reference();
    return all;
}

/// What is registered under that kind and has no example.
template <class Rows> std::vector<std::string> without_example(const std::string& kind, const Rows& rows) {
    std::vector<std::string> missing;
    for (const auto& row : rows) {
        bool found = false;
        for (const auto& chapter : reference().chapters)
            for (const auto& entry : chapter.entries)
                found = found || (entry.kind == kind && entry.name == row.name && !entry.examples.empty());
        if (!found) missing.push_back(row.name);
    }
    return missing;
}

} // namespace

TEST(TemplateReference, EachTagHasAnExample) { EXPECT_THAT(without_example("tag", reference().tags), IsEmpty()); }

TEST(TemplateReference, EachFilterHasAnExample) { EXPECT_THAT(without_example("filter", reference().filters), IsEmpty()); }

TEST(TemplateReference, EachExampleShowsWhatItSays) {
    for (const auto& chapter : reference().chapters) {
        for (const auto& entry : chapter.entries) {
            for (const auto& example : entry.examples) {
                SCOPED_TRACE(entry.kind + " " + entry.name + ": " + example.source);
                EXPECT_EQ(rendered(example, reference().library_of(entry)), example.output);
            }
        }
    }
}

TEST(TemplateReference, AnExampleForWhatIsNotThereIsTold) {
    EXPECT_THROW(reference().library_of({.kind = "filter", .name = "shout"}), Error);
}

TEST(TemplateReference, AnArgumentThatAFilterDoesNotTakeIsTold) {
    TemplateReference wrong = reference();
    wrong.chapters = {{"Text", "", {{.kind = "filter", .name = "upper", .usage = "argument"}}}};
    EXPECT_THROW(template_page(wrong), Error);
}

TEST(TemplateReference, LinksWithinThePageLeadToHeadings) {
    EXPECT_THAT(broken_links(template_page(reference())), IsEmpty());
    EXPECT_THAT(broken_links("# One\n[`a`](#one), [`b`](#two)\n"), testing::ElementsAre("two"));
}

TEST(TemplateReference, ThePageIsUpToDate) {
    EXPECT_EQ(text_of(page_folder() / "templates.md"), template_page(reference())) << "run tests/reference/write_reference of the build folder";
}

} // namespace portico::reference
