/// The migration files of a project, read and put in order.
///
///     auto set = MigrationSet::load(project);          // MigrationError naming file and line where one is broken
///     for (const Migration* migration : set.in_order()) migration->label()     // "blog.0001_initial"
///     ProjectState state = set.state();                // what they add up to
///
/// They lie beside an app's source: `migrations/0001_initial.json`, `migrations/0002_post_subtitle.json` …, each following the
/// one before it, and a file `migrations/latest` that holds the last one's name: two branches that each add a migration
/// conflict there when they are merged, not when they are deployed.
///
///     {
///       "dependencies": {"auth": "0001_initial"},
///       "comment": "for who reads it",
///       "operations": [
///         {"op": "add_field", "model": "Post", "field": {"name": "subtitle", "type": "text", "max_length": 200}},
///         {"op": "run_sql", "sql": "UPDATE blog_post SET subtitle = title", "reverse": ""}
///       ]
///     }
#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/migrations/operation.hpp>

namespace portico::migrations {

/// A migration file that can't be used, or a migration that could not be applied. `what()` begins with file and line.
class MigrationError : public Error {
public:
    using Error::Error;
};

/// App and name.
using MigrationKey = std::pair<std::string, std::string>;

struct Migration {
    std::string app{};
    std::string name{};                          // "0002_post_subtitle"
    std::map<std::string, std::string> dependencies{};  // app → migration; the one before it in the same app goes without saying
    std::vector<OperationPointer> operations{};
    std::vector<std::string> replaces{};         // migrations of the app for which this one stands: a squash
    bool atomic = true;
    std::string comment{};                       // for who reads the file, and shown by plans

    std::string file{};                          // for messages
    std::vector<std::size_t> lines{};            // of the operations in it

    MigrationKey key() const { return {app, name}; }
    std::string label() const { return app + "." + name; }
    /// 2 for "0002_post_subtitle".
    int number() const;
    /// "blog/migrations/0002_….json:7", for the n-th operation.
    std::string where(std::size_t operation) const;
};

/// Throws MigrationError.
Migration parse_migration(std::string_view text, const std::string& app, const std::string& name, const std::string& file);
std::string to_text(const Migration& migration);
/// Makes the state what it is behind the migration.
void apply(const Migration& migration, ProjectState& state);

class MigrationSet {
public:
    /// Reads the files of all apps and checks that they fit together.
    static MigrationSet load(Project& project);
    /// From migrations at hand, in any order.
    static MigrationSet of(std::vector<Migration> migrations);
    /// The same and one more.
    MigrationSet with(Migration migration) const;
    /// As a database needs it that has applied these: where it has some of those that another stands for, but not all, they themselves
    /// are in the line and the other is not. So too where one of them is in `begun`: stopped in the middle. Nothing where the line is right as it is.
    std::unique_ptr<MigrationSet> for_database(const std::set<MigrationKey>& applied, const std::set<MigrationKey>& begun = {}) const;
    /// Does one of the line stand for others?
    bool has_squashed() const;

    /// Each after those that it depends on.
    const std::vector<const Migration*>& in_order() const { return order_; }
    std::vector<const Migration*> of_app(std::string_view app) const;
    /// Also by the name of one that it stands for, or of one that stands for it.
    const Migration* find(const MigrationKey& key) const;
    /// The one whose name begins so; MigrationError where there is none, or more than one.
    const Migration& get(std::string_view app, std::string_view beginning) const;
    const Migration* last_of(std::string_view app) const;
    /// Those that it needs directly, the one before it in its app among them.
    std::vector<const Migration*> needed_by(const Migration& migration) const;
    /// All that need it, directly or not, in order.
    std::vector<const Migration*> that_need(const Migration& migration) const;

    ProjectState state() const;

private:
    void sort();
    void check_states() const;

    static MigrationSet made(std::vector<std::shared_ptr<const Migration>> all, const std::set<MigrationKey>& as_parts);

    std::vector<std::shared_ptr<const Migration>> all_;
    std::vector<std::shared_ptr<const Migration>> migrations_;  // the line: without those that others stand for
    std::vector<const Migration*> order_;
};

}  // namespace portico::migrations
