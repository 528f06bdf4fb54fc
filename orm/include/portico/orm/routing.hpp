/// Which database a model's rows are in, and which one answers a read.
///
///     [database]
///     url = "postgresql://db.example.org/site"
///     stay_on_primary = "5s"            # whoever has written reads from there so long
///     [databases.replica]
///     url = "postgresql://replica.example.org/site"
///     replica_of = "default"            # reads go here
///     [databases.archive]
///     url = "sqlite:archive.sqlite3"
///     apps = ["archive"]                # their models' tables are here
///
/// A program without settings gives the same to Databases::add. Code may know better where to read, and is asked first ("" is no
/// opinion):
///
///     App("shop").with(orm::DatabaseRule{.read = [](const orm::ModelInfo& model, const std::string& home) { … return "nearest"; }})
///
/// Reads go to a replica (the next one in turn) unless the query set names a database, rows are locked, a transaction is open on
/// the primary, ReadFromPrimary lives, or this request, or one with the same cookie less than `stay_on_primary` ago, has written.
/// Writes, and `atomic`, never do. In tests a replica without an URL of its own is its primary.
#pragma once
#include <functional>
#include <memory>
#include <string>

namespace portico::orm {

class Connection;
struct ModelInfo;
struct Query;

/// A contribution, or for Databases::add_rule.
struct DatabaseRule {
    /// The alias of the one to read from, of a model that lives in `home`.
    std::function<std::string(const ModelInfo& model, const std::string& home)> read{};
};

/// The database with the model's table: "default" unless settings say otherwise.
const std::string& home_of(const ModelInfo& model);
/// Where its rows are read from now.
Connection& reading_connection(const ModelInfo& model);

/// While it lives what is written counts for the reads of this fiber, and of those it spawns, alone: around a request (the ORM's
/// middleware does it) or a task.
class [[nodiscard]] ReadOwnWrites {
public:
    /// `stay`: from the first read on.
    explicit ReadOwnWrites(bool stay = false);
    ~ReadOwnWrites();
    ReadOwnWrites(const ReadOwnWrites&) = delete;
    ReadOwnWrites& operator=(const ReadOwnWrites&) = delete;

    /// To a database with replicas.
    bool wrote() const;

private:
    struct Scope;
    std::unique_ptr<Scope> scope_;
};

/// While it lives reads stay on the primaries.
class [[nodiscard]] ReadFromPrimary {
public:
    ReadFromPrimary();
    ~ReadFromPrimary();
    ReadFromPrimary(const ReadFromPrimary&) = delete;
    ReadFromPrimary& operator=(const ReadFromPrimary&) = delete;

private:
    bool before_ = false;
};

namespace detail {
/// The database of a query that names one, else the model's home, or one to read from.
const std::string& home_of(const Query& query);
Connection& reading_connection(const Query& query);
Connection& writing_connection(const Query& query);
/// For the rows that belong to those of a model from that database: the same where it was named, else each model's own.
std::string routed_from(const std::string& database, const ModelInfo& from);
}  // namespace detail

}  // namespace portico::orm
