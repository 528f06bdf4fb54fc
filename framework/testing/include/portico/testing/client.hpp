/// A browser without a network: requests go through `Project::handle` in this process.
///
///     TestClient client(project);
///     auto page = client.get("/posts/?page=2");
///     EXPECT_EQ(page.status(), 200);
///     EXPECT_THAT(page.text(), HasSubstr("Hello"));
///
///     client.post("/posts/new/", {{"title", "Hello"}, {"cover", TestFile{"a.png", bytes, "image/png"}}},
///     {.follow = true}); client.post("/api/posts/", json_body(Map{{"title", "Hello"}})).json()
///
/// Cookies are kept from one request to the next. CSRF is not enforced unless `enforce_csrf` is set.
#pragma once
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/http/headers.hpp>
#include <portico/testing/answer.hpp>
#include <portico/testing/body.hpp>

namespace portico {

class Project;
class Request;

/// What one request brings beside its body.
struct TestRequest {
    Headers headers{};
    bool follow = false;  // redirects, at most 20
    bool secure = false;  // as if it came over TLS
    std::string remote_address = "127.0.0.1";
};

class TestClient {
public:
    explicit TestClient(Project& project) : project_(&project) {}

    TestAnswer get(std::string_view target, const TestRequest& options = {}) {
        return request("GET", target, {}, options);
    }
    TestAnswer head(std::string_view target, const TestRequest& options = {}) {
        return request("HEAD", target, {}, options);
    }
    TestAnswer options(std::string_view target, const TestRequest& options = {}) {
        return request("OPTIONS", target, {}, options);
    }
    TestAnswer post(std::string_view target, const RequestBody& body = {}, const TestRequest& options = {}) {
        return request("POST", target, body, options);
    }
    TestAnswer put(std::string_view target, const RequestBody& body = {}, const TestRequest& options = {}) {
        return request("PUT", target, body, options);
    }
    TestAnswer patch(std::string_view target, const RequestBody& body = {}, const TestRequest& options = {}) {
        return request("PATCH", target, body, options);
    }
    TestAnswer remove(std::string_view target, const RequestBody& body = {},
                      const TestRequest& options = {}) {
        return request("DELETE", target, body, options);
    }
    TestAnswer request(std::string_view method, std::string_view target, const RequestBody& body = {},
                       const TestRequest& options = {});

    /// The cookies it holds, as name and value; changing them changes what is sent.
    std::map<std::string, std::string>& cookies() { return cookies_; }
    /// Sent with every request.
    Headers& headers() { return headers_; }
    /// Host of the requests; default "testserver".
    std::string host = "testserver";
    bool enforce_csrf = false;

    /// Called for each request before it is handled: for rooms that put something into its slots.
    void before_request(std::function<void(Request&)> hook) { hooks_.push_back(std::move(hook)); }
    Project& project() { return *project_; }

private:
    TestAnswer send(std::string_view method, std::string_view target, const RequestBody& body,
                    const TestRequest& options);
    void keep_cookies(const Response& response);

    Project* project_;
    Headers headers_;
    std::map<std::string, std::string> cookies_;
    std::vector<std::function<void(Request&)>> hooks_;
};

}  // namespace portico
