/// A site for each place where sessions are kept.
#pragma once
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include <portico/auth/app.hpp>
#include <portico/auth/models.hpp>
#include <portico/testing/test_case.hpp>

namespace portico::auth {

struct CartLine {
    std::string article{};
    int count = 1;
};

struct Cart {
    std::vector<CartLine> lines{};
    std::optional<DateTime> paid{};
};

/// `backend` as in the settings; pages: /count/, /who/, /cart/, /missing/, /large/, /for/<seconds>/, /until/<seconds>/, /keys/.
Project& site_with(const std::string& backend);
/// With other settings of the section [session], for one test.
Map session_site_settings(const std::string& backend);
void install_session_site(Project& project);

class OnBackend : public TestCase {
protected:
    explicit OnBackend(const std::string& backend) : TestCase(site_with(backend)) {}
    User ann = create_user("ann", "ann@example.org", "kelp forest");

    static TestAnswer log_in(TestClient& client, const std::string& name = "ann", const std::string& agent = "") {
        return client.post("/login/", {{"username", name}, {"password", "kelp forest"}}, {.headers = agent.empty() ? Headers() : Headers{{"User-Agent", agent}}});
    }
};

}  // namespace portico::auth
