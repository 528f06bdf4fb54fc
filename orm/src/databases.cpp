#include <portico/orm/databases.hpp>

#include <algorithm>
#include <utility>

#include <portico/base/text.hpp>
#include <portico/fibers/local.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/project/project.hpp>

#include "own_writes.hpp"
#include "postgresql/transport.hpp"
#include "sqlite/transport.hpp"

namespace portico::orm {

namespace {

fibers::Local<Databases*> databases_in_use;

/// "sqlite:db.sqlite3" and "sqlite:///db.sqlite3" are relative, "sqlite:/srv/db" and "sqlite:////srv/db" absolute.
sqlite::Location sqlite_location(std::string_view rest, const std::filesystem::path& root,
                                 const DatabaseSettings& settings) {
    sqlite::Location location{.timeout = settings.timeout, .synchronous = settings.synchronous};
    if (rest.starts_with("///"))
        rest.remove_prefix(3);
    else if (rest.starts_with("//"))
        rest.remove_prefix(2);
    if (rest == ":memory:") return location;
    if (rest.empty()) throw Error("the database URL \"" + settings.url + "\" names no file", "as in \"sqlite:db.sqlite3\"");
    location.file = (root / rest).lexically_normal();
    return location;
}

postgresql::Location postgresql_location(const DatabaseSettings& settings) {
    auto location = postgresql::Location::of(settings.url);
    location.timeout = settings.timeout;
    location.response_timeout = settings.response_timeout;
    location.check_after = settings.check_after;
    location.max_lifetime = settings.max_lifetime;
    location.max_connections = settings.max_connections;
    location.prepared_statements = settings.prepared_statements;
    return location;
}

std::unique_ptr<Transport> make_transport(const std::filesystem::path& root, const DatabaseSettings& settings) {
    static const std::vector<std::string> levels{"OFF", "NORMAL", "FULL", "EXTRA"};
    const std::string level = text::upper(settings.synchronous);
    if (std::find(levels.begin(), levels.end(), level) == levels.end())
        throw Error("database.synchronous \"" + settings.synchronous + "\" is unknown", "one of OFF, NORMAL, FULL, EXTRA");
    const std::string_view url = settings.url;
    const auto colon = url.find(':');
    const std::string_view scheme = url.substr(0, colon);
    if (scheme == "sqlite" && colon != std::string_view::npos)
        return std::make_unique<sqlite::SqliteTransport>(sqlite_location(url.substr(colon + 1), root, settings),
                                                         settings.read_budget);
    if (scheme == "postgresql" || scheme == "postgres")
        return std::make_unique<postgresql::PostgresqlTransport>(postgresql_location(settings));
    // Not the rest of it: that may hold a password.
    throw Error("\"" + std::string(scheme) + "\" begins no database URL that this program knows",
                "\"sqlite:db.sqlite3\" is a file in the project's folder, \"sqlite::memory:\" a database in memory, "
                "\"postgresql://user:password@host/database\" one of a server");
}

}  // namespace

Databases::Databases(std::filesystem::path root)
    : Databases(std::move(root), {}) {}

Databases::Databases(std::filesystem::path root, std::function<void(Databases&)> configure)
    : root_(std::filesystem::absolute(root.empty() ? std::filesystem::current_path() : std::move(root))),
      configure_(std::move(configure)), configured_(!configure_) {}

Databases::~Databases() = default;

void Databases::prepare() {
    if (configured_) return;
    std::lock_guard lock(configuring_);
    if (configured_ || !configure_) return;
    auto configure = std::exchange(configure_, {});  // what it adds asks for nothing to be configured
    try {
        configure(*this);
    } catch (...) {
        connections_.clear();
        mirrors_.clear();
        parts_.clear();
        divided_ = replicated_ = false;
        configure_ = std::move(configure);
        throw;
    }
    configured_ = true;
}

bool Databases::contains(std::string_view alias) {
    prepare();
    return connections_.contains(alias);
}

void Databases::add(const std::string& alias, const DatabaseSettings& settings) {
    if (parts_.contains(alias)) throw Error("there are two databases \"" + alias + "\"");
    if (settings.replica_of.empty())
        connections_.emplace(alias, std::make_unique<Connection>(alias, make_transport(root_, settings)));
    else
        add_replica(alias, settings);
    parts_[alias] = {.replica_of = settings.replica_of, .apps = settings.apps, .stay = settings.stay_on_primary};
    divided_ = divided_ || !settings.apps.empty();
}

void Databases::add_replica(const std::string& alias, const DatabaseSettings& settings) {
    auto primary = connections_.find(settings.replica_of);
    if (primary == connections_.end() || !parts_[settings.replica_of].replica_of.empty())
        throw Error("the database \"" + alias + "\" is a replica of \"" + settings.replica_of + "\", and there is no such primary",
                    "add the primary first; a replica of a replica is named after the primary too");
    if (settings.url == "sqlite::memory:") {  // a copy of a database in memory can be nothing but that database
        mirrors_[alias] = primary->second.get();
        return;
    }
    auto made = connections_.emplace(alias, std::make_unique<Connection>(alias, make_transport(root_, settings))).first;
    made->second->primary_ = primary->second.get();
    parts_[settings.replica_of].replicas.push_back(made->second.get());
    replicated_ = true;
    primary->second->has_replicas_ = true;
}

void Databases::add_rule(DatabaseRule rule) {
    rules_.push_back(std::move(rule));
}

const std::string& Databases::home_of(const ModelInfo& model) {
    static const std::string otherwise = "default";
    prepare();
    if (!divided_) return otherwise;
    for (const auto& [alias, part] : parts_)
        if (std::find(part.apps.begin(), part.apps.end(), model.app) != part.apps.end()) return alias;
    return otherwise;
}

bool Databases::holds_app(std::string_view alias, std::string_view app) {
    prepare();
    for (const auto& [name, part] : parts_)
        if (std::find(part.apps.begin(), part.apps.end(), app) != part.apps.end()) return name == alias;
    return alias == "default";
}

bool Databases::is_replica(std::string_view alias) {
    prepare();
    auto part = parts_.find(alias);
    return part != parts_.end() && !part->second.replica_of.empty();
}

Connection& Databases::reader_of(const ModelInfo& model) {
    const std::string& home = home_of(model);
    Connection& primary = connection(home);
    for (const DatabaseRule& rule : rules_) {
        const std::string named = rule.read ? rule.read(model, home) : std::string();
        if (!named.empty()) return connection(named);
    }
    if (!replicated_) return primary;
    Part& part = parts_.find(home)->second;
    if (part.replicas.empty() || primary.in_atomic() || stays_on(home, part.stay)) return primary;
    const std::size_t count = part.replicas.size(), first = part.turn->fetch_add(1, std::memory_order_relaxed);
    for (std::size_t i = 0; i < count; ++i) {
        Connection& replica = *part.replicas[(first + i) % count];
        if (!replica.is_down()) return replica;
    }
    return primary;
}

Connection& Databases::connection(std::string_view alias) {
    prepare();
    auto found = connections_.find(alias);
    if (auto mirror = mirrors_.find(alias); mirror != mirrors_.end()) return *mirror->second;
    if (found == connections_.end())
        throw Error("there is no database \"" + std::string(alias) + "\"", did_you_mean(alias, aliases()));
    return *found->second;
}

std::vector<std::string> Databases::aliases() {
    prepare();
    std::vector<std::string> names;
    for (const auto& [alias, connection] : connections_) names.push_back(alias);
    return names;
}

Databases& Databases::current() {
    if (Databases** databases = databases_in_use.get()) return **databases;
    if (Project* project = Project::current_or_null()) return project->get<Databases>();
    throw Error("there is no current project, and so no database",
                "run inside a request, a command or a test case, or use orm::UseDatabases");
}

struct UseDatabases::Scope {
    fibers::Local<Databases*>::Scope scope;
};

UseDatabases::UseDatabases(Databases& databases) : scope_(new Scope{{databases_in_use, &databases}}) {}
UseDatabases::~UseDatabases() = default;

}  // namespace portico::orm
