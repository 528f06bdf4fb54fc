#include <portico/orm/routing.hpp>

#include <utility>

#include <portico/orm/databases.hpp>
#include <portico/orm/query.hpp>

#include "own_writes.hpp"

namespace portico::orm {

fibers::Local<std::shared_ptr<OwnWrites>>& own_writes() {
    static fibers::Local<std::shared_ptr<OwnWrites>> local;
    return local;
}

namespace {

OwnWrites& writes_of_this_fiber() {
    if (!own_writes().get()) own_writes().set(std::make_shared<OwnWrites>());
    return **own_writes().get();
}

}  // namespace

void note_write(const std::string& alias) {
    OwnWrites& writes = writes_of_this_fiber();
    writes.at[alias] = std::chrono::steady_clock::now();
    writes.wrote = true;
}

bool stays_on(const std::string& primary, std::chrono::microseconds span) {
    auto* writes = own_writes().get();
    if (!writes) return false;
    if ((*writes)->stay) return true;
    auto last = (*writes)->at.find(primary);
    return last != (*writes)->at.end() && std::chrono::steady_clock::now() - last->second < span;
}

struct ReadOwnWrites::Scope {
    std::shared_ptr<OwnWrites> writes;
    fibers::Local<std::shared_ptr<OwnWrites>>::Scope scope;
};

ReadOwnWrites::ReadOwnWrites(bool stay) {
    auto writes = std::make_shared<OwnWrites>();
    writes->stay = stay;
    scope_.reset(new Scope{writes, {own_writes(), writes}});
}
ReadOwnWrites::~ReadOwnWrites() = default;
bool ReadOwnWrites::wrote() const { return scope_->writes->wrote; }

ReadFromPrimary::ReadFromPrimary() : before_(std::exchange(writes_of_this_fiber().stay, true)) {}
ReadFromPrimary::~ReadFromPrimary() { writes_of_this_fiber().stay = before_; }

const std::string& home_of(const ModelInfo& model) { return Databases::current().home_of(model); }
Connection& reading_connection(const ModelInfo& model) { return Databases::current().reader_of(model); }

namespace detail {

const std::string& home_of(const Query& query) { return query.database.empty() ? orm::home_of(query.model()) : query.database; }

Connection& writing_connection(const Query& query) { return connection(home_of(query)); }

Connection& reading_connection(const Query& query) {
    if (!query.database.empty() || query.for_update) return writing_connection(query);
    return orm::reading_connection(query.model());
}

std::string routed_from(const std::string& database, const ModelInfo& from) {
    return database == orm::home_of(from) ? std::string() : database;
}

}  // namespace detail

}  // namespace portico::orm
