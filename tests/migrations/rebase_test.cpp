// Two branches that each add a migration, with git itself.
#include <cstdlib>

#include "file_site.hpp"

namespace portico::migrations {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class Rebase : public test::FileSite {
protected:
    Rebase() {
        git("init -q -b main");
        write("0001_initial", initial);
        commit("The first");
    }

    int git(const std::string& arguments) {
        const std::string who = "-c user.name=Ann -c user.email=ann@example.org -c core.editor=true -c core.hooksPath=/dev/null ";
        return std::system(("cd '" + folder.path().string() + "' && git " + who + arguments + " > /dev/null 2>&1").c_str());
    }
    void commit(const std::string& message) {
        git("add -A shop");
        ASSERT_EQ(git("commit -q -m '" + message + "'"), 0);
    }
    /// Two migrations on a branch, one on main.
    void branch_off() {
        git("checkout -q -b feature");
        write("0002_subtitle", adding("subtitle"));
        commit("A subtitle");
        write("0003_teaser", adding("teaser"));
        commit("A teaser");
        git("checkout -q main");
        write("0002_colour", adding("colour"));
        commit("A colour");
    }
};

TEST_F(Rebase, GitFindsTheConflictAndTheCommandResolvesIt) {
    branch_off();
    git("checkout -q feature");
    ASSERT_NE(git("merge main"), 0) << "both have written \"latest\"";
    EXPECT_NE(run({"migrate"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("latest:1: two branches have each added a migration"), HasSubstr("migrate --rebase")));

    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("shop: 0002_subtitle is now 0003_subtitle"), HasSubstr("shop: 0003_teaser is now 0004_teaser")));
    EXPECT_THAT(files(), ElementsAre("0001_initial.json", "0002_colour.json", "0003_subtitle.json", "0004_teaser.json", "latest"));
    EXPECT_EQ(read("latest"), "0004_teaser\n");
    commit("Merge main");
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    EXPECT_THAT(applied(), ElementsAre("0001_initial", "0002_colour", "0003_subtitle", "0004_teaser"));
}

TEST_F(Rebase, TheBranchsComeLastWhenItIsPutOntoTheOther) {
    branch_off();
    git("checkout -q feature");
    ASSERT_NE(git("rebase main"), 0);
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    git("add -A shop");
    ASSERT_NE(git("rebase --continue"), 0) << "the second commit names itself the latest too";
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    git("add -A shop");
    ASSERT_EQ(git("rebase --continue"), 0);
    EXPECT_THAT(files(), ElementsAre("0001_initial.json", "0002_colour.json", "0003_subtitle.json", "0004_teaser.json", "latest"));
    EXPECT_EQ(read("latest"), "0004_teaser\n");
}

TEST_F(Rebase, WhatWasAppliedUnderItsOldNumberStays) {
    branch_off();
    git("checkout -q feature");
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    rows("INSERT INTO shop_post (title, subtitle, teaser) VALUES ('Open', 'mine', 'mine too') RETURNING id");
    git("merge main");
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("\"shop.0002_subtitle\" is applied in the database \"default\": noted there as \"0003_subtitle\""), HasSubstr("its rows stay as they are")));
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("Applying shop.0002_colour... OK"));
    EXPECT_THAT(rows("SELECT subtitle || ', ' || teaser || ', ' || colour FROM shop_post"), ElementsAre("mine, mine too, new"));
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "shop", "0001"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
}

