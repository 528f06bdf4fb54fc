#include <gmock/gmock.h>

#include <portico/middleware/app.hpp>
#include <portico/orm/app.hpp>
#include <portico/orm/connection.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>

#include "database_fixture.hpp"

namespace shed {

using namespace portico;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Response count(Request&) {
    orm::connection().value({"SELECT 6 * 7", {}});
    for (int n = 0; n < 3; ++n) orm::connection().value({"SELECT 1 + 1", {}});
    throw Error("the shed is locked");
}

std::string page_of(bool debug) {
    const orm::test::Folder folder;
    Project project({.settings = {{"debug", debug}, {"database.url", "sqlite::memory:"}}, .root = folder.path()});
    project.install(standard_middleware());
    project.install(orm::app());
    project.install(App("shed").with(urls({path<count>("count/")})));
    Request request({.target = "/count/", .headers = {{"Host", "testserver"}}});
    return std::string(project.handle(request).text());
}

TEST(DebugPageOfSqlite, ShowsTheStatements) {
    EXPECT_THAT(page_of(true), AllOf(HasSubstr("the shed is locked"), HasSubstr("<td>SELECT 6 * 7\n"), HasSubstr("µs, 1 rows")));
    EXPECT_THAT(page_of(false), Not(HasSubstr("SELECT")));
}

TEST(DebugPageOfSqlite, NamesTheLinesAndGroupsWhatIsRepeated) {
    const std::string page = page_of(true);
    EXPECT_THAT(page, AllOf(HasSubstr("debug_page_test.cpp:19"), HasSubstr("3 times, "), HasSubstr("<td>SELECT 1 + 1\n"), HasSubstr("debug_page_test.cpp:20")));
    EXPECT_EQ(page.find("<td>SELECT 1 + 1"), page.rfind("<td>SELECT 1 + 1"));
}

}  // namespace shed
