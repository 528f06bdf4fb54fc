/// Model sets drawn by chance, with rows in their tables, become others: forwards, backwards and forwards again.
///
/// PORTICO_MODEL_PAIRS: how many pairs (50); from 500 on each kind of change must have been drawn 20 times. PORTICO_MODEL_SEED: the seed of the first
/// pair, what a run that failed has printed; the next has the next.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include <portico/base/text.hpp>
#include <portico/migrations/executor.hpp>
#include <portico/migrations/introspection.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/errors.hpp>

#include "../../../migrations/src/optimizer.hpp"
#include "database_fixture.hpp"
#include "rows_of_pair.hpp"

namespace portico::migrations::test {
namespace {

using testing::IsEmpty;

std::uint64_t from_environment(const char* name, std::uint64_t usual) {
    const char* text = std::getenv(name);
    return text ? std::strtoull(text, nullptr, 10) : usual;
}

std::string texts_of(const std::vector<Migration>& migrations) {
    std::string all;
    for (const Migration& migration : migrations) all += migration.label() + "\n" + to_text(migration);
    return all;
}

class RandomPair {
public:
    explicit RandomPair(std::uint64_t seed) : dice_(seed), pair_(DrawnChanges(dice_, orm::test::on_postgresql()).draw(seed)) {
        databases_.add("default", {.url = own_.url()});
    }
    const Pair& pair() const { return pair_; }

    /// Both states as migrations.
    std::string shown() const {
        const MigrationSet nothing = MigrationSet::of({});
        const auto first = detect_changes(nothing, pair_.first);
        return "changes: " + portico::text::join(pair_.changes, ", ") + "\nfirst:\n" + texts_of(first) + "then:\n" + texts_of(detect_changes(with(nothing, first), pair_.second));
    }

    void run() {
        lead_to(pair_.first);
        add_rows(database(), pair_.first, pair_.empty);
        const Contents before = contents(database(), pair_.first);
        const MigrationSet first = with(set_, {});

        lead_to(pair_.second);
        const Contents after = contents(database(), pair_.second);
        EXPECT_THAT(lost(pair_, before, after), IsEmpty());
        if (testing::Test::HasFailure()) return;

        const bool emptied = go_back(first);
        const Contents back = contents(database(), pair_.first);
        expect_tables_of(pair_.first);
        if (!emptied) { EXPECT_THAT(lost_on_the_way_back(pair_, before, back), IsEmpty()); }

        run_plan(executor().plan());
        expect_tables_of(pair_.second);
        if (!emptied) { EXPECT_THAT(lost(pair_, back, contents(database(), pair_.second)), IsEmpty()); }
        remove_rows(database(), pair_.second);
        for (const std::string& app : apps()) run_plan(executor().plan_to(app, "zero"));
        expect_tables_of({});

        auto it = executor();
        it.make_at_once(it.plan());
        expect_tables_of(pair_.second);
        EXPECT_THAT(executor().unapplied(), IsEmpty());
        expect_less_to_do_the_same();
    }

private:
    orm::Connection& database() { return databases_.connection(); }
    Executor executor() { return Executor(database(), set_); }
    void run_plan(const std::vector<Step>& plan) {
        auto it = executor();
        it.run(plan);
    }
    std::set<std::string> apps() const {
        std::set<std::string> found;
        for (const Migration* migration : set_.in_order()) found.insert(migration->app);
        return found;
    }

    /// Finds the changes, writes and reads their files, applies them.
    void lead_to(const ProjectState& state) {
        set_ = with(set_, detect_changes(set_, state));
        EXPECT_EQ(texts_of(detect_changes(set_, state)), "") << "the second run finds nothing";
        run_plan(executor().plan());
        expect_tables_of(state);
    }

