/// States of a small blog, built by hand.
#pragma once
#include <string>

#include <portico/migrations/autodetector.hpp>
#include <portico/migrations/migration.hpp>
#include <portico/migrations/state.hpp>

namespace portico::migrations::test {

inline FieldState plain(std::string name, orm::ColumnType type) {
    FieldState field{.name = name, .type = type};
    field.columns = {name};
    field.types = {type};
    return field;
}
inline FieldState key() {
    FieldState field = plain("id", {.kind = Kind::integer, .automatic = true});
    field.primary_key = true;
    return field;
}
inline FieldState text(std::string name, std::size_t length) { return plain(std::move(name), {.kind = Kind::text, .max_length = length}); }
inline FieldState integer(std::string name) { return plain(std::move(name), {.kind = Kind::integer, .bits = 32}); }
inline FieldState nullable(FieldState field) { return field.nullable = true, field; }
inline FieldState unique(FieldState field) { return field.unique = true, field; }
inline FieldState filled(FieldState field, Value fill) { return field.fill = std::move(fill), field; }
inline FieldState was(FieldState field, std::string name) { return field.was = std::move(name), field; }
inline FieldState foreign_key(std::string name, std::string to) {
    FieldState field{.name = name, .form = FieldForm::foreign_key, .indexed = true, .to = std::move(to)};
    field.columns = {name + "_id"};
    field.types = {{.kind = Kind::integer}};
    return field;
}
inline FieldState many_to_many(std::string name, std::string to, std::string table, std::string from, std::string target) {
    FieldState field{.name = name, .form = FieldForm::many_to_many, .to = std::move(to)};
    field.through = table + "_" + name;
    field.through_from = {from + "_id"};
    field.through_to = {target + "_id"};
    return field;
}
inline ModelState model(std::string app, std::string name, std::vector<FieldState> fields) {
    ModelState state{.app = app, .name = name, .table = default_table(app, name)};
    state.fields.push_back(key());
    for (FieldState& field : fields) state.fields.push_back(std::move(field));
    return state;
}
inline ProjectState state_of(std::vector<ModelState> models) {
    ProjectState state;
    for (ModelState& one : models) state.add(std::move(one));
    return state;
}

inline ProjectState blog() {
    return state_of({model("blog", "Author", {text("name", 100), unique(text("email", 254))}), model("blog", "Tag", {text("name", 50)}),
                     model("blog", "Post", {text("title", 200), foreign_key("author", "blog.Author"), integer("views"),
                                            many_to_many("tags", "blog.Tag", "blog_post", "post", "tag")})});
}

/// As if the changes' files had been written and read again.
inline MigrationSet with(const MigrationSet& set, const std::vector<Migration>& changes) {
    std::vector<Migration> all;
    for (const Migration* migration : set.in_order()) all.push_back(*migration);
    for (const Migration& change : changes)
        all.push_back(parse_migration(to_text(change), change.app, change.name, change.file));
    return MigrationSet::of(std::move(all));
}
inline MigrationSet set_for(const ProjectState& state) {
    const MigrationSet nothing = MigrationSet::of({});
    return with(nothing, detect_changes(nothing, state));
}

}  // namespace portico::migrations::test
