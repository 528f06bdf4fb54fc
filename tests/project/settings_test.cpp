#include "program.hpp"

#include <portico/project/settings_section.hpp>

namespace project_tests {

using namespace std::chrono_literals;

enum class Currency { eur, usd };

struct Limits {
    int items = 10;
    double discount = 0.5;
};

struct ShopSettings {
    std::string url = "sqlite:shop.sqlite3";
    Currency currency = Currency::eur;
    std::vector<std::string> countries{"de"};
    Duration timeout = 5s;
    std::filesystem::path folder = "shop";
    std::optional<int> maximum{};
    std::string api_password{};
    Limits limits{};
    bool strict = false;

    static void describe(Describe<ShopSettings>& shop) { shop.field(&ShopSettings::maximum).min(1).max(9); }
    void apply_profile(Profile profile) { strict = profile == Profile::production; }
};

App shop() { return App("shop").with(settings_section<ShopSettings>("shop")); }

class SettingsTest : public Program {
protected:
    /// The problems of a project with this settings.toml.
    std::string problems_of(const std::string& toml, Map given = {}) {
        folder.write("settings.toml", toml);
        auto project = start({.settings = std::move(given)});
        project->install(shop());
        return problems(*project);
    }
};

TEST_F(SettingsTest, AreTheStructsInitialisersWithoutFiles) {
    auto project = start();
    project->install(shop());
    EXPECT_EQ(project->settings().time_zone, "UTC");
    EXPECT_EQ(project->settings<ShopSettings>().url, "sqlite:shop.sqlite3");
    EXPECT_EQ(problems(*project), "");
}

TEST_F(SettingsTest, ReadEveryKindFromToml) {
    EXPECT_EQ(problems_of(""), "");
    folder.write("settings.toml", R"(time_zone = "Europe/Berlin"
port = 8123
allowed_hosts = ["a.example", "b.example"]
[shop]
currency = "usd"
countries = ["fr", "it"]
timeout = "1.5s"
folder = "goods/here"
maximum = 7
[shop.limits]
items = 3
discount = 1
)");
    auto project = start();
    project->install(shop());
    ASSERT_EQ(problems(*project), "");
    auto& core = project->settings();
    EXPECT_EQ(core.time_zone, "Europe/Berlin");
    EXPECT_EQ(core.port, 8123);
    EXPECT_THAT(core.allowed_hosts, testing::ElementsAre("a.example", "b.example"));
    auto& settings = project->settings<ShopSettings>();
    EXPECT_EQ(settings.currency, Currency::usd);
    EXPECT_THAT(settings.countries, testing::ElementsAre("fr", "it"));
    EXPECT_EQ(settings.timeout, 1500ms);
    EXPECT_EQ(settings.folder, folder.path() / "goods/here");
    EXPECT_EQ(settings.maximum, 7);
    EXPECT_EQ(settings.limits.items, 3);
    EXPECT_EQ(settings.limits.discount, 1.0);
}

TEST_F(SettingsTest, LaterSourcesWin) {
    folder.write("settings.toml",
                 "time_zone = \"a\"\nlanguage_code = \"a\"\nhost = \"a\"\nstatic_url = \"/a/\"\n"
                 "[test]\nlanguage_code = \"b\"\nhost = \"b\"\nstatic_url = \"/b/\"\n");
    folder.write(".env", "PORTICO_HOST=c\nPORTICO_STATIC_URL=/c/\n");
    Variable variable("PORTICO_STATIC_URL", "/d/");
    auto project = start({.read_environment = true});
    EXPECT_EQ(project->settings().time_zone, "a");
    EXPECT_EQ(project->settings().language_code, "b");
    EXPECT_EQ(project->settings().host, "c");
    EXPECT_EQ(project->settings().static_url, "/d/");
    auto overridden = start({.settings = {{"static_url", "/e/"}}, .read_environment = true});
    EXPECT_EQ(overridden->settings().static_url, "/e/");
}

TEST_F(SettingsTest, ConvertTextOfTheEnvironment) {
    Variable debug("PORTICO_DEBUG", "yes"), port("PORTICO_PORT", "9000"),
        list("PORTICO_SHOP_COUNTRIES", "de, fr"), nested("PORTICO_SHOP_LIMITS_ITEMS", "4"),
        timeout("PORTICO_SHOP_TIMEOUT", "250ms");
    auto project = start({.read_environment = true});
    project->install(shop());
    ASSERT_EQ(problems(*project), "");
    EXPECT_TRUE(project->settings().debug);
    EXPECT_EQ(project->settings().port, 9000);
    EXPECT_THAT(project->settings<ShopSettings>().countries, testing::ElementsAre("de", "fr"));
    EXPECT_EQ(project->settings<ShopSettings>().limits.items, 4);
    EXPECT_EQ(project->settings<ShopSettings>().timeout, 250ms);
}

TEST_F(SettingsTest, RefuseAnUnknownKeyWithItsPlaceAndTheNearest) {
    EXPECT_THAT(problems_of("debug = false\ntime_zon = \"UTC\"\n"),
                AllOf(HasSubstr("\"time_zon\" (settings.toml:2) is unknown"),
                      HasSubstr("did you mean \"time_zone\"?")));
}

TEST_F(SettingsTest, RefuseAnUnknownSectionOnce) {
    std::string text = problems_of("[shopp]\nurl = \"x\"\ncurrency = \"eur\"\n");
    EXPECT_THAT(text, AllOf(HasSubstr("section \"shopp\" (settings.toml:1) is unknown"),
                            HasSubstr("did you mean \"shop\"?")));
    EXPECT_THAT(text, Not(HasSubstr("shopp.url")));
}

TEST_F(SettingsTest, RefuseAnUnknownKeyOfASection) {
    EXPECT_THAT(problems_of("[shop]\ncurency = \"eur\"\n"), HasSubstr("did you mean \"shop.currency\"?"));
}

TEST_F(SettingsTest, RefuseAnUnknownVariable) {
    Variable variable("PORTICO_SHOP_CURENCY", "eur");
    auto project = start({.read_environment = true});
    project->install(shop());
    EXPECT_THAT(problems(*project), AllOf(HasSubstr("environment variable PORTICO_SHOP_CURENCY"),
                                          HasSubstr("did you mean \"PORTICO_SHOP_CURRENCY\"?")));
}

TEST_F(SettingsTest, WarnOfAVariableThatIsNoSetting) {
    Variable variable("PORTICO_SUPERUSER_PASSWORD", "hush");
    auto project = start({.read_environment = true});
    EXPECT_THAT(problems(*project), AllOf(HasSubstr("warning settings.W005"), Not(HasSubstr("hush"))));
    EXPECT_NO_THROW(project->start());
}

TEST_F(SettingsTest, RefuseANumberInQuotes) {
    EXPECT_THAT(
        problems_of("port = \"8000\"\n"),
        HasSubstr(
            "setting \"port\" (settings.toml:1) must be a whole number that is not negative, not \"8000\""));
}

TEST_F(SettingsTest, RefuseANumberThatDoesNotFit) {
    EXPECT_THAT(problems_of("port = 70000\n"), HasSubstr("65535"));
}

TEST_F(SettingsTest, RefuseANumberBeyondTheDescribedBounds) {
    EXPECT_THAT(problems_of("[shop]\nmaximum = 10\n"),
                HasSubstr("setting \"shop.maximum\" (settings.toml:2) must be at most 9"));
}

TEST_F(SettingsTest, RefuseAnUnknownEnumeratorWithThoseThatAre) {
    EXPECT_THAT(problems_of("[shop]\ncurrency = \"gbp\"\n"),
                HasSubstr("must be one of \"eur\", \"usd\", not \"gbp\""));
}

TEST_F(SettingsTest, RefuseATextThatIsNoDuration) {
    EXPECT_THAT(problems_of("[shop]\ntimeout = \"soon\"\n"),
                AllOf(HasSubstr("must be a duration"), HasSubstr("\"soon\"")));
}

TEST_F(SettingsTest, RefuseAValueWhereASectionIs) {
    EXPECT_THAT(problems_of("shop = 5\n"), HasSubstr("\"shop\""));
}

TEST_F(SettingsTest, TellAllProblemsAtOnce) {
    std::string text = problems_of("prot = 1\ndebug = 1\n[shop]\nlimits = 5\nstrict = \"no\"\n");
    EXPECT_THAT(text, AllOf(HasSubstr("\"prot\""), HasSubstr("\"debug\""), HasSubstr("\"shop.limits\""),
                            HasSubstr("\"shop.strict\"")));
}

TEST_F(SettingsTest, NameTheLineOfBrokenToml) {
    EXPECT_THAT(problems_of("debug = true\nport = = 1\n"), HasSubstr("settings.E003 settings.toml:2:8"));
}

TEST_F(SettingsTest, TellThatAFileIsUnreadable) {
    std::filesystem::create_directory(folder.path() / "settings.toml");
    EXPECT_THAT(problems(*start()),
                AllOf(HasSubstr("settings.E001"), HasSubstr("settings.toml"), HasSubstr("can't be read")));
}

TEST_F(SettingsTest, ReadSecretsFromFiles) {
    folder.write("key.txt", "a-secret-key\n");
    auto project = start({.settings = {{"secret_key", "FILE:key.txt"}}});
    EXPECT_EQ(project->settings().secret_key, "a-secret-key");
}

TEST_F(SettingsTest, NameTheMissingFileOfASecret) {
    EXPECT_THAT(problems_of("secret_key = \"FILE:/nowhere/key\"\n"),
                AllOf(HasSubstr("/nowhere/key"), HasSubstr("can't be read")));
}

TEST_F(SettingsTest, HaveAKeyOfTheirOwnInDevelopment) {
    auto project = start({.profile = Profile::development});
    auto again = start({.profile = Profile::development});
    EXPECT_THAT(project->settings().secret_key, testing::StartsWith("insecure-"));
    EXPECT_EQ(project->settings().secret_key, again->settings().secret_key);
    EXPECT_TRUE(project->settings().debug);
}

TEST_F(SettingsTest, RefuseProductionWithoutASecretKey) {
    auto project = start({.profile = Profile::production});
    EXPECT_FALSE(project->settings().debug);
    EXPECT_THAT(problems(*project), AllOf(HasSubstr("error security.E009"), HasSubstr("PORTICO_SECRET_KEY")));
    EXPECT_THROW(project->start(), StartError);
}

TEST_F(SettingsTest, GiveTheProfileToSections) {
    auto project = start({.settings = {{"secret_key", "x"}}, .profile = Profile::production});
    project->install(shop());
    EXPECT_TRUE(project->settings<ShopSettings>().strict);
}

TEST_F(SettingsTest, TakeTheProfileFromAFile) {
    folder.write("settings.toml", "profile = \"production\"\n[production]\ntime_zone = \"Asia/Tokyo\"\n");
    auto project = start();
    EXPECT_EQ(project->settings().profile, Profile::production);
    EXPECT_EQ(project->settings().time_zone, "Asia/Tokyo");
}

TEST_F(SettingsTest, RefuseAnUnknownProfile) {
    EXPECT_THAT(problems_of("profile = \"producton\"\n"), AllOf(HasSubstr("\"producton\" (settings.toml:1)"),
                                                                HasSubstr("did you mean \"production\"?")));
}

TEST_F(SettingsTest, RefuseTheSameSectionFromTwoApps) {
    auto project = start();
    project->install(shop());
    project->install(App("other").with(settings_section<Limits>("shop")));
    EXPECT_THAT(problems(*project), HasSubstr("settings.E007"));
}

TEST_F(SettingsTest, WarnOfAnUnsafeDeployment) {
    auto project = start({.settings = {{"debug", true}, {"allowed_hosts", Value::list({"*"})}}});
    EXPECT_THAT(problems(*project, {CheckStage::deploy}),
                AllOf(HasSubstr("security.W018"), HasSubstr("security.W009"), HasSubstr("security.W020")));
    EXPECT_EQ(problems(*project), "");
}

TEST_F(SettingsTest, AskForTheAppThatHasASection) {
    auto project = start();
    EXPECT_THROW(project->settings<ShopSettings>(), Error);
}

}  // namespace project_tests
