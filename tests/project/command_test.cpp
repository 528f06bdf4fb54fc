#include "program.hpp"

#include <cerrno>

#include <portico/project/commands.hpp>

namespace project_tests {

enum class Mood { calm, wild };

struct SeedArguments {
    Argument<std::string> kind{};
    Argument<std::vector<std::string>> names{};
    int count = 10;
    std::optional<std::int64_t> seed{};
    bool quiet = false;
    bool colour = true;
    Mood mood = Mood::calm;
    std::vector<std::string> tag{};

    static void describe(Describe<SeedArguments>& arguments) {
        arguments.field(&SeedArguments::count).alias("n").help_text("how many to make").range(0, 1000);
    }
};

int seed(Project& project, const SeedArguments& arguments) {
    project.out() << *arguments.kind << " " << arguments.names->size() << " " << arguments.count << " "
                  << (arguments.seed ? std::to_string(*arguments.seed) : "-") << " " << arguments.quiet
                  << arguments.colour << " " << static_cast<int>(arguments.mood) << " "
                  << arguments.tag.size();
    return 0;
}

int fail(Project&) { throw Error("the cellar is flooded", "pump it dry"); }
int seven(Project&) { return 7; }
int much(Project& project) {
    project.out() << std::string(100'000, 'x');
    return 0;
}
int current(Project& project) { return &Project::current() == &project ? 0 : 1; }

class CommandTest : public Program {
protected:
    void SetUp() override {
        project = start();
        project->install(App("demo")
                             .with(command<seed>("seed", "Makes things."))
                             .with(command<fail>("fail", "Fails."))
                             .with(command<current>("current", "Knows its project."))
                             .with(command<seven>("seven", "Gives 7.")));
    }
    std::unique_ptr<Project> project;
};

TEST_F(CommandTest, TakesDefaultsFromTheStruct) {
    EXPECT_EQ(project->run({"seed", "posts"}), 0);
    EXPECT_EQ(out.str(), "posts 0 10 - 01 0 0");
}

TEST_F(CommandTest, ReadsOptionsOfEveryKind) {
    EXPECT_EQ(project->run({"seed", "posts", "a", "b", "--count=3", "--seed", "-5", "--quiet", "--no-colour",
                            "--mood", "wild", "--tag", "x", "--tag", "y"}),
              0)
        << err.str();
    EXPECT_EQ(out.str(), "posts 2 3 -5 10 1 2");
}

TEST_F(CommandTest, ReadsShortNames) {
    EXPECT_EQ(project->run({"seed", "-n", "4", "posts"}), 0);
    EXPECT_THAT(out.str(), HasSubstr("posts 0 4"));
}

TEST_F(CommandTest, RefusesAnUnknownOptionWithTheNearest) {
    EXPECT_EQ(project->run({"seed", "posts", "--cuont", "3"}), 2);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("\"seed\" has no option \"--cuont\""),
                                 HasSubstr("did you mean \"--count\"?")));
}

TEST_F(CommandTest, RefusesAValueThatIsNone) {
    EXPECT_EQ(project->run({"seed", "posts", "--count", "many"}), 2);
    EXPECT_THAT(err.str(),
                AllOf(HasSubstr("\"many\" is no value for --count"), HasSubstr("hint: how many to make")));
}

TEST_F(CommandTest, RefusesAValueBeyondItsLimits) {
    EXPECT_EQ(project->run({"seed", "posts", "--count", "-3"}), 2);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("\"-3\" is no value for --count: must be at least 0"), HasSubstr("hint: how many to make")));
    EXPECT_EQ(project->run({"seed", "posts", "--count", "1001"}), 2);
    EXPECT_THAT(err.str(), HasSubstr("must be at most 1000"));
}

TEST_F(CommandTest, RefusesAMissingArgument) {
    EXPECT_EQ(project->run({"seed"}), 2);
    EXPECT_THAT(err.str(), HasSubstr("kind"));
}

TEST_F(CommandTest, RefusesWordsTooMany) {
    EXPECT_EQ(project->run({"seven", "dwarfs"}), 2);
    EXPECT_THAT(err.str(), HasSubstr("\"seven\" doesn't take \"dwarfs\""));
}

