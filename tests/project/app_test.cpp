#include "program.hpp"

#include <portico/project/hooks.hpp>

namespace project_tests {

struct Colour {
    std::string name{};
};

struct Mailer {
    std::string from{};
};

/// Brings an app of its own along, as orm::models does.
struct NeedsPaint {
    void attach(Project& project) { project.require(App("paint").with(Colour{"red"})); }
};

struct KnowsItsApp {
    std::string* seen;
    void attach(Project&, const InstalledApp& app) { *seen = app.label + " " + app.prefix; }
};

struct ProvidesMailer {
    void attach(Project& project) { project.provide(std::make_shared<Mailer>(Mailer{"me@example.org"})); }
};

class AppTest : public Program {
protected:
    std::vector<std::string> colours(const Project& project) {
        std::vector<std::string> found;
        for (const auto& [app, colour] : project.contributions<Colour>())
            found.push_back(app.label + ":" + colour.name);
        return found;
    }
};

TEST_F(AppTest, ContributionsComeInOrderOfInstallation) {
    auto project = start();
    project->install(App("b").with(Colour{"blue"}).with(Colour{"green"}))
        .install(App("a").with(Colour{"red"}));
    EXPECT_THAT(colours(*project), testing::ElementsAre("b:blue", "b:green", "a:red"));
}

TEST_F(AppTest, ARequiredAppComesBeforeAndOnce) {
    auto project = start();
    project->install(App("house").with(Colour{"white"}).with(NeedsPaint{}));
    project->install(App("garden").with(NeedsPaint{}));
    EXPECT_THAT(colours(*project), testing::ElementsAre("paint:red", "house:white"));
    EXPECT_EQ(problems(*project), "");
}

TEST_F(AppTest, AttachedContributionsKnowTheirApp) {
    std::string seen;
    auto project = start();
    project->install(App("blog").with(KnowsItsApp{&seen}), "blog/");
    EXPECT_EQ(seen, "blog blog/");
}

TEST_F(AppTest, HasATitleForPeople) {
    auto project = start();
    project->install(App("photo_album")).install(App("x").title("Ex"));
    EXPECT_EQ(project->apps()[1].title, "Photo album");
    EXPECT_EQ(project->apps()[2].title, "Ex");
}

TEST_F(AppTest, TheSameLabelTwiceIsAnError) {
    auto project = start();
    project->install(App("blog")).install(App("blog"));
    EXPECT_THAT(problems(*project),
                AllOf(HasSubstr("project.E001"), HasSubstr("\"blog\" is installed already")));
    EXPECT_THROW(project->start(), StartError);
}

TEST_F(AppTest, ALabelIsAnIdentifier) {
    auto project = start();
    project->install(App("My Blog"));
    EXPECT_THAT(problems(*project), AllOf(HasSubstr("project.E002"), HasSubstr("\"My Blog\"")));
}

TEST_F(AppTest, APrefixEndsInASlash) {
    auto project = start();
    project->install(App("blog"), "/blog");
    EXPECT_THAT(problems(*project), HasSubstr("project.E003"));
}

TEST_F(AppTest, ServicesAreFoundByType) {
    auto project = start();
    EXPECT_EQ(project->find<Mailer>(), nullptr);
    project->install(App("mail").with(ProvidesMailer{}));
    EXPECT_EQ(project->get<Mailer>().from, "me@example.org");
}

TEST_F(AppTest, AMissingServiceIsNamed) {
    auto project = start();
    try {
        project->get<Mailer>();
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("project_tests::Mailer"));
    }
}

TEST_F(AppTest, ReadyHooksRunOnceInOrderAndStoppedOnesBackwards) {
    std::string log;
    auto note = [&log](std::string text) { return [&log, text](Project&) { log += text; }; };
    auto project = start();
    project->install(App("a").with(on_ready(note("a"))).with(on_stopped(note("A"))));
    project->install(App("b").with(on_ready(note("b"))).with(on_stopped(note("B"))));
    project->start();
    project->start();
    project.reset();
    EXPECT_EQ(log, "abBA");
}

TEST_F(AppTest, TheCurrentProjectEndsWithItsScope) {
    auto project = start();
    EXPECT_THROW(Project::current(), Error);
    {
        Project::Scope scope(*project);
        EXPECT_EQ(&Project::current(), project.get());
    }
    EXPECT_EQ(Project::current_or_null(), nullptr);
}

TEST_F(AppTest, ErrorMappingsGiveStatuses) {
    auto project = start();
    project->install(App("a").with(error_status<std::out_of_range>(404)));
    EXPECT_EQ(project->status_of(std::out_of_range("x")), 404);
    EXPECT_EQ(project->status_of(std::runtime_error("x")), std::nullopt);
}

}  // namespace project_tests
