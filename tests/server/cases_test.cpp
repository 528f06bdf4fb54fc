// Every case of cases/*.http over a socket, against a site with what every site has (docs/reference/http.md lists the rules).
#include "../http/server_client.hpp"
#include "case_file.hpp"
#include "case_site.hpp"

namespace server_tests {

namespace {

using portico::test::Client;
using portico::test::Reply;

class CaseTest : public testing::Test {
public:
    explicit CaseTest(Case one) : case_(std::move(one)) {}
    void TestBody() override {
        for (const Case::Step& step : case_.steps) {
            SCOPED_TRACE("cases/" + case_.file + ".http:" + std::to_string(step.line) + ": < " + (step.kind == '<' ? step.text : ""));
            if (step.kind == '>') {
                unsent_ += step.text;
                continue;
            }
            send_all();
            if (step.kind == '.') client_.end_sending();
            if (step.kind == '<') expect(step.text);
            if (HasFatalFailure()) return;
        }
    }

private:
    /// In one piece, as clients do.
    void send_all() {
        constexpr std::string_view mark = "{length}";
        if (auto at = unsent_.find(mark); at != unsent_.npos)
            unsent_.replace(at, mark.size(), std::to_string(unsent_.size() - unsent_.find("\r\n\r\n") - 4));
        client_.send(std::exchange(unsent_, {}));
    }
    void expect(const std::string& what) {
        if (what == "closed") {
            EXPECT_TRUE(client_.closed_by_server());
        } else if (what == "open") {
            EXPECT_EQ(client_.get("/").status, 200);
        } else if (std::isdigit(static_cast<unsigned char>(what[0]))) {
            reply_ = client_.read(what.ends_with(" head"));
            ASSERT_EQ(reply_.status, std::stoi(what)) << reply_.head << reply_.body;
        } else if (what.starts_with("=~ ")) {
            EXPECT_THAT(reply_.body, testing::HasSubstr(what.substr(3)));
        } else if (what.starts_with("=")) {
            EXPECT_EQ(reply_.body, what.size() > 2 ? what.substr(2) : "");
        } else if (what.starts_with("-")) {
            EXPECT_FALSE(reply_.headers.contains(lower(what.substr(1)))) << reply_.head;
        } else {
            expect_header(what);
        }
    }
    void expect_header(const std::string& what) {
        auto colon = what.find(": ");
        ASSERT_NE(colon, what.npos) << "not understood";
        std::string value = what.substr(colon + 2), found = reply_.header(lower(what.substr(0, colon)));
        if (value.starts_with("~"))
            EXPECT_THAT(found, testing::HasSubstr(value.substr(1))) << reply_.head;
        else
            EXPECT_EQ(found, value) << reply_.head;
    }
    static std::string lower(std::string text) {
        for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return text;
    }

    Case case_;
    Client client_{case_site_port()};
    Reply reply_{};
    std::string unsent_{};
};

/// One test a case: "HttpFraming.TwoLengthsAreRefused".
bool register_cases() {
    for (const auto& file : std::filesystem::directory_iterator(PORTICO_HTTP_CASES)) {
        for (const Case& one : read_cases(file.path())) {
            std::string suite = "Http" + one.file;
            suite[4] = static_cast<char>(std::toupper(static_cast<unsigned char>(suite[4])));
            testing::RegisterTest(suite.c_str(), one.name().c_str(), nullptr, nullptr, file.path().c_str(), one.line,
                                  [one]() -> CaseTest* { return new CaseTest(one); });
        }
    }
    return true;
}

const bool registered = register_cases();

}  // namespace

}  // namespace server_tests
