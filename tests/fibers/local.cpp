#include <portico/fibers/local.hpp>

#include "support.hpp"

#include <portico/fibers/concurrently.hpp>

#include <thread>

namespace portico::fibers {
namespace {

Local<std::string> language;
Local<int> depth;

TEST(Local, IsNullWhereNothingWasSet) {
    on_fiber([] { EXPECT_EQ(language.get(), nullptr); });
}

TEST(Local, IsTheFibersOwn) {
    std::string seen;
    spawn([&] {
        language.set("de");
        sleep_for(5ms);
        seen = *language.get();
    });
    spawn([] { language.set("fr"); });
    run();
    EXPECT_EQ(seen, "de");
    EXPECT_EQ(language.get(), nullptr);
}

TEST(Local, ChildrenInherit) {
    on_fiber([] {
        language.set("de");
        auto [first, second] = concurrently([] { return *language.get(); },
                                            [] {
                                                language.set("fr");
                                                return *language.get();
                                            });
        EXPECT_EQ(first, "de");
        EXPECT_EQ(second, "fr");
        EXPECT_EQ(*language.get(), "de");
    });
}

TEST(Local, FibersInheritFromTheThreadThatSpawnsThem) {
    Local<std::string>::Scope scope{language, "it"};
    std::string seen;
    on_fiber([&] { seen = *language.get(); });
    EXPECT_EQ(seen, "it");
}

TEST(Local, ScopePutsTheFormerValueBack) {
    on_fiber([] {
        depth.set(1);
        {
            Local<int>::Scope deeper{depth, 2};
            EXPECT_EQ(depth.value_or(0), 2);
        }
        EXPECT_EQ(depth.value_or(0), 1);
    });
}

TEST(Local, OutsideOfFibersIsTheThreads) {
    Local<int>::Scope scope{depth, 9};
    int other = 0;
    std::thread{[&] { other = depth.value_or(-1); }}.join();
    EXPECT_EQ(depth.value_or(0), 9);
    EXPECT_EQ(other, -1);
}

TEST(Local, ValuesEndWithTheFiber) {
    std::weak_ptr<int> watch;
    Local<std::shared_ptr<int>> shared;
    on_fiber([&] {
        auto value = std::make_shared<int>(1);
        watch = value;
        shared.set(std::move(value));
    });
    EXPECT_TRUE(watch.expired());
    on_fiber([&] { EXPECT_EQ(shared.get(), nullptr); });
}

} // namespace
} // namespace portico::fibers
