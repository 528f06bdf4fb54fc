/// Columns as members: what needs no other table.
#pragma once
#include <set>
#include <string>

#include "column_types.hpp"
#include "models.hpp"

namespace portico::migrations::inspect {

bool is_key(const LiveTable& table, const std::string& column);
/// The type as its checks have it too.
CppType type_of(const LiveTable& table, const LiveColumn& column, const std::string& dialect);
/// The type that has a key of this table, where it can be one: "int" of `orm::Id<int>`. On SQLite a counted key is as wide as what refers to it.
CppType key_type(const LiveTable& table, const LiveColumn& column, const std::vector<LiveTable>& all, const std::string& dialect);

Member key_member(const LiveTable& table, const LiveColumn& column, const CppType& type, std::set<std::string>& taken);
/// A column that is no key and refers to nothing. May add an enumeration to `model`; its name goes into `types`.
Member plain_member(Struct& model, const LiveColumn& column, const Options& options, std::set<std::string>& taken, std::set<std::string>& types);

}  // namespace portico::migrations::inspect
