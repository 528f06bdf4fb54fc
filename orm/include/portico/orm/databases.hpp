/// The databases of a project by alias, as its settings name them.
///
///     [database]
///     url = "sqlite:db.sqlite3"        # relative to the project's root; "sqlite::memory:" for one that ends with the program
///     timeout = "5s"                   # how long a lock, or the writer's queue, is waited for
///
///     url = "postgresql://site:secret@db.example.org:5432/site?sslmode=verify-full"   # what libpq takes
///     url = "postgresql:///site?host=/var/run/postgresql"                             # a socket in a folder
///     max_connections = 20             # of all event loops together
///
/// Several: "[databases.replica]" and its like; see routing.hpp.
///
/// Without a project (a program that uses the ORM alone):
///
///     orm::Databases databases(std::filesystem::current_path());
///     databases.add("default", {.url = "sqlite:notes.sqlite3"});
///     orm::UseDatabases use(databases);
///     orm::connection().execute({"DELETE FROM note", {}});
///
/// Nothing is opened before it is needed. An OperationalError says why a file can't be opened or written; the next statement
/// tries again.
#pragma once
#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <portico/orm/connection.hpp>
#include <portico/orm/routing.hpp>

namespace portico {
enum class Profile;
}

namespace portico::orm {

/// The section `[database]`.
struct DatabaseSettings {
    std::string url = "sqlite:db.sqlite3";
    std::chrono::microseconds timeout{5'000'000};
    /// SQLite: FULL survives a power cut; NORMAL may lose the last commits in one, and is faster; OFF is for imports.
    std::string synchronous = "FULL";
    /// SQLite: how long a read may keep the event loop before it is moved to a worker thread.
    std::chrono::microseconds read_budget{500};
    /// PostgreSQL: so many connections the program opens at most. They are divided over the event loops, one each at least.
    std::size_t max_connections = 20;
    /// PostgreSQL: so long a request waits for the answer to a statement; then the server is asked to stop it, or left where it hangs, and
    /// the request gets 503. Commands, as `migrate`, wait for ever; so does 0.
    std::chrono::microseconds response_timeout{30'000'000};
    /// PostgreSQL: a connection that nobody used for longer is asked whether it still lives before it is used again.
    std::chrono::microseconds check_after{30'000'000};
    /// PostgreSQL: a connection that is older is closed when it is given back, so that a server that took the load over is found
    /// again. 0 lets it live.
    std::chrono::microseconds max_lifetime{3'600'000'000};
    /// PostgreSQL: how many statements a connection keeps prepared; 0 behind a pooler that can't have them.
    std::size_t prepared_statements = 256;

    /// The alias whose copy this is: reads may go here.
    std::string replica_of{};
    /// The apps (by label) whose tables are here, not in the default database.
    std::vector<std::string> apps{};
    /// Of a database with replicas: for so long reads of who has written come from it as well.
    std::chrono::microseconds stay_on_primary{5'000'000};

    /// Tests have a database in memory unless told otherwise.
    void apply_profile(Profile profile);
};

class Databases {
public:
    /// Relative file names start at `root`.
    explicit Databases(std::filesystem::path root = {});
    /// `configure` adds them when the first is asked for; called again where it has thrown.
    Databases(std::filesystem::path root, std::function<void(Databases&)> configure);
    ~Databases();
    Databases(const Databases&) = delete;
    Databases& operator=(const Databases&) = delete;

    /// Throws Error for an URL that names no known kind of database, and for an alias that is taken.
    void add(const std::string& alias, const DatabaseSettings& settings);
    /// Throws Error for an unknown alias.
    Connection& connection(std::string_view alias = "default");
    bool contains(std::string_view alias);
    std::vector<std::string> aliases();

    // Which database for what: see routing.hpp.
    void add_rule(DatabaseRule rule);
    const std::string& home_of(const ModelInfo& model);
    Connection& reader_of(const ModelInfo& model);
    /// Do the app's models live there?
    bool holds_app(std::string_view alias, std::string_view app);
    bool is_replica(std::string_view alias);
    bool has_replicas() { return prepare(), replicated_; }

    /// Those that UseDatabases made current, else the current project's service; Error where there are none.
    static Databases& current();

private:
    void prepare();

    std::filesystem::path root_;
    std::function<void(Databases&)> configure_;
    std::recursive_mutex configuring_;
    std::atomic<bool> configured_ = false;
    /// How an alias stands to the others.
    struct Part {
        std::string replica_of{};
        std::vector<std::string> apps{};
        std::vector<Connection*> replicas{};
        std::unique_ptr<std::atomic<std::size_t>> turn = std::make_unique<std::atomic<std::size_t>>(0);
        std::chrono::microseconds stay{};
    };
    void add_replica(const std::string& alias, const DatabaseSettings& settings);

    std::map<std::string, std::unique_ptr<Connection>, std::less<>> connections_;
    std::map<std::string, Connection*, std::less<>> mirrors_;  // replicas that are their primary: in tests
    std::map<std::string, Part, std::less<>> parts_;
    std::vector<DatabaseRule> rules_;
    bool divided_ = false;     // not all models live in the default database
    bool replicated_ = false;
};

/// Makes databases the current ones of this fiber or thread while it lives.
class [[nodiscard]] UseDatabases {
public:
    explicit UseDatabases(Databases& databases);
    ~UseDatabases();
    UseDatabases(const UseDatabases&) = delete;
    UseDatabases& operator=(const UseDatabases&) = delete;

private:
    struct Scope;
    std::unique_ptr<Scope> scope_;
};

}  // namespace portico::orm