TEST_F(Rebase, AnotherMachineIsToldAfterTheFilesWereRenumbered) {
    write("0002_subtitle", adding("subtitle"));
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    std::filesystem::rename(migrations() / "0002_subtitle.json", migrations() / "0003_subtitle.json");
    write("0002_colour", adding("colour"));
    std::ofstream(migrations() / "latest") << "0003_subtitle\n";
    EXPECT_NE(run({"migrate"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("has applied \"shop.0002_subtitle\", and there is no such migration"), HasSubstr("migrate --rebase")));
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
}

/// It was written since: the tables lack what it makes.
TEST_F(Rebase, AnotherThatIsCalledAlikeIsNotTakenForIt) {
    write("0002_more", adding("subtitle"));
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    std::filesystem::remove(migrations() / "0002_more.json");
    write("0002_colour", adding("colour"));
    write("0003_more", adding("teaser"));
    EXPECT_NE(run({"migrate"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("has applied \"shop.0002_more\", and there is no such migration"), HasSubstr("give its file back"), Not(HasSubstr("--rebase"))));
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("\"shop.0002_more\" is applied in the database \"default\", and no file makes what it made"));
    EXPECT_THAT(applied(), ElementsAre("0001_initial", "0002_more"));
}

TEST_F(Rebase, WithoutGitTheOneToMoveIsNamed) {
    branch_off();
    git("checkout -q feature");
    std::filesystem::remove_all(folder.path() / ".git");
    std::ofstream(migrations() / "0002_colour.json") << adding("colour");
    EXPECT_NE(run({"migrate", "--rebase"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("the app \"shop\" has two lines of migrations"), HasSubstr("0002_colour, 0002_subtitle")));
    EXPECT_EQ(run({"migrate", "shop", "0002_colour", "--rebase"}), 0) << out.str();
    EXPECT_THAT(files(), ElementsAre("0001_initial.json", "0002_subtitle.json", "0003_teaser.json", "0004_colour.json", "latest"));
}

TEST_F(Rebase, DependenciesAreOnTheNewName) {
    branch_off();
    git("checkout -q feature");
    write("0004_more", adding("more", "\"dependencies\": {\"other\": \"0002_subtitle\", \"shop\" : \"0003_teaser\"}, "));
    commit("More");
    ASSERT_NE(git("merge main"), 0);
    run({"migrate", "--rebase"});
    EXPECT_THAT(read("0005_more.json"), HasSubstr(R"({"other": "0002_subtitle", "shop" : "0004_teaser"})"));
}

/// A squashed one has the number of the last that it stands for: both are one place in the line.
TEST_F(Rebase, WhatASquashStandsForIsCalledByItsNewNames) {
    branch_off();
    git("checkout -q feature");
    ASSERT_EQ(run({"squashmigrations", "shop", "0002", "0003"}), 0) << out.str();
    commit("Squash");
    ASSERT_NE(git("merge main"), 0);
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    EXPECT_THAT(files(), ElementsAre("0001_initial.json", "0002_colour.json", "0003_subtitle.json", "0004_squashed.json", "0004_teaser.json", "latest"));
    EXPECT_THAT(read("0004_squashed.json"), HasSubstr(R"("replaces": ["0003_subtitle", "0004_teaser"])"));
    EXPECT_EQ(read("latest"), "0004_squashed\n");
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("Every app has one line of migrations"));
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
}

/// 0002 becomes what 0003 was called: each name is looked up once.
TEST_F(Rebase, NamesThatDifferInTheirNumberAloneAreChangedOnce) {
    git("checkout -q -b feature");
    write("0002_more", adding("a"));
    write("0003_more", adding("b"));
    write("0004_last", adding("c", R"("dependencies": {"shop": "0002_more"}, )"));
    commit("Three");
    git("checkout -q main");
    write("0002_colour", adding("colour"));
    commit("A colour");
    git("checkout -q feature");
    ASSERT_NE(git("merge main"), 0);
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    EXPECT_THAT(read("0005_last.json"), HasSubstr(R"({"shop": "0003_more"})"));
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
}

TEST_F(Rebase, WhatStandsOnTheOneThatIsNamedGoesWithIt) {
    branch_off();
    git("checkout -q feature");
    std::filesystem::remove_all(folder.path() / ".git");
    std::ofstream(migrations() / "0002_colour.json") << adding("colour");
    std::ofstream(migrations() / "0003_teaser.json") << R"({"operations": [{"op": "rename_field", "model": "Post", "from": "subtitle", "to": "teaser"}]})";
    EXPECT_EQ(run({"migrate", "shop", "0002_subtitle", "--rebase"}), 0) << out.str();
    EXPECT_THAT(files(), ElementsAre("0001_initial.json", "0002_colour.json", "0003_subtitle.json", "0004_teaser.json", "latest"));
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
}

TEST_F(Rebase, WhereTheyDontFitNoFileIsChanged) {
    write("0002_a", adding("a"));
    write("0002_b", adding("a"));
    const auto before = files();
    EXPECT_NE(run({"migrate", "shop", "0002_b", "--rebase"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("behind the others \"0002_b\" does not fit them"), HasSubstr("no file was changed")));
    EXPECT_EQ(files(), before);
    EXPECT_EQ(read("latest"), "0002_b\n");
}

TEST_F(Rebase, WhereThereIsOneLineNothingHappens) {
    EXPECT_EQ(run({"migrate", "--rebase"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("Every app has one line of migrations"));
}

}  // namespace
}  // namespace portico::migrations