    /// A squash of everything, where there is one app.
    void expect_less_to_do_the_same() {
        if (apps().size() != 1) return;
        Migration squashed{.app = *apps().begin(), .name = "0001_squashed"};
        for (const Migration* one : set_.in_order()) squashed.operations.insert(squashed.operations.end(), one->operations.begin(), one->operations.end());
        const std::size_t count = squashed.operations.size();
        squashed.operations = optimized(std::move(squashed.operations), squashed.app, {});
        EXPECT_LE(squashed.operations.size(), count);
        for (const std::string& app : apps()) run_plan(executor().plan_to(app, "zero"));
        set_ = with(MigrationSet::of({}), {squashed});
        run_plan(executor().plan());
        expect_tables_of(pair_.second);
    }

    void expect_tables_of(const ProjectState& state) {
        const auto expected = tables_of(database(), state), live = live_tables(database());
        EXPECT_THAT(differences(expected, live), IsEmpty());
        std::vector<std::string> wanted{"django_migrations"}, there;
        for (const LiveTable& table : expected) wanted.push_back(table.name);
        for (const LiveTable& table : live) there.push_back(table.name);
        EXPECT_THAT(there, testing::UnorderedElementsAreArray(wanted));
    }

    /// Where what is lost can't be made up, the database says no, whole migrations at a time; then without rows. Gives whether it had to be.
    bool go_back(const MigrationSet& first) {
        try {
            back(first);
            return false;
        } catch (const MigrationError&) {
            if (!pair_.loses_way_back) throw;
        }
        expect_tables_of(executor().applied_state());
        remove_rows(database(), executor().applied_state());
        back(first);
        return true;
    }
    void back(const MigrationSet& first) {
        for (const std::string& app : apps()) {
            const Migration* last = first.last_of(app);
            run_plan(executor().plan_to(app, last ? last->name : "zero"));
        }
    }

    Dice dice_;
    Pair pair_;
    orm::test::Folder folder_;
    orm::test::TestDatabase own_;
    orm::Databases databases_{folder_.path()};
    orm::UseDatabases use_{databases_};
    MigrationSet set_ = MigrationSet::of({});
};

void print(const std::map<std::string, std::size_t>& drawn, std::size_t pairs) {
    std::cout << pairs << " pairs, changes drawn:\n";
    for (const auto& [kind, count] : drawn) std::cout << "  " << kind << std::string(kind.size() < 28 ? 28 - kind.size() : 1, ' ') << count << "\n";
}

TEST(RandomPairs, BecomeOneAnotherWithTheirRows) {
    const std::size_t pairs = from_environment("PORTICO_MODEL_PAIRS", 50);
    // The short run is the same each time: what it says is about the change at hand. The long one looks for what nobody has seen.
    const std::uint64_t first = from_environment("PORTICO_MODEL_SEED", pairs <= 50 ? 20261121 : std::random_device{}());
    std::map<std::string, std::size_t> drawn;
    for (const std::string& kind : DrawnChanges::kinds(orm::test::on_postgresql())) drawn[kind] = 0;
    // A long run goes on, up to as many again, until it has seen each kind often enough.
    const auto rare = [&] { return std::any_of(drawn.begin(), drawn.end(), [](const auto& kind) { return kind.second < 20; }); };
    std::size_t i = 0;
    for (; (i < pairs || (pairs >= 500 && i < 2 * pairs && rare())) && !HasFailure(); ++i) {
        RandomPair pair(first + i);
        for (const std::string& kind : pair.pair().changes) ++drawn[kind];
        try {
            pair.run();
        } catch (const Error& error) {
            ADD_FAILURE() << error.full();
        }
        if (HasFailure()) std::cout << "PORTICO_MODEL_SEED=" << first + i << " PORTICO_MODEL_PAIRS=1\n" << pair.shown() << std::endl;
    }
    if (HasFailure()) return;
    print(drawn, i);
    for (const auto& [kind, count] : drawn)
        if (pairs >= 500) { EXPECT_GE(count, 20U) << kind; }
}

}  // namespace
}  // namespace portico::migrations::test
