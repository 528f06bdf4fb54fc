// Django's verdicts, case by case, where PORTICO_CASES names the folder of recorded cases; skipped without.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <portico/middleware/csrf.hpp>
#include <portico/routing/route.hpp>

namespace portico {
namespace {

using Json = nlohmann::json;

Json check(const Json& args) {
    if (args.value("exempt", false)) return nullptr;
    Headers headers{{"Host", "example.com"}, {"Content-Type", "application/x-www-form-urlencoded"}};
    if (args.contains("cookie")) headers.set("Cookie", "csrftoken=" + args["cookie"].get<std::string>());
    if (args.contains("header")) headers.set("X-CSRFToken", args["header"].get<std::string>());
    if (args.contains("origin")) headers.set("Origin", args["origin"].get<std::string>());
    if (args.contains("referer")) headers.set("Referer", args["referer"].get<std::string>());
    std::string body = args.contains("post") ? "csrfmiddlewaretoken=" + args["post"].get<std::string>() : "";
    Request request(
        {.method = args["method"], .headers = headers, .body = body, .secure = args.value("secure", false)});
    std::string problem =
        csrf_problem(request, {.trusted_origins = args.value("trusted", std::vector<std::string>())});
    return problem.empty() ? Json() : Json(problem);
}

Json matches(const Json& args) {
    std::string token = args["request_token"];
    auto fault = csrf_token_fault(token);
    if (!fault.empty()) return "bad format: has " + std::string(fault);
    return csrf_tokens_match(token, args["secret"].get<std::string>());
}

TEST(DjangoCsrf, Agrees) {
    const char* folder = std::getenv("PORTICO_CASES");
    if (!folder) GTEST_SKIP() << "PORTICO_CASES names no folder of recorded cases";
    std::ifstream file(std::string(folder) + "/auth/csrf.json");
    ASSERT_TRUE(file);
    Json all = Json::parse(file);
    int run = 0;
    for (const auto& one : all["cases"]) {
        const Json& args = one["args"];
        std::string op = one["op"];
        Json ours = op == "csrf_check"    ? check(args)
                    : op == "csrf_unmask" ? Json(unmask_csrf_token(args["token"].get<std::string>()))
                                          : matches(args);
        EXPECT_EQ(ours, one["expected"]) << one["id"] << ' ' << args;
        ++run;
    }
    EXPECT_GT(run, 0);
}

} // namespace
} // namespace portico
