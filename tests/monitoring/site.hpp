/// A small site that is asked as probes and Prometheus ask.
#pragma once
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/monitoring/app.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>

namespace portico::test {

struct Answered {
    int status = 0;
    std::string text{};
};

/// What the project says to one request from that address, as a probe sends it: no host name of the site's.
inline Answered ask(Project& project, std::string target, std::string address = "127.0.0.1", std::string method = "GET",
                    Headers headers = {{"Host", "10.1.2.3:8000"}}) {
    Request request({.method = std::move(method), .target = std::move(target), .headers = std::move(headers), .remote_address = std::move(address)});
    Response response = project.handle(request);
    return {response.status(), std::string(response.text())};
}

}  // namespace portico::test
