/// Few passwords are hashed at once.
#include <atomic>
#include <future>
#include <set>
#include <sstream>
#include <thread>

#include <portico/auth/passwords.hpp>
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/orm/query_set.hpp>

#include "../../auth/src/hashing.hpp"
#include "session_site.hpp"

namespace portico::auth {

using testing::HasSubstr;

struct Hashing : testing::Test {
    static Map settings() {
        Map all = session_site_settings("database");
        all.set("auth.hashes_at_once", 1);
        all.set("auth.hashes_waiting", 0);
        return all;
    }
    Hashing() {
        install_session_site(site);
        site.start();
    }
    std::ostringstream out;
    Project site{ProjectOptions{.settings = settings(), .out = &out, .err = &out}};
};

TEST_F(Hashing, WhoComesWhenTooManyWaitIsToldSo) {
    Project::Scope current(site);
    TestScope scope(site);
    create_user("ann", "ann@example.org", "kelp forest");
    TestClient client(site);
    const auto log_in = [&] { return client.post("/login/", {{"username", "ann"}, {"password", "kelp forest"}}); };
    std::optional<TestAnswer> refused, other, taken;
    fibers::spawn([&] {
        {
            const auto turn = site.get<HashingThreads>().take_turn();
            refused = log_in();
            other = client.get("/count/");
        }
        taken = log_in();
    });
    fibers::Loop::current().run();
    ASSERT_TRUE(refused && other && taken);
    EXPECT_EQ(refused->status(), 503);
    EXPECT_EQ(refused->header("Retry-After"), "5");
    EXPECT_THAT(refused->text(), HasSubstr("Too many people are logging in just now."));
    EXPECT_EQ(other->text(), "1") << "others are answered";
    EXPECT_EQ(taken->status(), 302);
}

TEST_F(Hashing, IsDoneOnThreadsOfItsOwn) {
    Project::Scope current(site);
    std::set<std::thread::id> where;
    int right = 0;
    fibers::spawn([&] {
        for (int i = 0; i < 3; ++i) where.insert(hashing([] { return std::this_thread::get_id(); }));
        right += check_password("kelp forest", make_password("kelp forest", "argon2", PasswordCost::low));
        EXPECT_THROW(hashing([]() -> int { throw Error("no"); }), Error);
        right += fibers::offload([] { return hashing([] { return std::this_thread::get_id(); }) == std::this_thread::get_id(); });
    });
    fibers::Loop::current().run();
    EXPECT_EQ(where.size(), 1u);
    EXPECT_FALSE(where.contains(std::this_thread::get_id()));
    EXPECT_EQ(right, 2);
}

TEST_F(Hashing, AFiberThatIsCancelledWaitsForItsHash) {
    Project::Scope current(site);
    bool cancelled = false;
    std::atomic<bool> done = false;
    fibers::Fiber* asking = nullptr;
    std::promise<void> asked;
    fibers::spawn([&] {
        asking = fibers::current();
        try {
            hashing([&] {
                asked.get_future().wait();
                return done = true;
            });
            fibers::yield();
        } catch (const fibers::Cancelled&) {
            cancelled = done;
        }
    });
    fibers::spawn([&] {
        fibers::cancel(*asking);
        asked.set_value();
    });
    fibers::Loop::current().run();
    EXPECT_TRUE(cancelled);
}

}  // namespace portico::auth
