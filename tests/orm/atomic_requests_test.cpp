#include <portico/orm/atomic_requests.hpp>
#include <portico/routing/router.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;

namespace {

std::string keep() {
    Tag::objects.create({.name = "kept"});
    return orm::in_atomic() ? "inside" : "outside";
}

std::string lose() {
    Tag::objects.create({.name = "lost"});
    throw std::runtime_error("no");
}

class AtomicRequests : public BlogTest {
protected:
    std::string call(Route route) {
        Router router;
        router.add({std::move(route)});
        Request request({.target = "/"});
        router.resolve(request);
        return std::string(router.call(request).text());
    }
};

TEST_F(AtomicRequests, AViewMayHaveATransactionAroundIt) {
    EXPECT_EQ(call(path<keep>("").use(orm::atomic_requests())), "inside");
    EXPECT_EQ(Tag::objects.count(), 1);
}

TEST_F(AtomicRequests, TheOthersHaveNone) {
    EXPECT_EQ(call(path<keep>("")), "outside");
    EXPECT_THROW(call(path<lose>("")), std::runtime_error);
    EXPECT_TRUE(Tag::objects.exists(F(&Tag::name) == "lost"));
}

TEST_F(AtomicRequests, WhatAViewThrowsRollsBack) {
    EXPECT_THROW(call(path<lose>("").use(orm::atomic_requests())), std::runtime_error);
    EXPECT_EQ(Tag::objects.count(), 0);
}

}  // namespace
