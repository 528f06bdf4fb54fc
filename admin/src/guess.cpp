#include "guess.hpp"

#include "entry.hpp"

#include <portico/orm/types.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

constexpr std::size_t most_columns = 7, most_filters = 4, most_searched = 4;
constexpr std::size_t short_text = 254;

bool is_short_text(const FieldInfo& field) {
    return field.type->kind == Kind::text && field.choices.empty() && !orm::is_file(field) && field.max_length &&
           *field.max_length <= short_text && !field.hidden;
}

bool fits_a_column(const FieldInfo& field, Look look) {
    if (field.hidden || orm::is_key(field) || look == Look::relations || look == Look::json || look == Look::file) return false;
    return look != Look::text || is_short_text(field) || field.type->kind == Kind::uuid;
}

Found found_field(const orm::ModelInfo& model, const FieldInfo& field) {
    return find_field(model, {{}, field.name}, "the fields of " + model.name);
}

}  // namespace

const FieldInfo* display_field(const TypeInfo& type) {
    if (!type.display) return nullptr;
    for (const FieldInfo& field : type.fields) {
        if (field.type->kind != Kind::text || field.type->optional || orm::is_file(field)) continue;
        auto sample = type.make();
        static const std::string mark = "a text that no row has";
        try {
            field.set(sample.get(), Value(mark));
            if (type.str(sample.get()) == mark) return &field;
        } catch (const std::exception&) {
            continue;  // a display that needs a saved row names no single field
        }
    }
    return nullptr;
}

std::vector<ListColumn> guessed_columns(const orm::ModelInfo& model) {
    const FieldInfo* shown = display_field(*model.type);
    std::vector<ListColumn> columns(1);
    columns.front().path.name = shown ? shown->name : "__str__";
    for (const FieldInfo& field : model.type->fields) {
        if (columns.size() == most_columns) break;
        if (&field == shown || field.type->kind == Kind::structure || field.type->kind == Kind::list) continue;
        if (fits_a_column(field, look_of(found_field(model, field)))) columns.emplace_back().path.name = field.name;
    }
    return columns;
}

std::vector<Found> guessed_filters(const orm::ModelInfo& model) {
    std::vector<Found> filters;
    for (const FieldInfo& field : model.type->fields) {
        if (filters.size() == most_filters) break;
        if (field.hidden || orm::is_key(field) || field.type->kind == Kind::structure || field.type->kind == Kind::list) continue;
        Found found = found_field(model, field);
        const Look look = look_of(found);
        if (look == Look::choice || look == Look::boolean || look == Look::relation || look == Look::moment || look == Look::date) {
            filters.push_back(std::move(found));
        }
    }
    return filters;
}

std::vector<Found> guessed_search(const orm::ModelInfo& model) {
    std::vector<Found> search;
    for (const FieldInfo& field : model.type->fields) {
        if (search.size() == most_searched) break;
        if (is_short_text(field)) search.push_back(found_field(model, field));
    }
    return search;
}

}  // namespace portico::admin
