// The commands as a person runs them, on models of C++ and files in a folder.
#include "commands_fixture.hpp"

namespace portico::migrations {
namespace {

TEST_F(CommandsTest, MakeMigrationsWritesWhatTheModelsSay) {
    EXPECT_EQ(program.run({"makemigrations"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("0001_initial.json"), HasSubstr("Create model Item")));
    EXPECT_EQ(file("latest"), "0001_initial\n");
    EXPECT_THAT(file("0001_initial.json"), AllOf(HasSubstr(R"({"name": "price", "type": "decimal", "digits": 8, "places": 2})"),
                                                 HasSubstr(R"("values": ["open", "sold"])"),
                                                 HasSubstr(R"({"name": "maker", "type": "foreign_key", "to": "shop.Maker"})")));
    EXPECT_EQ(program.run({"makemigrations"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("No changes detected"));
}

/// Here for a folder that is in the way, elsewhere for a full disk.
TEST_F(CommandsTest, WhereAFileCantBeWrittenNoneIsLeft) {
    std::filesystem::create_directories(folder.path() / "shop/migrations/latest/full");
    EXPECT_NE(program.run({"makemigrations"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("can't write"), HasSubstr("is there room?")));
    EXPECT_FALSE(has("0001_initial.json"));
    EXPECT_FALSE(has("latest~"));
    std::filesystem::remove_all(folder.path() / "shop/migrations/latest");
    EXPECT_EQ(program.run({"makemigrations"}), 0) << program.out.str();
}

TEST_F(CommandsTest, MakeMigrationsMayOnlyLook) {
    EXPECT_EQ(program.run({"makemigrations", "--dry-run"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("\"create_model\""));
    EXPECT_EQ(program.run({"makemigrations", "--check"}), 1);
    EXPECT_EQ(file("latest"), "");
}

TEST_F(CommandsTest, MakeMigrationsMakesEmptyOnes) {
    program.run({"makemigrations"});
    EXPECT_EQ(program.run({"makemigrations", "shop", "--empty", "--name", "fill"}), 0) << program.out.str();
    EXPECT_EQ(file("0002_fill.json"), "{\n  \"operations\": []\n}\n");
    EXPECT_EQ(file("latest"), "0002_fill\n");
}

TEST_F(CommandsTest, MigrateAppliesAndShowMigrationsTells) {
    program.run({"makemigrations"});
    program.run({"showmigrations"});
    EXPECT_THAT(program.out.str(), HasSubstr("shop\n [ ] 0001_initial\n"));
    EXPECT_EQ(program.run({"migrate"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), HasSubstr("Applying shop.0001_initial... OK"));
    program.run({"showmigrations", "shop"});
    EXPECT_THAT(program.out.str(), HasSubstr(" [X] 0001_initial"));
    EXPECT_EQ(program.run({"migrate"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("No migrations to apply"));
}

TEST_F(CommandsTest, ACommandThatMissesATableNamesTheMigrations) {
    program.run({"makemigrations"});
    EXPECT_EQ(program.run({"count"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("migrations are not applied: shop.0001_initial"), HasSubstr("hint: run"), HasSubstr("migrate")));
    program.run({"migrate"});
    EXPECT_EQ(program.run({"count"}), 0);
}

TEST_F(CommandsTest, AnAppMayHaveADatabaseOfItsOwn) {
    program.run({"makemigrations"});
    std::ostringstream out;
    Project divided({.settings = {{"database.url", Value(database.url())}, {"databases.stock.url", "sqlite:stock.sqlite3"}, {"databases.stock.apps", List{Value("shop")}}},
                     .root = folder.path(), .out = &out, .err = &out});
    divided.install(app());
    divided.install(App("shop").with(orm::models<shop::Maker, shop::Label, shop::Item>()).with(program.resources));
    EXPECT_EQ(divided.run({"migrate"}), 0);
    EXPECT_THAT(out.str(), HasSubstr("No migrations to apply"));
    EXPECT_EQ(divided.run({"migrate", "shop", "--database", "default"}), 1);
    EXPECT_THAT(out.str(), HasSubstr("the tables of the app \"shop\" are in the database \"stock\""));
    out.str({});
    EXPECT_EQ(unapplied_migrations(divided, "stock").size(), 1u);
    EXPECT_EQ(divided.run({"migrate", "--database", "stock"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("Applying shop.0001_initial... OK"));
    out.str({});
    divided.run({"showmigrations", "shop"});
    EXPECT_THAT(out.str(), HasSubstr("[X] 0001_initial"));
    Project::Scope current(divided);
    shop::Maker::objects.create({.name = "Ann"});
    EXPECT_EQ(orm::connection("stock").value({"SELECT name FROM shop_maker", {}}), Value("Ann"));
}

TEST_F(CommandsTest, TheTablesAreThoseThatTheOrmUses) {
    program.run({"makemigrations"});
    program.run({"migrate"});
    Project::Scope current(program.project);
    auto maker = shop::Maker::objects.create({.name = "Ann"});
    auto item = shop::Item::objects.create({.name = "Chair", .price = Decimal("19.90"), .maker = maker});
    EXPECT_EQ(shop::Item::objects.get(orm::F(&shop::Item::id) == item.id.value()).price, Decimal("19.90"));
}

TEST_F(CommandsTest, MigrateGoesBackAndPlans) {
    program.run({"makemigrations"});
    EXPECT_EQ(program.run({"migrate", "--plan"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("Create model Item"));
    EXPECT_EQ(program.run({"migrate", "--check"}), 1);
    program.run({"migrate"});
    EXPECT_EQ(program.run({"migrate", "--check"}), 0);
    EXPECT_EQ(program.run({"migrate", "shop", "zero"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), HasSubstr("Undoing shop.0001_initial... OK"));
}

TEST_F(CommandsTest, PlansSayWhatTheyDoToARunningSite) {
    program.run({"makemigrations"});
    program.run({"migrate"});
    write("0002_shorter.json", "{\"operations\": [\n{\"op\": \"remove_field\", \"model\": \"Item\", \"field\": \"stock\"}\n]}");
    write("latest", "0002_shorter\n");
    program.run({"migrate", "--plan"});
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Remove field stock from Item  (loses data)\n"),
                                         HasSubstr("UNSAFE: the version that runs now reads and writes \"shop_item\".\"stock\"")));
}

TEST_F(CommandsTest, MakeMigrationsSaysWhatLosesData) {
    program.run({"makemigrations"});
    write("0002_more.json", "{\"operations\": [\n{\"op\": \"add_field\", \"model\": \"Item\", \"field\": {\"name\": \"extra\", \"type\": \"text\", \"null\": true}}\n]}");
    write("latest", "0002_more\n");
    EXPECT_EQ(program.run({"makemigrations", "--dry-run"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("Remove field extra from Item  (loses data)\n"));
}

constexpr const char* links_to_makers =
    "{\"operations\": [\n{\"op\": \"alter_field\", \"model\": \"Item\", \"field\": {\"name\": \"labels\", \"type\": \"many_to_many\", \"to\": \"shop.Maker\", "
    "\"through\": \"shop_item_labels\", \"from_columns\": [\"item_id\"], \"to_columns\": [\"maker_id\"]}}\n]}";

TEST_F(CommandsTest, PlansSayThatLinksAreLost) {
    program.run({"makemigrations"});
    program.run({"migrate"});
    write("0002_links.json", links_to_makers);
    write("latest", "0002_links\n");
    program.run({"migrate", "--plan"});
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Alter field labels of Item  (loses data)\n"),
                                         HasSubstr("UNSAFE: the version that runs now reads and writes links to \"shop.Label\" in \"shop_item_labels\", which are all deleted")));
    EXPECT_EQ(program.run({"migrate"}), 0) << program.out.str();
    program.run({"migrate", "--back", "1", "--plan"});
    EXPECT_THAT(program.out.str(), HasSubstr("Undo: Alter field labels of Item  (loses data)\n"));
}

class PostgresqlCommands : public CommandsTest {};

TEST_F(PostgresqlCommands, ProductionRefusesToLoseLinks) {
    Program live(*this, Profile::production);
    live.run({"makemigrations"});
    EXPECT_EQ(live.run({"migrate"}), 0) << live.out.str();
    write("0002_links.json", links_to_makers);
    write("latest", "0002_links\n");
    EXPECT_NE(live.run({"migrate"}), 0);
    EXPECT_THAT(live.out.str(), AllOf(HasSubstr("would disturb a site that is running"), HasSubstr("(loses data)"), HasSubstr("instead: add a field beside it")));
}

TEST_F(PostgresqlCommands, ProductionRefusesWhatDisturbsARunningSite) {
    Program live(*this, Profile::production);
    EXPECT_EQ(live.run({"makemigrations"}), 0) << live.out.str();
    EXPECT_EQ(live.run({"migrate"}), 0) << "tables that nobody uses yet: " << live.out.str();
    write("0002_shorter.json", "{\"operations\": [\n{\"op\": \"remove_field\", \"model\": \"Item\", \"field\": \"stock\"}\n]}");
    write("latest", "0002_shorter\n");
    EXPECT_NE(live.run({"migrate"}), 0);
    EXPECT_THAT(live.out.str(), AllOf(HasSubstr("would disturb a site that is running"), HasSubstr("instead: deploy a version that does not use it first"),
                                      HasSubstr("migrate --unsafe")));
    EXPECT_EQ(live.run({"migrate", "--unsafe"}), 0) << live.out.str();
    EXPECT_NE(live.run({"migrate", "--back", "1"}), 0);
    EXPECT_THAT(live.out.str(), HasSubstr("would be taken back, and with it the rows"));
}

TEST_F(CommandsTest, OnlyWhatIsSafeWhereThatIsSaid) {
    program.run({"makemigrations"});
    EXPECT_EQ(program.run({"migrate", "--only-safe"}), 0) << "tables that nobody uses yet: " << program.out.str();
    write("0002_shorter.json", "{\"operations\": [\n{\"op\": \"remove_field\", \"model\": \"Item\", \"field\": \"stock\"}\n]}");
    write("latest", "0002_shorter\n");
    EXPECT_NE(program.run({"migrate", "--only-safe"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("would disturb a site that is running"), HasSubstr("reads and writes \"shop_item\".\"stock\""), HasSubstr("leave out --only-safe")));
    EXPECT_NE(program.run({"migrate", "shop", "zero", "--only-safe"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("error: --only-safe takes nothing back: \"shop.0001_initial\" would be taken back"), HasSubstr("or leave out --only-safe if"), Not(HasSubstr("production"))));
    Program live(*this, Profile::production);
    EXPECT_NE(live.run({"migrate", "shop", "zero", "--only-safe"}), 0);
    EXPECT_THAT(live.out.str(), AllOf(HasSubstr("error: in production \"shop.0001_initial\" would be taken back"), HasSubstr("or say \"migrate --unsafe\" instead of --only-safe if")));
    EXPECT_EQ(program.run({"migrate"}), 0) << program.out.str();
}

TEST_F(CommandsTest, ModelsThatNoMigrationLeadsToAreNoFailureOfWhatWasApplied) {
    std::filesystem::create_directory(folder.path() / "shop/migrations");
    add("0001_initial", R"({"operations": [
        {"op": "create_model", "model": "Maker", "fields": [{"name": "name", "type": "text", "max_length": 100, "primary_key": true}]},
        {"op": "create_model", "model": "Item", "fields": [{"name": "id", "type": "integer", "automatic": true, "primary_key": true}, {"name": "maker", "type": "foreign_key", "to": "shop.Maker", "key": [{"type": "text", "max_length": 100}]}]}]})");
    EXPECT_EQ(program.run({"migrate"}), 0) << program.out.str();
    const std::string why = "the key of \"shop.Maker\" can't become \"id\": \"shop.Item.maker\" keeps the key of before, \"name\"";
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("Applying shop.0001_initial... OK"), HasSubstr("The models have changes that no migration has yet, and makemigrations can't write one: " + why)));
    EXPECT_EQ(program.run({"makemigrations"}), 1);
    EXPECT_THAT(program.out.str(), HasSubstr("error: " + why));
}

TEST_F(CommandsTest, MigrateTellsWhatTheDatabaseHasOtherwise) {
    program.run({"makemigrations"});
    EXPECT_EQ(program.run({"migrate", "--drift"}), 0) << program.out.str();
    program.run({"migrate"});
    EXPECT_EQ(program.run({"migrate", "--drift"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), HasSubstr("are what the applied migrations add up to"));
    {
        Project::Scope current(program.project);
        orm::connection().execute({"ALTER TABLE shop_item RENAME COLUMN stock TO amount", {}});
    }
    EXPECT_EQ(program.run({"migrate", "--drift"}), 1);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("\"shop_item\": missing: column \"stock\""),
                                         HasSubstr("\"shop_item\": not in the models: column \"amount\"")));
}

TEST_F(CommandsTest, SqlMigrateShowsTheSql) {
    program.run({"makemigrations"});
    EXPECT_EQ(program.run({"sqlmigrate", "shop", "0001"}), 0) << program.out.str();
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("BEGIN;"), HasSubstr("CREATE TABLE \"shop_item\""), HasSubstr("CHECK (\"state\" IN ('open', 'sold'))")));
}

TEST_F(CommandsTest, ABrokenFileStopsEverythingAndIsNamed) {
    program.run({"makemigrations"});
    write("0002_bad.json", "{\n  \"operations\": [\n    {\"op\": \"add_fild\"}\n  ]\n}\n");
    write("latest", "0002_bad\n");
    EXPECT_NE(program.run({"migrate"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("0002_bad.json:3"), HasSubstr("did you mean \"add_field\"")));
    EXPECT_THAT(program.out.str(), Not(HasSubstr("Applying")));
}

TEST_F(CommandsTest, ALatestThatIsNotTheLastIsNamed) {
    program.run({"makemigrations"});
    write("latest", "0003_elsewhere\n");
    EXPECT_NE(program.run({"migrate"}), 0);
    EXPECT_THAT(program.out.str(), AllOf(HasSubstr("latest"), HasSubstr("0003_elsewhere")));
    write("latest", "<<<<<<< HEAD\n0002_a\n=======\n0002_b\n>>>>>>> b\n");
    EXPECT_NE(program.run({"migrate"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("two branches have each added a migration"));
}

TEST_F(CommandsTest, ChecksTellWhatIsNotApplied) {
    program.run({"makemigrations"});
    auto messages = program.project.check({CheckStage::database});
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].id, "migrations.W001");
    EXPECT_THAT(messages[0].str(), AllOf(HasSubstr("shop.0001_initial"), HasSubstr("migrate")));
}

TEST_F(CommandsTest, SafeMigrationsAreWrittenInSteps) {
    program.run({"makemigrations"});
    program.run({"migrate"});
    std::string initial = file("0001_initial.json");
    const std::string stock = R"({"name": "stock", "type": "integer", "bits": 32})";
    ASSERT_THAT(initial, HasSubstr(stock));
    write("0001_initial.json", initial.replace(initial.find(stock), stock.size(), R"({"name": "stocked", "type": "integer", "bits": 32})"));
    EXPECT_EQ(program.run({"makemigrations", "--safe"}), 0) << program.out.str();
    EXPECT_THAT(file("0002_alter_item_stocked_item_stock.json"), HasSubstr(R"("db_default": 1)"));
    EXPECT_THAT(file("0003_remove_item_stocked_alter_item_stock.json"), HasSubstr(R"("comment": "apply this once the version that does without runs everywhere)"));
    EXPECT_EQ(file("latest"), "0003_remove_item_stocked_alter_item_stock\n");
    EXPECT_EQ(program.run({"makemigrations"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("No changes detected"));
}

TEST_F(CommandsTest, ALocksPatienceIsAFlag) {
    program.run({"makemigrations"});
    EXPECT_EQ(program.run({"migrate", "--lock-timeout", "0.2"}), 0) << program.out.str();
    EXPECT_NE(program.run({"migrate", "--lock-timeout", "soon"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("soon"));
}

Response count_makers(Request&) { return Response(std::to_string(shop::Maker::objects.count())); }

TEST_F(CommandsTest, ARequestIsToldOfUnappliedMigrationsAndGoesOnOnceTheyAre) {
    program.project.install(App("pages").with(urls({path<count_makers>("makers/")})));
    program.run({"makemigrations"});
    TestClient client(program.project);
    EXPECT_EQ(client.get("/makers/").status(), 503);
    program.run({"migrate"});
    EXPECT_EQ(client.get("/makers/").text(), "0");
}

TEST_F(CommandsTest, UnknownAppsAreNamed) {
    EXPECT_NE(program.run({"makemigrations", "shp"}), 0);
    EXPECT_THAT(program.out.str(), HasSubstr("did you mean \"shop\""));
}

TEST(CreateTables, MakesAllModelsTablesAtOnce) {
    int runs = 0;
    Project project(ProjectOptions{});
    project.install(app());
    project.install(App("shop").with(orm::models<shop::Maker, shop::Label, shop::Item>()).with(after_migrate([&](Project&) { ++runs; })));
    create_tables(project);
    Project::Scope current(project);
    shop::Maker::objects.create({.name = "Ann"});
    EXPECT_EQ(shop::Maker::objects.count(), 1U);
    EXPECT_EQ(runs, 1);
}

TEST(TestHooks, MakeTheTablesOnceAndRollEachTestBack) {
    Project project(ProjectOptions{});
    project.install(app());
    project.install(App("shop").with(orm::models<shop::Maker, shop::Label, shop::Item>()));
    Project::Scope current(project);
    for (int test = 0; test < 2; ++test) {
        TestScope scope(project);
        EXPECT_EQ(shop::Maker::objects.count(), 0U);
        shop::Maker::objects.create({.name = "Ann"});
    }
}

TEST_F(CommandsTest, TheHistorysTableHasItsMigration) {
    std::ostringstream out;
    Project keeping({.settings = {{"database.url", Value(database.url())}}, .root = folder.path(), .out = &out, .err = &out});
    keeping.install(app()).install(orm::history());
    EXPECT_EQ(keeping.run({"makemigrations", "history", "--check"}), 0) << out.str();
    EXPECT_EQ(keeping.run({"migrate"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("Applying history.0001_initial... OK"));
}

}  // namespace
}  // namespace portico::migrations
