#include <gmock/gmock.h>
#include <portico/testing/test_case.hpp>

#include <portico/routing/urls.hpp>

namespace testing_tests {

using namespace portico;

Response hello(Request&) { return Response("hello"); }

std::string& calls() {
    static std::string text;
    return text;
}

TestHook noting(std::string name) {
    auto note = [name](std::string what) { return [name, what](Project&) { calls() += what + name + " "; }; };
    return {.prepare = note("p"), .set_up = note("s"), .tear_down = note("t")};
}

class SiteTest : public TestCase {
protected:
    SiteTest() : TestCase(project()) {}
    static Project& project() {
        static Project project{ProjectOptions{}};
        static const bool installed =
            (project.install(App("a").with(noting("1")).with(urls({path<hello>("")}))),
             project.install(App("b").with(noting("2"))), true);
        EXPECT_TRUE(installed);
        return project;
    }
};

TEST_F(SiteTest, BeginsWithPreparationAndSetUp) { EXPECT_THAT(calls(), testing::EndsWith("s1 s2 ")); }

TEST_F(SiteTest, EndsWithTearDownInReverse) {
    calls().clear();
    { TestScope inner(project()); }
    EXPECT_EQ(calls(), "s1 s2 t2 t1 ");
}

TEST_F(SiteTest, HasACurrentProjectAndAClient) {
    EXPECT_EQ(&Project::current(), &project());
    EXPECT_EQ(client.get("/").text(), "hello");
}

TEST(TestScopeTest, AFailedSetUpTearsDownWhatWasSetUp) {
    Project project{ProjectOptions{}};
    project.install(App("a").with(noting("x")));
    project.install(App("b").with(TestHook{.set_up = [](Project&) { throw Error("no database"); }}));
    calls().clear();
    EXPECT_THROW(TestScope scope(project), Error);
    EXPECT_EQ(calls(), "px sx tx ");
}

}  // namespace testing_tests
