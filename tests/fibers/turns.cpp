#include "support.hpp"

#include <portico/fibers/event.hpp>
#include <portico/fibers/turns.hpp>

#include <optional>
#include <thread>

namespace portico::fibers {

TEST(Turns, OneAtATimeInTheirOrder) {
    Turns turns{1, 10};
    std::string order;
    int inside = 0;
    for (char name : {'a', 'b', 'c'}) {
        spawn([&, name] {
            auto turn = turns.take();
            EXPECT_EQ(++inside, 1);
            yield();
            order += name;
            --inside;
        });
    }
    run();
    EXPECT_EQ(order, "abc");
}

TEST(Turns, WhoComesWhenTooManyWaitIsRefused) {
    Turns turns{1, 2};
    Event go;
    int done = 0, refused = 0;
    for (int i = 0; i < 5; ++i) {
        spawn([&] {
            auto turn = turns.take();
            if (!turn) return void(++refused);
            go.wait();
            ++done;
        });
    }
    spawn([&] { go.set(); });
    run();
    EXPECT_EQ(done, 3);
    EXPECT_EQ(refused, 2);
    EXPECT_TRUE(turns.take()) << "all were given back";
}

TEST(Turns, WhoIsCancelledWaitsNoMore) {
    Turns turns{1, 1};
    Event go;
    bool cancelled = false;
    spawn([&] {
        auto turn = turns.take();
        go.wait();
    });
    Fiber* waiting = nullptr;
    spawn([&] {
        waiting = current();
        try {
            auto turn = turns.take();
        } catch (const Cancelled&) {
            cancelled = true;
        }
    });
    bool third = false;
    spawn([&] {
        cancel(*waiting);
        yield();
        yield();
        go.set();
        third = static_cast<bool>(turns.take());
    });
    run();
    EXPECT_TRUE(cancelled);
    EXPECT_TRUE(third);
}

TEST(Turns, ThreadsTakeThemToo) {
    Turns turns{2, 100};
    std::atomic<int> inside = 0, most = 0, done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int n = 0; n < 200; ++n) {
                auto turn = turns.take();
                const int now = ++inside;
                for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {}
                --inside;
                ++done;
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(done, 1600);
    EXPECT_LE(most, 2);
}

} // namespace portico::fibers
