#pragma once
#include <gmock/gmock.h>

#include <portico/auth/app.hpp>
#include <portico/auth/models.hpp>
#include <portico/testing/test_case.hpp>

namespace portico::auth {

/// A site with a members' page, one for those who may add groups, one that sends messages and one that shows its session.
Project& site();

class AuthTest : public TestCase {
protected:
    AuthTest() : TestCase(site()) {}
    User ann = create_user("ann", "ann@example.org", "kelp forest");

    TestAnswer log_in(const std::string& name, const std::string& password, const std::string& target = "/login/") {
        return client.post(target, {{"username", name}, {"password", password}});
    }
};

}  // namespace portico::auth
