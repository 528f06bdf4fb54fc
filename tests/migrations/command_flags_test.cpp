// What Django's commands know besides, and going back.
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <sstream>

#include "commands_fixture.hpp"

namespace portico::migrations {
namespace {

constexpr const char* without_reverse = "{\"operations\": [\n{\"op\": \"run_sql\", \"sql\": \"UPDATE shop_maker SET name = 'x'\"}\n]}";

class CommandFlags : public CommandsTest {};

TEST_F(CommandFlags, BackUndoesTheLastOnes) {
    migrate_twice();
    EXPECT_EQ(program.run({"migrate", "shop", "--back", "1"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Undoing shop.0002_colour... OK"), Not(HasSubstr("0001_initial"))));
    program.run({"migrate"});
    EXPECT_EQ(program.run({"migrate", "--back", "2"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Undoing shop.0002_colour... OK"), HasSubstr("Undoing shop.0001_initial... OK")));
    program.run({"migrate", "--back", "1"});
    EXPECT_THAT(program.out.str(), HasSubstr("No migrations to apply"));
}

TEST_F(CommandFlags, WhatIsHalfUndoneIsTold) {
    program.run({"makemigrations"});
    add("0002_half", R"({"atomic": false, "operations": [{"op": "run_sql", "sql": "SELECT 1", "reverse": "SELECT no_such"},
                                                        {"op": "run_sql", "sql": "SELECT 1", "reverse": "SELECT 2"}]})");
    ASSERT_EQ(program.run({"migrate"}), 0) << program.out.str();
    EXPECT_EQ(program.run({"migrate", "shop", "0001"}), 1);
    EXPECT_THAT(program.out.str(), HasSubstr("the operations before it stay undone, and the same command goes on with this one"));
    for (const std::vector<std::string>& command : {std::vector<std::string>{"migrate"}, {"migrate", "--plan"}, {"migrate", "--check"}}) {
        EXPECT_EQ(program.run(command), 1);
        EXPECT_THAT(program.out.str(), HasSubstr("Half undone: shop.0002_half: undoing, operation 2"));
    }
}

TEST_F(CommandFlags, BackByMoreThanThereAreIsRefused) {
    migrate_twice();
    EXPECT_EQ(program.run({"migrate", "shop", "--back", "3"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("only 2 migrations are applied of \"shop\", so 3 can't be taken back"), HasSubstr("migrate shop zero"), Not(HasSubstr("Undoing"))));
}

TEST_F(CommandFlags, APlanOfUndoingTellsOfItsLocks) {
    migrate_twice();
    EXPECT_EQ(program.run({"migrate", "--back", "2", "--plan"}), 0) << program.out.str();
    const std::string lock = orm::test::on_postgresql() ? "ACCESS EXCLUSIVE for a moment" : "write while every row is rewritten: nobody writes";
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("    Undo: Add field colour to Maker  (loses data)\n        \"shop_maker\": " + lock),
                                         HasSubstr("        UNSAFE: the version that runs now reads and writes \"shop_maker\".\"colour\""),
                                         HasSubstr("    Undo: Create model Maker  (loses data)\n        \"shop_maker\": ")));
}

TEST_F(CommandFlags, LocksAreWaitedForAtLeastShortly) {
    for (const char* seconds : {"0", "-1", "5000 ms", "nan", "1e300"}) {
        EXPECT_EQ(program.run({"migrate", "--lock-timeout", seconds}), 2) << seconds;
        EXPECT_THAT(program.out.str(), HasSubstr(std::string("\"") + seconds + "\" is no value for --lock-timeout"));
    }
}

TEST_F(CommandFlags, HalfOfTheTablesAreNotTakenOver) {
    program.run({"makemigrations"});
    execute("CREATE TABLE shop_maker (id integer)");
    EXPECT_EQ(program.run({"migrate", "--fake-initial"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("of the tables that \"shop.0001_initial\" makes, \"shop_maker\" is there already, and \""), HasSubstr("--fake-initial takes over all or none")));
}

TEST_F(CommandFlags, ASquashLiesInTheAppsFolder) {
    migrate_twice();
    EXPECT_EQ(program.run({"squashmigrations", "shop", "0002", "--squashed-name", "../x"}), 1);
    EXPECT_THAT(program.out.str(), HasSubstr("\"../x\" is no name for a migration"));
}

TEST_F(CommandFlags, BackByNothingIsRefused) {
    program.run({"makemigrations"});
    EXPECT_NE(program.run({"migrate", "--back", "0"}), 0);
    EXPECT_THAT(program.out.str(), Not(HasSubstr("Applying")));
}

TEST_F(CommandFlags, BackRefusesWhatHasNoReverseBeforeItTouchesAnything) {
    migrate_twice();
    add("0003_sql", without_reverse);
    add("0004_more", "{\"operations\": []}");
    program.run({"migrate"});
    EXPECT_EQ(program.run({"migrate", "shop", "--back", "3"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("0003_sql.json:2"), HasSubstr("can't be undone"), Not(HasSubstr("Undoing"))));
    EXPECT_EQ(value("SELECT count(*) FROM django_migrations"), Value(4));
    program.run({"migrate", "shop", "--back", "3", "--plan"});
    EXPECT_THAT(program.out.str(), HasSubstr("(CAN'T BE UNDONE)"));
    EXPECT_EQ(program.run({"sqlmigrate", "shop", "0003", "--backwards"}), 1);
    EXPECT_THAT(program.out.str(), HasSubstr("can't be undone"));
}

TEST_F(CommandFlags, BackDoesNotUndoWhatHasNoFile) {
    migrate_twice();
    execute("INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '0009_gone', '2026-01-01')");
    EXPECT_EQ(program.run({"migrate", "shop", "--back", "1"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("\"shop.0009_gone\" was applied, but its file is gone"), HasSubstr("migrate shop --prune")));
}

TEST_F(CommandFlags, PruneForgetsWhatHasNoFile) {
    migrate_twice();
    execute("INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '0009_gone', '2026-01-01')");
    program.run({"showmigrations", "shop", "--list"});
    EXPECT_THAT(program.out.str(), HasSubstr(" [!] 0009_gone (applied, but there is no file of it"));
    EXPECT_EQ(program.run({"migrate", "--prune"}), 1);
    EXPECT_THAT(program.out.str(), HasSubstr("needs the name of an app"));
    EXPECT_EQ(program.run({"migrate", "shop", "--prune"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), HasSubstr("Forgotten: shop.0009_gone"));
    EXPECT_EQ(value("SELECT count(*) FROM django_migrations"), Value(2));
    program.run({"migrate", "shop", "--prune"});
    EXPECT_THAT(program.out.str(), HasSubstr("No migrations to forget"));
}

TEST_F(CommandFlags, FlagsThatContradictEachOtherAreRefused) {
    migrate_twice();
    execute("INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '0009_gone', '2026-01-01')");
    for (const char* act : {"--prune", "--rebase"})
        for (const char* look : {"--plan", "--check", "--sql", "--drift", "--fake", "--at-once"}) {
            EXPECT_EQ(program.run({"migrate", "shop", act, look}), 1) << act << look;
            EXPECT_EQ(program.out.str(), "error: " + std::string(act) + " and " + look + " don't go together; nothing was done\n    hint: leave one of them out\n");
        }
    const std::vector<std::pair<std::string, std::string>> others{{"--drift", "--plan"}, {"--drift", "--fake"}, {"--sql", "--fake"}, {"--sql", "--at-once"}, {"--at-once", "--fake"},
                                                                {"--unsafe", "--only-safe"}, {"--fake", "--only-safe"}};
    for (const auto& [one, other] : others)
        EXPECT_EQ(program.run({"migrate", "shop", one, other}), 1) << one << other;
    for (const char* flag : {"--prune", "--rebase", "--drift", "--at-once", "--fake-initial"}) EXPECT_EQ(program.run({"migrate", flag, "--back", "1"}), 1) << flag;
    EXPECT_EQ(value("SELECT count(*) FROM django_migrations"), Value(3)) << "nothing was forgotten or taken back";
}

TEST_F(CommandFlags, FlagsThatAPlanHasNoUseForAreRefused) {
    migrate_twice();
    execute("INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '0009_gone', '2026-01-01')");
    const std::vector<std::pair<std::vector<std::string>, std::string>> refused{
        {{"migrate", "shop", "0001", "--prune"}, "--prune forgets all migrations of an app that have no file any more, not \"0001\" alone"},
        {{"migrate", "shpo", "--prune"}, "there is no app \"shpo\"\n    hint: did you mean \"shop\"?"},
        {{"migrate", "shop", "zero", "--fake-initial"}, "--fake-initial is for migrations that are applied, and these would be taken back"},
        {{"migrate", "shop", "0001", "--fake-initial"}, "--fake-initial is for migrations that are applied, and these would be taken back"},
        {{"migrate", "shop", "zero", "--at-once"}, "--at-once is for migrations that are applied, and these would be taken back"}};
    for (const auto& [arguments, why] : refused) {
        EXPECT_EQ(program.run(arguments), 1) << why;
        EXPECT_THAT(program.out.str(), HasSubstr(why));
    }
    EXPECT_EQ(value("SELECT count(*) FROM django_migrations"), Value(3)) << "nothing was forgotten or taken back";
}

TEST_F(CommandFlags, SqlOfOnesOwnEndsBeforeTheNext) {
    program.run({"makemigrations"});
    add("0002_sql", R"({"operations": [{"op": "run_sql", "sql": "UPDATE shop_maker SET name = 'a;'", "reverse": ""},
        {"op": "run_sql", "sql": "UPDATE shop_maker SET name = 'b' -- no end", "reverse": ""},
        {"op": "run_sql", "sql": "UPDATE shop_maker SET name = 'c'; -- an end", "reverse": ""}, {"op": "run_sql", "sql": "-- nothing", "reverse": ""}]})");
    EXPECT_EQ(program.run({"sqlmigrate", "shop", "0002"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("UPDATE shop_maker SET name = 'a;';\nUPDATE shop_maker SET name = 'b' -- no end\n;\nUPDATE shop_maker SET name = 'c'; -- an end\n-- nothing\n"));
    program.run({"migrate", "--sql"});
    EXPECT_THAT(program.out.str(), HasSubstr("-- no end\n;\n"));
}

TEST_F(CommandFlags, FakeWritesDownWhatWasNotDone) {
    migrate_twice();
    EXPECT_EQ(program.run({"migrate", "shop", "zero", "--fake"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), HasSubstr("Undoing shop.0001_initial... faked"));
    EXPECT_EQ(value("SELECT count(*) FROM shop_maker"), Value(0)) << "the table is there still";
    execute("ALTER TABLE shop_maker DROP COLUMN colour");
    EXPECT_EQ(program.run({"migrate", "--fake-initial"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Applying shop.0001_initial... faked"), HasSubstr("Applying shop.0002_colour... OK")));
}

TEST_F(CommandFlags, VerbosityTellsMoreOrNothing) {
    program.run({"makemigrations"});
    program.run({"migrate", "-v", "2"});
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("create model Item (3 of 3): "), HasSubstr("    OK")));
    EXPECT_EQ(program.run({"migrate", "shop", "zero", "--verbosity", "0"}), 0);
    EXPECT_EQ(program.out.str(), "");
    EXPECT_EQ(program.run({"migrate", "--verbosity", "0", "--noinput"}), 0);
    EXPECT_EQ(program.out.str(), "");
}

/// What is written can be waited for.
class HeardText : public std::stringbuf {
public:
    bool wait_for(const std::string& words) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(60), [&] { return heard_.find(words) != heard_.npos; });
    }

protected:
    std::streamsize xsputn(const char* text, std::streamsize size) override {
        const std::lock_guard lock(mutex_);
        heard_.append(text, static_cast<std::size_t>(size));
        changed_.notify_all();
        return size;
    }
    int_type overflow(int_type c) override { return c; }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::string heard_;
};

TEST_F(CommandFlags, WhatTakesLongIsNamedWhileItDoes) {
    program.run({"makemigrations"});
    add("0002_slow", "{\"operations\": [{\"op\": \"run_code\", \"code\": \"wait\"}]}");
    HeardText heard;
    std::ostream out(&heard);
    Project slow({.settings = {{"database.url", Value(database.url())}}, .root = folder.path(), .out = &out, .err = &out});
    bool was_told = false;
    slow.install(app());
    slow.install(App("shop").with(orm::models<shop::Maker, shop::Label, shop::Item>()).with(program.resources).with(Code{
        "wait", [&](CodeContext&) { was_told = heard.wait_for("still at: run code wait (1 of 1), for 1."); }}));
    EXPECT_EQ(slow.run({"migrate"}), 0);
    EXPECT_TRUE(was_told);
}

TEST_F(CommandFlags, UpdatePutsTheChangesIntoTheLastMigration) {
    program.run({"makemigrations"});
    const std::string whole = file("0001_initial.json");
    std::string less = whole;
    const std::string stock = "{\"name\": \"stock\"";
    const auto from = less.rfind(",\n", less.find(stock)), to = less.find('}', less.find(stock)) + 1;
    less.erase(from, to - from);
    write("0001_initial.json", less);
    EXPECT_EQ(program.run({"makemigrations", "--update"}), 0) << program.out.str();
    EXPECT_EQ(file("0001_initial.json"), whole);
    EXPECT_FALSE(has("0002_item_stock.json"));
    EXPECT_EQ(program.run({"makemigrations"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("No changes detected"));
}

TEST_F(CommandFlags, UpdateKeepsWhatWasWrittenByHandAndMayNameIt) {
    program.run({"makemigrations"});
    add("0002_sql", without_reverse);
    std::string first = file("0001_initial.json");
    first.replace(first.find("\"max_length\": 100"), 17, "\"max_length\": 90");
    write("0001_initial.json", first);
    EXPECT_EQ(program.run({"makemigrations", "--update", "--name", "longer"}), 0) << program.out.str();
    EXPECT_FALSE(has("0002_sql.json"));
    EXPECT_EQ(file("latest"), "0002_longer\n");
    EXPECT_THAT(file("0002_longer.json"), AllOf(HasSubstr("run_sql"), HasSubstr("alter_field")));
    EXPECT_EQ(program.run({"makemigrations", "--check"}), 0) << program.out.str();
}

TEST_F(CommandFlags, UpdateRefusesWhatIsAppliedAlready) {
    program.run({"makemigrations"});
    std::string first = file("0001_initial.json");
    program.run({"migrate"});
    first.replace(first.find("\"max_length\": 100"), 17, "\"max_length\": 90");
    write("0001_initial.json", first);
    EXPECT_EQ(program.run({"makemigrations", "--update"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("\"shop.0001_initial\" can't be changed: it is applied"), HasSubstr("--back 1")));
    EXPECT_EQ(file("0001_initial.json"), first);
}

TEST_F(CommandFlags, WhatDjangoHasAndIsNotNeededIsExplained) {
    EXPECT_EQ(program.run({"makemigrations", "--merge"}), 1);
    EXPECT_THAT(program.out.str(), HasSubstr("migrate --rebase"));
    EXPECT_EQ(program.run({"migrate", "--run-syncdb"}), 1);
    EXPECT_THAT(program.out.str(), HasSubstr("run makemigrations, then migrate"));
}

TEST_F(CommandFlags, ScriptablePrintsPathsAlone) {
    EXPECT_EQ(program.run({"makemigrations", "--scriptable", "--noinput"}), 0);
    EXPECT_EQ(program.out.str(), (folder.path() / "shop/migrations/0001_initial.json").string() + "\n");
    EXPECT_EQ(program.run({"makemigrations", "--scriptable"}), 0);
    EXPECT_EQ(program.out.str(), "");
}

TEST_F(CommandFlags, PlansListSomeAppsInTheOrderOfApplying) {
    migrate_twice();
    EXPECT_EQ(program.run({"showmigrations", "shop", "--plan"}), 0);
    EXPECT_EQ(program.out.str(), "[X] shop.0001_initial\n[X] shop.0002_colour\n");
    EXPECT_EQ(program.run({"showmigrations", "shopp"}), 1);
    EXPECT_THAT(program.out.str(), HasSubstr("did you mean \"shop\"?"));
}

/// Somebody at a terminal who types this.
class Typing {
public:
    explicit Typing(const std::string& text) : master_(posix_openpt(O_RDWR | O_NOCTTY)), before_(dup(STDIN_FILENO)) {
        grantpt(master_);
        unlockpt(master_);
        const int slave = open(ptsname(master_), O_RDWR | O_NOCTTY);
        dup2(slave, STDIN_FILENO);
        close(slave);
        std::cin.clear();
        written_ = write(master_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    }
    ~Typing() {
        dup2(before_, STDIN_FILENO);
        close(before_);
        close(master_);
    }
    bool written() const { return written_; }

private:
    int master_, before_;
    bool written_ = false;
};

/// The first migration with a field under another name.
std::string with_old_name(std::string text) {
    const std::string stock = "{\"name\": \"stock\"";
    return text.replace(text.find(stock), stock.size(), "{\"name\": \"amount\"");
}

TEST_F(CommandFlags, WhatLooksRenamedIsAskedFor) {
    program.run({"makemigrations"});
    write("0001_initial.json", with_old_name(file("0001_initial.json")));
    const Typing yes("y\n");
    ASSERT_TRUE(yes.written());
    EXPECT_EQ(program.run({"makemigrations"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Was the field shop.Item.stock called \"amount\" before? [y/N]"), HasSubstr("Rename field amount")));
}

TEST_F(CommandFlags, WhatLooksRenamedAndIsNotIsAnother) {
    program.run({"makemigrations"});
    write("0001_initial.json", with_old_name(file("0001_initial.json")));
    const Typing no("\n");
    EXPECT_EQ(program.run({"makemigrations"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Remove field amount"), HasSubstr("Add field stock"), Not(HasSubstr("Rename field"))));
}

TEST_F(CommandFlags, WhereNobodyAnswersARenameIsHintedAt) {
    program.run({"makemigrations"});
    write("0001_initial.json", with_old_name(file("0001_initial.json")));
    EXPECT_EQ(program.run({"makemigrations", "--noinput", "--dry-run"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Then say .was(\"amount\")"), HasSubstr("Remove field amount")));
}

TEST_F(CommandFlags, ModelsThatLookRenamedAreAskedForToo) {
    program.run({"makemigrations"});
    std::string first = file("0001_initial.json");
    for (const char* name : {"\"Label\"", "\"shop.Label\""})
        for (auto at = first.find(name); at != first.npos; at = first.find(name))
            first.replace(at, std::string(name).size(), std::string(name) == "\"Label\"" ? "\"Tag\"" : "\"shop.Tag\"");
    write("0001_initial.json", first);
    const Typing yes("yes\n");
    EXPECT_EQ(program.run({"makemigrations"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Was the model shop.Label called \"Tag\" before?"), HasSubstr("Rename model Tag to Label")));
}

}  // namespace
}  // namespace portico::migrations
