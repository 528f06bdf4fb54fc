#include "reverse.hpp"

#include <algorithm>

namespace portico::migrations {

namespace {

std::string text_of(const Map& map, std::string_view key) {
    const Value* value = map.find(key);
    return value && value->is_text() ? value->str() : std::string();
}

/// Of what is described in it, or only named.
std::string name_of(const Map& map, std::string_view part) {
    const Value* value = map.find(part);
    if (value && value->as_map()) return text_of(*value->as_map(), "name");
    return value ? text_of(map, part) : text_of(map, "name");
}

template <class Part> const Part* named(const std::vector<Part>& parts, const std::string& name) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& one) { return one.name == name; });
    return found == parts.end() ? nullptr : &*found;
}

OperationPointer reverse_of_field(const std::string& kind, const Map& map, const std::string& model, const ModelState* then) {
    const std::string name = name_of(map, "field");
    if (kind == "add_field") return remove_field(model, name);
    if (kind == "rename_field") return rename_field(model, text_of(map, "to"), text_of(map, "from"));
    const FieldState* field = then ? then->find(name) : nullptr;
    if (!field) return nullptr;
    return kind == "remove_field" ? add_field(model, *field) : alter_field(model, *field, map.contains("concurrently"));
}

}  // namespace

OperationPointer reverse_of(const Operation& operation, const ProjectState& before, const std::string& app) {
    const Map map = operation.to_map();
    const std::string kind = operation.kind(), model = text_of(map, "model");
    const ModelState* then = before.find(app + "." + model);
    const bool concurrently = map.contains("concurrently");
    if (map.contains("only") || kind == "backfill") return nullptr;
    if (kind.starts_with("run_") || kind == "create_extension") return operation_from(map, app);
    if (kind == "create_model") return delete_model(model);
    if (kind == "rename_model") return rename_model(text_of(map, "to"), text_of(map, "from"));
    if (kind.ends_with("_field")) return reverse_of_field(kind, map, model, then);
    if (kind == "add_index") return remove_index(model, name_of(map, "index"), concurrently);
    if (kind == "add_check") return remove_check(model, name_of(map, "check"));
    if (kind == "add_exclusion") return remove_exclusion(model, name_of(map, "exclusion"));
    if (!then) return nullptr;
    if (kind == "delete_model") return create_model(*then);
    if (kind == "alter_table") return alter_table(model, then->table);
    const std::string name = text_of(map, "name");
    if (const IndexState* index = kind == "remove_index" ? named(then->indexes, name) : nullptr) return add_index(model, *index, concurrently);
    if (const CheckState* check = kind == "remove_check" ? named(then->checks, name) : nullptr) return add_check(model, *check);
    if (const ExclusionState* one = kind == "remove_exclusion" ? named(then->exclusions, name) : nullptr) return add_exclusion(model, *one);
    return nullptr;
}

}  // namespace portico::migrations