TEST_F(CommandTest, SuggestsTheNearestCommand) {
    EXPECT_EQ(project->run({"sede"}), 2);
    EXPECT_THAT(err.str(),
                AllOf(HasSubstr("there is no command \"sede\""), HasSubstr("did you mean \"seed\"?")));
}

TEST_F(CommandTest, GivesItsExitStatus) { EXPECT_EQ(project->run({"seven"}), 7); }
TEST_F(CommandTest, HasACurrentProject) { EXPECT_EQ(project->run({"current"}), 0); }

TEST_F(CommandTest, PrintsAnErrorWithItsHint) {
    EXPECT_EQ(project->run({"fail"}), 1);
    EXPECT_EQ(err.str(), "error: the cellar is flooded\n    hint: pump it dry\n");
}

TEST_F(CommandTest, IsListedByHelp) {
    EXPECT_EQ(project->run({}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("\ndemo\n"), HasSubstr("seed"), HasSubstr("Makes things."),
                                 HasSubstr("check")));
}

TEST_F(CommandTest, IsExplainedByHelp) {
    EXPECT_EQ(project->run({"help", "seed"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Makes things."), HasSubstr("--count"),
                                 HasSubstr("how many to make"), HasSubstr("calm|wild")));
    std::string text = out.str();
    out.str("");
    EXPECT_EQ(project->run({"seed", "--help"}), 0);
    EXPECT_EQ(out.str(), text);
}

TEST_F(CommandTest, OfALaterAppReplacesTheFormer) {
    project->install(App("later").with(command<seven>("fail", "No longer fails.")));
    EXPECT_EQ(project->run({"fail"}), 7);
}

TEST_F(CommandTest, TellsTheVersion) {
    EXPECT_EQ(project->run({"--version"}), 0);
    EXPECT_THAT(out.str(), testing::StartsWith("Portico 0."));
}

TEST(CommandLine, TakesGlobalOptionsAnywhere) {
    TemporaryFolder folder;
    std::string root = folder.path().string();
    std::vector<std::string> words{"/usr/bin/blog",        "--root",        root, "settings", "--set",
                                   "time_zone=Asia/Tokyo", "--profile=test"};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    Project project(static_cast<int>(argv.size()), argv.data());
    EXPECT_EQ(project.program(), "blog");
    EXPECT_EQ(project.settings().root, folder.path());
    EXPECT_EQ(project.settings().time_zone, "Asia/Tokyo");
    EXPECT_EQ(project.settings().profile, Profile::test);
    EXPECT_TRUE(project.check().empty());
}

TEST(CommandLine, RefusesAnAssignmentThatIsNone) {
    std::vector<std::string> words{"blog", "check", "--set", "debug", "--root"};
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    Project project(static_cast<int>(argv.size()), argv.data());
    auto messages = project.check();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_THAT(messages[0].str(), AllOf(HasSubstr("--root"), HasSubstr("a value is missing")));
    EXPECT_THAT(messages[1].str(),
                AllOf(HasSubstr("\"debug\" is no assignment"), HasSubstr("--set key=value")));
}

TEST_F(CommandTest, OutputThatDoesNotFitIsAnError) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{{"seed", "posts"}, {"much"}, {"seed", "--help"}}) {
        std::ofstream full("/dev/full");
        std::ostringstream told;
        auto writing = std::make_unique<Project>(ProjectOptions{.root = folder.path(), .out = &full, .err = &told});
        writing->install(App("demo").with(command<seed>("seed", "Makes things.")).with(command<much>("much", "Tells much.")));
        EXPECT_EQ(writing->run(words), 1) << words.back();
        EXPECT_THAT(told.str(), testing::StartsWith("error: can't write the output: No space left on device\n")) << words.back();
    }
}

/// What comes after "head" has ended is nobody's business.
TEST_F(CommandTest, AReaderThatHasSeenEnoughIsNoError) {
    struct Closed : std::streambuf {
        int sync() override { return errno = EPIPE, -1; }
        int_type overflow(int_type) override { return errno = EPIPE, traits_type::eof(); }
    } closed;
    std::ostream out_to_nobody(&closed);
    auto writing = std::make_unique<Project>(ProjectOptions{.root = folder.path(), .out = &out_to_nobody, .err = &err});
    writing->install(App("demo").with(command<much>("much", "Tells much.")));
    EXPECT_EQ(writing->run({"much"}), 0);
    EXPECT_EQ(err.str(), "");
}

}  // namespace project_tests
