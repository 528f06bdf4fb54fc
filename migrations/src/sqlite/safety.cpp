#include "../safety.hpp"

namespace portico::migrations::sqlite {

namespace {

bool rebuilds(const Change& change) {
    if (change.kind == "add_field" || change.kind == "alter_field") return change.new_field && change.new_field->has_columns();
    if (change.kind == "remove_field") return change.field && change.field->has_columns();
    return change.kind == "add_check" || change.kind == "remove_check";
}

}  // namespace

/// One lock for the whole database: it keeps writers waiting until the migration has ended, and readers never.
std::vector<TableImpact> impact_of(const Change& change) {
    if (!change.model) return {};
    return {{.table = change.model->table, .lock = "write", .rewrites = rebuilds(change), .scans = change.kind == "add_index"}};
}

}  // namespace portico::migrations::sqlite
