/// What is a secret is in no log and on no page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>

#include <portico/base/field_types.hpp>
#include <portico/base/log.hpp>
#include <portico/base/secret.hpp>
#include <portico/http/http_error.hpp>
#include <portico/middleware/app.hpp>
#include <portico/project/project.hpp>
#include <portico/project/settings_section.hpp>
#include <portico/routing/urls.hpp>

namespace portico {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct ShopSettings {
    Secret<std::string> payment{};
    std::string currency = "EUR";
};

Response fails(Request&) { throw std::runtime_error("broken"); }
Response reset(Request&, std::string_view, std::string_view) { throw BadRequest("no"); }

class Secrets : public testing::Test {
protected:
    Secrets() : project({.settings = {{"debug", true}, {"shop", Map{{"payment", "sk_live_42"}}}}}) {
        log::set_level(log::Level::info);
        project.install(standard_middleware());
        project.install(App("shop").with(settings_section<ShopSettings>("shop")).with(urls({path<fails>("fails/"), path<reset>("reset/<str:uid>/<str:token>/")})));
    }
    Response visit(RequestData data) {
        log::Capture lines;
        Request request(std::move(data));
        Response response = project.handle(request);
        logged = lines.text();
        return response;
    }
    Project project;
    std::string logged;
};

TEST_F(Secrets, OfTheQueryAreDotsInLogsAndOnTheDebugPage) {
    Response response = visit({.target = "/fails/?page=2&api_key=k33p&Token=t0k&author=ann"});
    EXPECT_EQ(response.status(), 500);
    for (const std::string& text : {logged, std::string(response.text())}) EXPECT_THAT(text, AllOf(HasSubstr("author=ann"), Not(HasSubstr("k33p")), Not(HasSubstr("t0k"))));
    EXPECT_THAT(logged, HasSubstr("GET /fails/?page=2&api_key=••••••••&Token=••••••••&author=ann"));
}

TEST_F(Secrets, InPathsAreDots) {
    Response response = visit({.target = "/reset/MQ/d5hey8-63f94de1/"});
    EXPECT_EQ(response.status(), 400);
    EXPECT_THAT(logged, AllOf(HasSubstr("GET /reset/MQ/••••••••/"), Not(HasSubstr("63f94de1"))));
    EXPECT_THAT(std::string(response.text()), Not(HasSubstr("63f94de1")));
}

TEST_F(Secrets, OfHeadersAndCookiesAreNotShown) {
    Response response = visit({.target = "/fails/", .headers = {{"Authorization", "Bearer b34rer"}, {"X-Api-Key", "k33p"}, {"Cookie", "sessionid=s3ss; theme=dark"}, {"Accept", "text/html"}}});
    EXPECT_THAT(std::string(response.text()), AllOf(HasSubstr("theme"), HasSubstr("dark"), Not(HasSubstr("b34rer")), Not(HasSubstr("k33p")), Not(HasSubstr("s3ss"))));
}

TEST_F(Secrets, OfSettingsAreReadByThoseWhoAskAlone) {
    EXPECT_EQ(project.settings<ShopSettings>().payment.reveal(), "sk_live_42");
    Response response = visit({.target = "/fails/"});
    EXPECT_THAT(std::string(response.text()), AllOf(HasSubstr("shop.payment"), HasSubstr("shop.currency"), Not(HasSubstr("sk_live_42"))));
    for (const SettingRow& row : project.setting_rows()) EXPECT_THAT(row.value + row.default_value, Not(HasSubstr("sk_live")));
}

TEST(Secret, TurnsIntoNoTextByItself) {
    static_assert(!std::is_convertible_v<Secret<std::string>, std::string> && !std::is_convertible_v<Secret<std::string>, std::string_view>);
    static_assert(!std::is_constructible_v<Value, Secret<std::string>>);
    const FieldInfo& field = *install_type<ShopSettings>().find("payment");
    ShopSettings shop{Secret<std::string>("sk_live_42")};
    EXPECT_EQ(field.get(&shop).str(), "••••••••");
    field.set(&shop, Value(""));
    EXPECT_TRUE(shop.payment.empty());
    EXPECT_EQ(field.get(&shop).str(), "");
}

TEST(Secret, NamesTellOfThem) {
    for (const char* name : {"password", "new_password1", "SECRET_KEY", "X-Api-Key", "csrftoken", "sessionid", "Authorization", "auth", "otp", "client_secret", "passphrase"}) EXPECT_TRUE(is_secret_name(name)) << name;
    for (const char* name : {"author", "keyboard", "name", "monkey", "page", "spin", "authority"}) EXPECT_FALSE(is_secret_name(name)) << name;
}

}  // namespace
}  // namespace portico
