#include "program.hpp"

namespace project_tests {

class SettingsCommandTest : public Program {};

TEST_F(SettingsCommandTest, ListsAllWithSecretsMasked) {
    auto project = start({.settings = {{"secret_key", "hush"}, {"port", 81}}});
    EXPECT_EQ(project->run({"settings"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("port = 81\n"), HasSubstr("secret_key = \"********\"\n"),
                                 Not(HasSubstr("hush"))));
}

TEST_F(SettingsCommandTest, ExplainsWhoWon) {
    folder.write("settings.toml", "\nhost = \"a\"\n");
    folder.write(".env", "PORTICO_HOST=b\n");
    EXPECT_EQ(start()->run({"settings", "--explain", "host"}), 0);
    EXPECT_THAT(out.str(),
                AllOf(HasSubstr("host = \"b\"\n"), HasSubstr("default: \"127.0.0.1\""),
                      HasSubstr("settings.toml:2: \"a\"\n"), HasSubstr(".env:1: \"b\"  (wins)\n")));
}

TEST_F(SettingsCommandTest, ExplainsOnlyWhatIsThere) {
    EXPECT_EQ(start()->run({"settings", "--explain", "hots"}), 1);
    EXPECT_THAT(err.str(), HasSubstr("did you mean \"host\"?"));
}

TEST_F(SettingsCommandTest, DiffShowsWhatDiffers) {
    folder.write("settings.toml", "port = 81\nhost = \"127.0.0.1\"\n");
    EXPECT_EQ(start()->run({"diffsettings"}), 0);
    EXPECT_EQ(out.str(), "port = 81  # settings.toml:1, default 8000\n");
}

TEST_F(SettingsCommandTest, WorksWithBrokenSettings) {
    folder.write("settings.toml", "prot = 81\n");
    EXPECT_EQ(start()->run({"settings"}), 0);
}

}  // namespace project_tests
