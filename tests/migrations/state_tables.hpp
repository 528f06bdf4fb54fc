/// A database whose tables are led from state to state by the migrations that the autodetector finds.
#pragma once
#include <gmock/gmock.h>

#include <portico/migrations/executor.hpp>
#include <portico/migrations/introspection.hpp>
#include <portico/orm/dialect.hpp>

#include "database_fixture.hpp"
#include "states.hpp"

namespace portico::migrations::test {

class StateTables : public orm::test::DatabaseTest {
protected:
    /// Whatever was done: the tables are what the migrations that were applied add up to.
    void TearDown() override {
        if (!HasFailure()) { EXPECT_THAT(differences(tables_of(database(), executor().applied_state()), live_tables(database())), testing::IsEmpty()); }
    }

    void lead_to(const ProjectState& state) {
        set = with(set, detect_changes(set, state));
        EXPECT_THAT(detect_changes(set, state), testing::IsEmpty()) << "the second run finds nothing";
        run(executor().plan());
        EXPECT_THAT(differences(tables_of(database(), state), live_tables(database())), testing::IsEmpty());
    }
    void go_to(const std::string& app, const std::string& name) { run(executor().plan_to(app, name)); }
    void run(const std::vector<Step>& plan) {
        auto it = executor();
        it.run(plan);
    }
    Executor executor() { return Executor(database(), set, codes); }
    std::vector<std::string> steps_of(const std::string& app) const {
        std::vector<std::string> lines;
        for (const auto& operation : set.last_of(app)->operations) lines.push_back(operation->describe());
        return lines;
    }
    void sql(const std::string& statement) { database().execute({statement, {}}); }
    std::vector<std::string> texts(const std::string& statement) {
        std::vector<std::string> found;
        database().query({statement, {}}, [&](const orm::Row& row) { found.emplace_back(row.text(0)); });
        return found;
    }

    MigrationSet set = MigrationSet::of({});
    std::map<std::string, std::vector<Code>> codes;
};

/// The same SQL for all databases.
inline SqlTexts on_all(const std::string& text) { return SqlTexts{{{"sqlite", text}, {"postgresql", text}}}; }

}  // namespace portico::migrations::test
