/// The same tests on SQLite and on PostgreSQL. Includes GoogleTest.
///
///     class ShopTest : public orm::EachDatabase {
///     protected:
///         ShopTest() : EachDatabase([](Project& project) { project.install(shop()); }) {}
///     };
///     PORTICO_ON_EACH_DATABASE(ShopTest);
///
///     TEST_P(ShopTest, ListsWhatIsInStock) { EXPECT_EQ(client.get("/").status(), 200); }
///
/// It is a TestCase: one project for each database and program, each test in a transaction. SQLite is in memory; on PostgreSQL the
/// tables lie in a schema of this process's own (so `ctest -j` may run many), of the database that PORTICO_TEST_POSTGRESQL names;
/// without it those tests are skipped.
#pragma once
#include <memory>
#include <string>

#include <portico/orm/test_schema.hpp>
#include <portico/testing/test_case.hpp>

namespace portico::orm {

class EachDatabase : public TestCase, public ::testing::WithParamInterface<const char*> {
protected:
    using Install = void (*)(Project&);

    explicit EachDatabase(Install install) : TestCase(project_on(GetParam(), install)) {}
    void SetUp() override {
        if (left_out(GetParam())) GTEST_SKIP() << "PORTICO_TEST_POSTGRESQL names no server";
    }

private:
    static bool left_out(std::string_view database) { return database == "postgresql" && test_server_url().empty(); }

    /// Schemas are dropped when the last test is through: later the connections' own parts are gone.
    class Schemas : public ::testing::EmptyTestEventListener {
    public:
        const std::string& made() {
            if (!schema_) schema_ = std::make_unique<TestSchema>(test_server_url());
            return schema_->url();
        }
        void OnTestProgramEnd(const ::testing::UnitTest&) override { projects().clear(), schema_.reset(); }

    private:
        std::unique_ptr<TestSchema> schema_;
    };
    struct Kept {
        std::string database;
        Install install;
        std::unique_ptr<Project> project;
    };
    static std::vector<Kept>& projects() {
        static std::vector<Kept> all;
        return all;
    }
    static std::string url_of(std::string_view database) {
        if (database != "postgresql" || left_out(database)) return "sqlite::memory:";
        // GoogleTest owns its listeners.
        static Schemas* const schemas = [] {
            auto* made = new Schemas;
            ::testing::UnitTest::GetInstance()->listeners().Append(made);
            return made;
        }();
        return schemas->made();
    }
    static Project& project_on(const std::string& database, Install install) {
        for (const Kept& kept : projects())
            if (kept.database == database && kept.install == install) return *kept.project;
        auto project = std::make_unique<Project>(ProjectOptions{.settings = {{"database.url", Value(url_of(database))}}});
        install(*project);
        return *projects().emplace_back(Kept{database, install, std::move(project)}).project;
    }
};

}  // namespace portico::orm

#define PORTICO_ON_EACH_DATABASE(Fixture)                                                            \
    INSTANTIATE_TEST_SUITE_P(OnEachDatabase, Fixture, ::testing::Values("sqlite", "postgresql"),     \
                             [](const auto& database) { return std::string(database.param); })
