#include <gmock/gmock.h>

#include <portico/base/log.hpp>
#include <portico/base/stack.hpp>
#include <portico/middleware/app.hpp>
#include <portico/middleware/debug_panel.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>

namespace garden {

using namespace portico;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

int water_level() { throw std::logic_error("the well is dry"); }

Response water(Request&) { return Response::text(std::to_string(water_level())); }

std::string page_of(bool debug) {
    log::Capture quiet;
    Project project({.settings = {{"debug", debug}}});
    project.install(standard_middleware());
    project.install(App("garden")
                        .with(urls({path<water>("water/")}))
                        .with(DebugPanel{"Tools", [](const Request& request) {
                                             return std::vector<std::pair<std::string, std::string>>{
                                                 {"can", std::string(request.path())}};
                                         }}));
    Request request({.target = "/water/", .headers = {{"Host", "testserver"}}});
    return std::string(project.handle(request).text());
}

bool stacks_are_kept() {
    keep_thrown_stacks(true);
    try {
        throw std::logic_error("tried");
    } catch (const std::exception& error) {
        return !Stack::of(error).empty();
    }
}

TEST(ThrownStack, IsOnTheDebugPageWithTheLine) {
    if (!stacks_are_kept()) GTEST_SKIP() << "the sanitizers do the throwing themselves";
    EXPECT_THAT(page_of(true),
                AllOf(HasSubstr("Where it was thrown"), HasSubstr("garden::water_level()"), HasSubstr("test_thrown_stack.cpp:17"),
                      HasSubstr("<mark>17  int water_level() { throw std::logic_error(&quot;the well is dry&quot;); }</mark>")));
}

TEST(ThrownStack, IsNotForVisitors) {
    EXPECT_THAT(page_of(false), AllOf(Not(HasSubstr("water_level")), Not(HasSubstr("Tools"))));
}

TEST(DebugPanels, AreOnTheDebugPage) {
    EXPECT_THAT(page_of(true), AllOf(HasSubstr("<h2>Tools</h2>"), HasSubstr("<th>can</th><td>/water/</td>")));
}

TEST(Stack, HereBeginsWithTheCaller) {
    const std::vector<Frame> frames = Stack::here().frames();
    ASSERT_FALSE(frames.empty());
    EXPECT_THAT(frames.front().function, HasSubstr("Stack_HereBeginsWithTheCaller_Test::TestBody"));
    EXPECT_THAT(frames.front().file, testing::EndsWith("test_thrown_stack.cpp"));
}

TEST(Stack, OfAnExceptionThatWasNeverThrownIsEmpty) { EXPECT_TRUE(Stack::of(std::logic_error("made only")).empty()); }

}  // namespace garden
