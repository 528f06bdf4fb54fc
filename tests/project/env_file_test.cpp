#include "program.hpp"

namespace project_tests {

class EnvFileTest : public Program {
protected:
    std::string host_of(const std::string& text) {
        folder.write(".env", text);
        return start()->settings().host;
    }
    std::string problems_of(const std::string& text) {
        folder.write(".env", text);
        return problems(*start());
    }
};

TEST_F(EnvFileTest, TakesBareValues) {
    EXPECT_EQ(host_of("PORTICO_HOST = example.org  # ours\n"), "example.org");
}
TEST_F(EnvFileTest, TakesExport) { EXPECT_EQ(host_of("export PORTICO_HOST=a\n"), "a"); }
TEST_F(EnvFileTest, TakesSingleQuotesLiterally) {
    EXPECT_EQ(host_of("PORTICO_HOST='a\\n # b'\n"), "a\\n # b");
}
TEST_F(EnvFileTest, TakesEscapesInDoubleQuotes) {
    EXPECT_EQ(host_of("PORTICO_HOST=\"a\\n\\\"b\\\"\" # c\n"), "a\n\"b\"");
}
TEST_F(EnvFileTest, TakesTheLastOfTwo) { EXPECT_EQ(host_of("PORTICO_HOST=a\nPORTICO_HOST=b\n"), "b"); }
TEST_F(EnvFileTest, LeavesOthersVariablesAlone) { EXPECT_EQ(problems_of("# mine\n\nEDITOR=vi\n"), ""); }

TEST_F(EnvFileTest, NamesTheLineThatIsNone) {
    EXPECT_THAT(problems_of("A=1\nPORTICO_HOST\n"),
                AllOf(HasSubstr("settings.E002 .env:2"), HasSubstr("no NAME=value line")));
}
TEST_F(EnvFileTest, NamesTheLineOfAnOpenQuote) {
    EXPECT_THAT(problems_of("PORTICO_HOST=\"a\n"),
                AllOf(HasSubstr(".env:1"), HasSubstr("the quote is not closed")));
}
TEST_F(EnvFileTest, NamesTheLineOfAnUnknownSetting) {
    EXPECT_THAT(problems_of("PORTICO_HOSTS=a\n"),
                AllOf(HasSubstr("(.env:1)"), HasSubstr("did you mean \"PORTICO_HOST\"?")));
}
TEST_F(EnvFileTest, IsToldWhenUnreadable) {
    std::filesystem::create_directory(folder.path() / ".env");
    EXPECT_THAT(problems(*start()), AllOf(HasSubstr("settings.E001"), HasSubstr(".env")));
}

}  // namespace project_tests
