#include "program.hpp"

#include <portico/project/commands.hpp>

namespace project_tests {

class CheckTest : public Program {
protected:
    Check finds(std::string id, CheckLevel level, CheckStage stage = CheckStage::always) {
        return {[id, level](Project&, CheckReport& report) {
                    report.add({level, id, "thing", "it is broken", "mend it"});
                },
                stage};
    }
};

TEST_F(CheckTest, AllFindingsAreListedWithIdAndHint) {
    auto project = start();
    project->install(
        App("a").with(finds("a.E001", CheckLevel::error)).with(finds("a.W002", CheckLevel::warning)));
    EXPECT_EQ(project->run({"check"}), 1);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("error a.E001 thing: it is broken\n    hint: mend it\n"),
                                 HasSubstr("warning a.W002"), HasSubstr("2 problems found")));
}

TEST_F(CheckTest, WarningsLeaveTheExitStatusAlone) {
    auto project = start();
    project->install(App("a").with(finds("a.W001", CheckLevel::warning)));
    EXPECT_EQ(project->run({"check"}), 0);
    EXPECT_EQ(project->run({"check", "--fail-level", "warning"}), 1);
}

TEST_F(CheckTest, NothingWrongIsSaid) {
    EXPECT_EQ(start()->run({"check"}), 0);
    EXPECT_EQ(out.str(), "no problems found\n");
}

TEST_F(CheckTest, StagesRunWhenAskedFor) {
    auto project = start();
    project->install(App("a")
                         .with(finds("a.E001", CheckLevel::error, CheckStage::deploy))
                         .with(finds("a.E002", CheckLevel::error, CheckStage::database)));
    EXPECT_EQ(problems(*project), "");
    EXPECT_THAT(problems(*project, {CheckStage::deploy}),
                AllOf(HasSubstr("a.E001"), Not(HasSubstr("a.E002"))));
    EXPECT_EQ(project->run({"check", "--database"}), 1);
    EXPECT_THAT(err.str(), HasSubstr("a.E002"));
}

TEST_F(CheckTest, AnErrorKeepsCommandsFromRunning) {
    auto project = start();
    bool ran = false;
    Command work{
        .name = "work", .help = "Works.", .run = [&ran](Project&, const void*) { return ran = true, 0; }};
    project->install(App("a").with(finds("a.E001", CheckLevel::error)).with(work));
    EXPECT_EQ(project->run({"work"}), 1);
    EXPECT_FALSE(ran);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("a.E001"), HasSubstr("1 error: not started")));
}

}  // namespace project_tests
