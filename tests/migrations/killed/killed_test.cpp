/// A program that migrates, forth and back over tables with rows, is killed at random moments.
///
/// PORTICO_KILLS: how often (10). PORTICO_KILL_SEED: what a run that failed has printed; the moments depend on the machine all the same.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include <portico/migrations/executor.hpp>
#include <portico/migrations/introspection.hpp>
#include <portico/migrations/schema_editor.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

#include "database_fixture.hpp"

namespace portico::migrations {
namespace {

using testing::IsEmpty;

constexpr const char* files[][2] = {
    {"0001_initial", R"({"operations": [
        {"op": "create_model", "model": "Maker", "fields": [{"name": "id", "type": "integer", "automatic": true, "primary_key": true}, {"name": "name", "type": "text", "max_length": 30}]},
        {"op": "create_model", "model": "Item", "fields": [{"name": "id", "type": "integer", "automatic": true, "primary_key": true}, {"name": "name", "type": "text", "max_length": 30},
            {"name": "price", "type": "integer", "bits": 32}, {"name": "maker", "type": "foreign_key", "to": "Maker"},
            {"name": "makers", "type": "many_to_many", "to": "Maker", "from_columns": ["item_id"], "to_columns": ["maker_id"]}]},
        {"op": "run_sql", "reverse": "", "sql": {"postgresql": "", "sqlite": "CREATE TABLE seen (n integer); CREATE VIEW dear AS SELECT name FROM shop_item WHERE price > 100; CREATE TRIGGER watch AFTER DELETE ON shop_item BEGIN INSERT INTO seen VALUES (old.id); END"}}
    ]})"},
    {"0002_colour", R"({"operations": [{"op": "add_field", "model": "Item", "field": {"name": "colour", "type": "text", "max_length": 20, "fill": "white", "index": true}}]})"},
    {"0003_price", R"({"operations": [
        {"op": "alter_field", "model": "Item", "field": {"name": "price", "type": "decimal", "digits": 12, "places": 2}},
        {"op": "add_check", "model": "Item", "check": {"name": "cheap", "condition": "\"price\" < 1000000"}}]})"},
    {"0004_titles", R"({"operations": [
        {"op": "rename_field", "model": "Maker", "from": "name", "to": "title"},
        {"op": "run_sql", "sql": "UPDATE shop_item SET colour = 'blue' WHERE price > 50", "reverse": ""},
        {"op": "add_index", "model": "Item", "index": {"name": "by_name", "columns": ["name", "id"], "unique": true}}]})"},
    {"0005_firm", R"({"operations": [
        {"op": "rename_model", "from": "Maker", "to": "Firm"},
        {"op": "alter_field", "model": "Item", "field": {"name": "maker", "type": "one_to_one", "to": "Firm", "null": true}}]})"},
    {"0006_less", R"({"operations": [
        {"op": "remove_field", "model": "Item", "field": "colour"},
        {"op": "alter_field", "model": "Item", "field": {"name": "price", "type": "decimal", "digits": 14, "places": 2, "unique": true}}]})"},
};
constexpr int rows = 3000;

class KilledTest : public orm::test::DatabaseTest {
protected:
    KilledTest() : DatabaseTest({.url = "sqlite:db.sqlite3"}) {
        std::filesystem::create_directories(folder.path() / "migrations");
        std::vector<Migration> all;
        for (const auto& [name, text] : files) {
            std::ofstream(folder.path() / "migrations" / (std::string(name) + ".json")) << text;
            all.push_back(parse_migration(text, "shop", name, name));
        }
        std::ofstream(folder.path() / "migrations/latest") << all.back().name << "\n";
        set = MigrationSet::of(std::move(all));
    }

    pid_t start(const std::vector<std::string>& command) {
        const std::string url = orm::test::on_postgresql() ? own.url() : "sqlite:" + (folder.path() / "db.sqlite3").string();
        std::vector<std::string> words{MIGRATING_SITE, url, folder.path().string()};
        words.insert(words.end(), command.begin(), command.end());
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const std::string log = (folder.path() / "log").string();
        const pid_t child = fork();
        if (child != 0) return child;
        const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(out, 1), dup2(out, 2);
        execv(MIGRATING_SITE, arguments.data());
        _exit(127);
    }
    static int wait_for(pid_t child) {
        int status = 0;
        waitpid(child, &status, 0);
        return status;
    }
    void finish(const std::vector<std::string>& command) {
        std::ostringstream log;
        const int status = wait_for(start(command));
        log << std::ifstream(folder.path() / "log").rdbuf();
        ASSERT_EQ(status, 0) << log.str();
    }

