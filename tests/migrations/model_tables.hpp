/// A database whose tables were made of models by migrations.
#pragma once
#include <gmock/gmock.h>

#include <portico/migrations/executor.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/transaction.hpp>

#include "database_fixture.hpp"
#include "shop_models.hpp"
#include "states.hpp"

namespace shop {

using namespace portico;
using migrations::FieldState;
using migrations::ModelState;
using migrations::ProjectState;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class ModelTables : public orm::test::DatabaseTest {
protected:
    ModelTables() { install(); }

    /// What these models say of their tables.
    template <class... T> static ProjectState state() {
        ProjectState all;
        (all.add(migrations::state_of(orm::model<T>())), ...);
        return all;
    }
    /// A migration that leads there, applied. Its file is written and read on the way.
    void migrate_to(const ProjectState& wanted) {
        changes = migrations::detect_changes(set, wanted);
        set = migrations::test::with(set, changes);
        EXPECT_THAT(migrations::detect_changes(set, wanted), IsEmpty()) << "the second run finds nothing";
        run(executor().plan());
    }
    template <class... T> void make() { migrate_to(state<T...>()); }
    void undo(const std::string& name) { run(executor().plan_to("shop", name)); }
    /// What the last migration does.
    std::vector<std::string> steps() const {
        std::vector<std::string> lines;
        for (const auto& change : changes)
            for (const auto& operation : change.operations) lines.push_back(operation->describe());
        return lines;
    }
    std::vector<std::string> texts(const std::string& sql) {
        std::vector<std::string> found;
        database().query({sql, {}}, [&](const orm::Row& row) { found.emplace_back(row.text(0)); });
        return found;
    }
    void sql(const std::string& statement) { database().execute({statement, {}}); }
    /// CREATE statements of a table and its indexes, as the database has them.
    std::string made(const std::string& table) {
        const std::string sqlite = "SELECT coalesce(sql, '') FROM sqlite_master WHERE tbl_name = '" + table + "' ORDER BY type DESC, name";
        const std::string postgresql =
            "SELECT column_name || ' ' || data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '" + table +
            "' UNION ALL SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '" + table +
            "'::regclass UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = '" + table + "'";
        std::string all;
        for (const std::string& one : texts(orm::test::on_postgresql() ? postgresql : sqlite)) all += one + "\n";
        return all;
    }
    bool is_sqlite() { return database().dialect().name() == "sqlite"; }

    std::vector<migrations::Migration> changes;
    migrations::MigrationSet set = migrations::MigrationSet::of({});

private:
    migrations::Executor executor() { return migrations::Executor(database(), set, {}); }
    void run(const std::vector<migrations::Step>& plan) {
        auto it = executor();
        it.run(plan);
    }
};

}  // namespace shop
