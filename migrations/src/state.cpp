#include <portico/migrations/state.hpp>

#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

#include "sql_columns.hpp"

namespace portico::migrations {

bool FieldState::same_as(const FieldState& other) const {
    return name == other.name && form == other.form && (form != FieldForm::plain || type == other.type) &&
           nullable == other.nullable && unique == other.unique && indexed == other.indexed && generated == other.generated &&
           primary_key == other.primary_key && choices == other.choices && db_default == other.db_default &&
           columns == other.columns && types == other.types && text::ascii_iequals(to, other.to) &&
           through == other.through && through_from == other.through_from && through_to == other.through_to &&
           to_field == other.to_field && db_constraint == other.db_constraint && on_delete == other.on_delete && db_comment == other.db_comment && not_valid == other.not_valid;
}

const FieldState* ModelState::find(std::string_view field) const {
    auto found = std::find_if(fields.begin(), fields.end(), [&](auto& one) { return one.name == field; });
    return found == fields.end() ? nullptr : &*found;
}

FieldState* ModelState::find(std::string_view field) {
    return const_cast<FieldState*>(std::as_const(*this).find(field));
}

const std::string& SqlTexts::in(std::string_view dialect) const {
    auto found = texts.find(std::string(dialect));
    if (found != texts.end()) return found->second;
    throw Error("a migration has SQL for other databases than \"" + std::string(dialect) + "\"",
                "add \"" + std::string(dialect) + "\" beside the others in its file");
}

bool SqlTexts::operator==(const SqlTexts& other) const {
    if (empty() || other.empty()) return empty() == other.empty();
    return std::all_of(texts.begin(), texts.end(), [&](const auto& text) {
        auto same = other.texts.find(text.first);
        return same == other.texts.end() || is_same_sql(same->second, text.second, quoting_of(text.first));
    });
}

const IndexState* ModelState::find_index(std::string_view index) const {
    auto found = std::find_if(indexes.begin(), indexes.end(), [&](auto& one) { return one.name == index; });
    return found == indexes.end() ? nullptr : &*found;
}

std::vector<const FieldState*> ModelState::key() const {
    std::vector<const FieldState*> key;
    for (const FieldState& field : fields)
        if (field.primary_key) key.push_back(&field);
    return key;
}

std::string default_table(std::string_view app, std::string_view model) {
    return std::string(app) + "_" + text::ascii_lower(model);
}

std::string index_name(std::string_view table, const std::vector<std::string>& columns, std::string_view suffix) {
    std::string all(table);
    for (const auto& column : columns) all += column;
    const std::string digest = text::hex(md5(all)).substr(0, 8);
    return std::string(table) + "_" + text::join(columns, "_") + "_" + digest + std::string(suffix);
}

const ModelState* ProjectState::find(std::string_view label) const {
    for (const ModelState& model : models_)
        if (text::ascii_iequals(model.label(), label)) return &model;
    return nullptr;
}

ModelState* ProjectState::find(std::string_view label) {
    return const_cast<ModelState*>(std::as_const(*this).find(label));
}

const ModelState& ProjectState::get(std::string_view label) const {
    if (const ModelState* model = find(label)) return *model;
    std::vector<std::string> known;
    for (const ModelState& model : models_) known.push_back(model.label());
    throw Error("there is no model \"" + std::string(label) + "\" at this point of the migrations",
                did_you_mean(label, known));
}

ModelState& ProjectState::get(std::string_view label) {
    return const_cast<ModelState&>(std::as_const(*this).get(label));
}

void ProjectState::add(ModelState model) {
    if (find(model.label())) throw Error("there is a model \"" + model.label() + "\" already");
    models_.push_back(std::move(model));
}

void ProjectState::remove(std::string_view label) {
    get(label);
    std::erase_if(models_, [&](auto& model) { return text::ascii_iequals(model.label(), label); });
}

std::vector<const ModelState*> ProjectState::of_app(std::string_view app) const {
    std::vector<const ModelState*> found;
    for (const ModelState& model : models_)
        if (model.app == app) found.push_back(&model);
    return found;
}

}  // namespace portico::migrations