    void add_rows() {
        const std::string numbers = orm::test::on_postgresql() ? "generate_series(1, " + std::to_string(rows) + ") AS n(i)"
                                                               : "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(rows) + ") SELECT i FROM n)";
        database().script("INSERT INTO shop_maker (name) SELECT 'maker ' || i FROM " + numbers + ";"
                          "INSERT INTO shop_item (name, price, maker_id) SELECT 'item ' || i, i, i FROM " + numbers + ";"
                          "INSERT INTO shop_item_makers (item_id, maker_id) SELECT i, i FROM " + numbers);
    }
    std::string value(const std::string& sql) { return database().value({sql, {}}).value_or(Value()).str(); }

    /// The tables are those of a whole number of migrations, with all their rows.
    void expect_whole() {
        // What a server goes on with for one that is gone ends before this begins.
        orm::Atomic turn(database(), {});
        while (!make_schema_editor(database())->try_turn()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const Executor executor(database(), set);
        const auto applied = executor.applied();
        const ProjectState state = executor.applied_state();
        EXPECT_THAT(differences(expected(state), live_tables(database())), IsEmpty());
        for (const auto& [app, name] : applied) EXPECT_LE(name.substr(0, 4), "000" + std::to_string(applied.size())) << "in a row";
        const std::string all = std::to_string(rows), sum = std::to_string(rows * (rows + 1) / 2);
        const std::string maker = state.find("shop.Maker") ? "shop_maker" : "shop_firm";
        EXPECT_EQ(value("SELECT count(*) FROM shop_item i JOIN " + maker + " m ON i.maker_id = m.id WHERE i.name = 'item ' || i.id AND i.price = i.id"), all);
        EXPECT_EQ(value("SELECT CAST(sum(item_id) AS bigint) FROM shop_item_makers"), sum);
        if (orm::test::on_postgresql()) return;
        EXPECT_EQ(value("SELECT count(*) FROM dear"), std::to_string(rows - 100));
        EXPECT_EQ(value("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = 'watch'"), "1");
        EXPECT_EQ(value("SELECT count(*) FROM pragma_foreign_key_check"), "0");
        EXPECT_EQ(value("PRAGMA integrity_check"), "ok");
    }
    std::vector<LiveTable> expected(const ProjectState& state) {
        if (!orm::test::on_postgresql()) return tables_of(database(), state);
        orm::Databases others(folder.path());  // it makes them in a transaction of its own
        others.add("default", {.url = own.url()});
        return tables_of(others.connection(), state);
    }

    MigrationSet set = MigrationSet::of({});
};

std::uint64_t from_environment(const char* name, std::uint64_t usual) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : usual;
}

TEST_F(KilledTest, NothingIsLostAndTheNextOneFinishes) {
    const std::uint64_t seed = from_environment("PORTICO_KILL_SEED", std::random_device{}()), kills = from_environment("PORTICO_KILLS", 10);
    std::mt19937_64 dice(seed);
    finish({"migrate", "shop", "0001"});
    add_rows();
    using Clock = std::chrono::steady_clock;
    const auto before = Clock::now();
    finish({"migrate"});
    const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - before);
    std::map<std::size_t, int> left_at;  // number of migrations that were applied then
    std::uint64_t killed = 0;
    for (std::uint64_t tries = 0; killed < kills && tries < 30 * kills && !HasFailure(); ++tries) {
        const bool back = tries % 2 == 0;
        const pid_t child = start(back ? std::vector<std::string>{"migrate", "shop", "0001"} : std::vector<std::string>{"migrate"});
        // No waiting for anything: the moment is what is drawn.
        std::this_thread::sleep_for(std::chrono::microseconds(dice() % static_cast<std::uint64_t>(whole.count())));
        kill(child, SIGKILL);
        if (!WIFSIGNALED(wait_for(child))) continue;
        ++killed;
        expect_whole();
        ++left_at[Executor(database(), set).applied().size()];
    }
    if (HasFailure()) std::cout << "PORTICO_KILL_SEED=" << seed << std::endl;
    for (const auto& [count, times] : left_at) std::cout << "  killed with " << count << " migrations applied: " << times << "\n";
    EXPECT_EQ(killed, kills);
    finish({"migrate"});
    EXPECT_EQ(Executor(database(), set).applied().size(), std::size(files));
    expect_whole();
}

}  // namespace
}  // namespace portico::migrations
