#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

namespace portico {

/// What a test gets back: the response with its body read, files and streams included.
class TestAnswer {
public:
    TestAnswer(Response response, std::string text, std::shared_ptr<Request> request)
        : response_(std::move(response)), text_(std::move(text)), request_(std::move(request)) {}

    int status() const { return response_.status(); }
    const std::string& text() const { return text_; }
    /// Throws JsonError when the body is no JSON.
    Value json() const;
    std::string_view header(std::string_view name) const { return response_.header(name); }
    const Headers& headers() const { return response_.headers(); }
    /// The cookies that this answer sets.
    const std::vector<Cookie>& cookies() const { return response_.cookies(); }
    /// Where a redirect leads; "" when it is none.
    std::string_view location() const { return header("Location"); }
    /// With `follow`: the redirects that led here, as URL and status.
    const std::vector<std::pair<std::string, int>>& redirects() const { return redirects_; }

    /// The request as the views left it: its slots and route.
    const Request& request() const { return *request_; }
    const Response& response() const { return response_; }

private:
    friend class TestClient;
    Response response_;
    std::string text_;
    std::shared_ptr<Request> request_;
    std::vector<std::pair<std::string, int>> redirects_;
};

}  // namespace portico
