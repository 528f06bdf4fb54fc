// SQL for somebody else to run, in place of migrate.
#include <portico/orm/transaction.hpp>

#include "commands_fixture.hpp"

namespace portico::migrations {
namespace {

class SqlOfPlans : public CommandsTest {
protected:
    /// As one transaction, whatever it says of transactions.
    void run_script(std::string sql) {
        Project::Scope current(program.project);
        for (const char* word : {"BEGIN;\n", "COMMIT;\n"})
            for (auto at = sql.find(word); at != sql.npos; at = sql.find(word)) sql.erase(at, std::string(word).size());
        orm::connection().script(sql);
    }
};

using PostgresqlSqlOfPlans = SqlOfPlans;
using SqliteSqlOfPlans = SqlOfPlans;

TEST_F(SqlOfPlans, TheSqlOfAPlanDoesAllThatMigrateDoes) {
    program.run({"makemigrations"});
    add("0002_colour", with_colour);
    EXPECT_EQ(program.run({"migrate", "--sql"}), 0);
    const std::string sql = program.out.str();
    EXPECT_THAT(sql, AllOf(HasSubstr("CREATE TABLE \"django_migrations\""), HasSubstr("-- shop.0002_colour\nBEGIN;\n"), HasSubstr("COMMIT;")));
    program.run({"migrate", "--check"});
    EXPECT_THAT(program.out.str(), HasSubstr("shop.0001_initial")) << "nothing was applied";
    run_script(sql);
    EXPECT_EQ(program.run({"migrate", "--check"}), 0) << program.out.str();
    EXPECT_EQ(program.run({"migrate", "--drift"}), 0) << program.out.str();
    program.run({"migrate", "shop", "0001", "--sql"});
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("-- shop.0002_colour (undone)"), HasSubstr("DELETE FROM django_migrations WHERE app = 'shop' AND name = '0002_colour';")));
}

constexpr const char* name_is_number = R"({"operations": [{"op": "alter_field", "model": "Maker", "field": {"name": "name", "type": "integer"}}]})";

TEST_F(SqlOfPlans, TheSqlOfAnotherTypeLooksAtTheRows) {
    migrate_twice();
    execute("INSERT INTO shop_maker (name, colour) VALUES ('12', 'red'), ('1.5', 'red')");
    add("0003_number", name_is_number);
    ASSERT_EQ(program.run({"migrate", "--sql"}), 0) << program.out.str();
    const std::string sql = program.out.str();
    EXPECT_THROW(run_script(sql), orm::DatabaseError);
    EXPECT_EQ(value("SELECT count(*) FROM django_migrations"), Value(2)) << "nothing of it is kept";
    execute("UPDATE shop_maker SET name = '7' WHERE name = '1.5'");
    run_script(sql);
    EXPECT_EQ(value("SELECT sum(name) FROM shop_maker").str(), "19");
    EXPECT_EQ(program.run({"migrate", "--drift"}), 0) << program.out.str();
}

TEST_F(SqliteSqlOfPlans, TheSqlOfATableThatIsMadeAnewKeepsWhatIsSomebodysOwn) {
    migrate_twice();
    execute("CREATE TRIGGER heard AFTER DELETE ON shop_maker BEGIN SELECT 1; END");
    execute("CREATE INDEX by_hand ON shop_maker (lower(name))");
    add("0003_note", R"({"operations": [{"op": "add_field", "model": "Maker", "field": {"name": "note", "type": "text", "null": true}}]})");
    add("0004_longer", R"({"operations": [{"op": "alter_field", "model": "Maker", "field": {"name": "name", "type": "text", "max_length": 150}}]})");
    ASSERT_EQ(program.run({"migrate", "--sql"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), HasSubstr("have it stop there (sqlite3 -bail)"));
    run_script(program.out.str());
    EXPECT_EQ(value("SELECT count(*) FROM sqlite_master WHERE name IN ('heard', 'by_hand')"), Value(2));
    EXPECT_EQ(program.run({"migrate", "--check"}), 0) << program.out.str();
    program.run({"migrate", "--drift"});
    EXPECT_EQ(program.out.str(), "\"shop_maker\": not in the models: index over (lower(name))\n");
}

TEST_F(SqliteSqlOfPlans, TheSqlThatWouldLoseAColumnIsRefused) {
    migrate_twice();
    execute("ALTER TABLE shop_maker ADD COLUMN hand text");
    add("0003_number", name_is_number);
    EXPECT_EQ(program.run({"migrate", "--sql"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("would lose what no migration knows: the column \"hand\""), Not(HasSubstr("CREATE TABLE"))));
    add("0003_number", R"({"operations": [{"op": "run_sql", "sql": "SELECT 1", "reverse": ""}, {"op": "alter_field", "model": "Maker", "field": {"name": "name", "type": "integer"}}]})");
    EXPECT_EQ(program.run({"migrate", "--sql"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), HasSubstr("-- what \"shop_maker\" has of somebody's own is lost here: it was perhaps changed by SQL before"));
}

TEST_F(SqliteSqlOfPlans, TheSqlOfATableThatIsMadeAnewLooksAtReferences) {
    migrate_twice();
    add("0003_broken", R"j({"operations": [{"op": "run_sql", "sql": "INSERT INTO shop_item (name, price, state, maker_id, stock) VALUES ('a', 1, 'open', 77, 1)", "reverse": ""},
        {"op": "alter_field", "model": "Maker", "field": {"name": "name", "type": "text", "max_length": 150}}]})j");
    ASSERT_EQ(program.run({"migrate", "--sql"}), 0) << program.out.str();
    const std::string sql = program.out.str();
    EXPECT_THAT(sql, HasSubstr("rows refer to others that do not exist"));
    Project::Scope current(program.project);
    orm::Atomic unwatched(orm::connection(), {.foreign_keys = false});
    EXPECT_THROW(run_script(sql), orm::IntegrityError);
}

/// What rows a migration's own SQL has changed is looked at before tables change, as migrate does.
TEST_F(PostgresqlSqlOfPlans, TheSqlSettlesRows) {
    migrate_twice();
    add("0003_rows", R"({"operations": [{"op": "run_sql", "sql": "UPDATE shop_maker SET name = 'x'", "reverse": ""}, {"op": "alter_field", "model": "Maker", "field": {"name": "name", "type": "text", "max_length": 150}}]})");
    ASSERT_EQ(program.run({"migrate", "--sql"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), HasSubstr("UPDATE shop_maker SET name = 'x';\nSET CONSTRAINTS ALL IMMEDIATE;\nSET CONSTRAINTS ALL DEFERRED;\nALTER TABLE"));
}

TEST_F(SqlOfPlans, TheSqlOfWhatCodeDoesIsRefused) {
    migrate_twice();
    add("0003_fill", R"({"atomic": false, "operations": [{"op": "backfill", "model": "Item", "set": {"name": "name"}}]})");
    EXPECT_EQ(program.run({"migrate", "--sql"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("0003_fill.json:1"), Not(HasSubstr("INSERT"))));
}

}  // namespace
}  // namespace portico::migrations
