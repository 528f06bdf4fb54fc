/// Structs for tables.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include <portico/migrations/introspection.hpp>

namespace portico::migrations::inspect {

struct Member {
    std::string name{}, column{};
    std::string type{}, initial{};       // "std::string", "{}"
    std::vector<std::string> options{};  // ".max_length(200)"
    std::string note{};
};

struct Enumeration {
    std::string name{};
    std::vector<std::string> values{};
};

struct Struct {
    const LiveTable* table = nullptr;
    std::string name{};
    std::vector<Member> members{};
    std::vector<Enumeration> enumerations{};
    std::vector<std::string> rules{};  // of describe: "table(\"old\")"
    std::vector<std::string> notes{};
    bool raw = false;                  // has SQL of its own

    const Member* of_column(const std::string& column) const;
};

struct Inspected {
    std::vector<Struct> structs{};
    std::vector<std::string> left_out{};       // "old_log: it has no primary key"
    std::set<std::string> headers{};
    std::map<std::string, std::string> known{};  // tables of others that are referred to: "auth_user" → "portico::auth::User"
};

struct Options {
    std::string app{};
    std::string dialect{};
    std::map<std::string, std::string> known{};  // tables that have models already, by their C++ names
    std::set<std::string> views{};               // of the tables, those that are none
};

/// Models for these tables; `all` are those of the database.
Inspected structs_of(const std::vector<LiveTable>& tables, const Options& options);

}  // namespace portico::migrations::inspect
