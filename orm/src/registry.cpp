#include "registry.hpp"

#include <algorithm>
#include <atomic>
#include <functional>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/models.hpp>

namespace portico::orm {

namespace {

std::vector<const ModelInfo*>& registered() {
    static std::vector<const ModelInfo*> models;
    return models;
}

std::atomic<std::size_t> version = 0;

ModelInfo& changeable(const ModelInfo& model) { return const_cast<ModelInfo&>(model); }

/// The columns that it refers to: those of the key, or the one that `to_field` names.
void find_target_columns(Relation& relation, ModelInfo& target) {
    relation.to = target.key;
    if (!relation.options->to_field) return;
    const std::string name = "\"" + relation.from->name + "." + relation.name + "\"";
    const Column* column = relation.options->to_model == relation.target_slot ? target.column_at(*relation.options->to_field) : nullptr;
    if (!column || column->relation)
        throw Error(name + " refers to what is no column of \"" + target.name + "\"", "to_field(&" + target.name + "::member) takes a member of it");
    if (column->primary_key && target.key.size() == 1) return;
    if (!column->unique)
        throw Error(name + " refers to \"" + target.name + "." + column->attribute + "\", which is not unique", "add .unique() to that field");
    relation.to_field = column;
    relation.to = {column};
    target.referred_by_field = true;
}

/// A column for each that is referred to.
void spread_columns(ModelInfo& model, Relation& relation, ModelInfo& target) {
    find_target_columns(relation, target);
    Column& first = model.columns[relation.columns.front()->index];
    bool single = relation.to.size() == 1;
    for (std::size_t part = 0; part < relation.to.size(); ++part) {
        if (part > 0) {
            Column copy = first;
            model.columns.push_back(std::move(copy));
            model.columns.back().index = model.columns.size() - 1;
            relation.columns.push_back(&model.columns.back());
        }
        Column& column = model.columns[relation.columns[part]->index];
        column.part = part;
        column.type = relation.to[part]->type;
        column.type.automatic = false;
        if (!single) column.name = relation.name + "_" + relation.to[part]->name;
        column.indexed = column.indexed && (single || part == 0);
        column.unique = column.unique && single;
    }
}

std::vector<std::string> names_of(const Relation& relation);

/// Indexes were described before it was known how many columns a foreign key has.
void spread_indexes(ModelInfo& model, const Relation& relation) {
    for (IndexInfo& index : model.indexes) {
        for (std::size_t i = 0; i < index.columns.size(); ++i) {
            const bool descending = index.attributes[i].starts_with('-');
            if (index.attributes[i].substr(descending ? 1 : 0) != relation.columns.front()->attribute) continue;
            std::vector<std::string> names, attributes(relation.columns.size(), index.attributes[i]);
            for (const Column* column : relation.columns) names.push_back((descending ? "-" : "") + column->name);
            const auto at = static_cast<std::ptrdiff_t>(i);
            index.columns.erase(index.columns.begin() + at);
            index.columns.insert(index.columns.begin() + at, names.begin(), names.end());
            index.attributes.erase(index.attributes.begin() + at);
            index.attributes.insert(index.attributes.begin() + at, attributes.begin(), attributes.end());
            index.terms.insert(index.terms.begin() + at, relation.columns.size() - 1, index.terms[i]);
            i += relation.columns.size() - 1;
        }
    }
}

void name_through(Relation& relation, const ModelInfo& target) {
    if (relation.through_model) {
        relation.through = relation.through_model->table;
        relation.through_from = names_of(*relation.through_near);
        relation.through_to = names_of(*relation.through_far);
        return;
    }
    const auto& given = relation.options->through;
    relation.through = given.empty() ? relation.from->table + "_" + relation.name : given;
    relation.through_from.clear();
    relation.through_to.clear();
    auto from = text::ascii_lower(relation.from->name), to = text::ascii_lower(target.name);
    if (from == to) from = "from_" + from, to = "to_" + to;
    bool single_from = relation.from->key.size() == 1, single_to = target.key.size() == 1;
    for (auto* column : relation.from->key) {
        relation.through_from.push_back(from + (single_from ? "_id" : "_" + column->name));
    }
    for (auto* column : target.key) relation.through_to.push_back(to + (single_to ? "_id" : "_" + column->name));
}

void check_related_name(const Relation& relation, const ModelInfo& target) {
    if (relation.hidden_backwards) return;
    for (const Relation* other : target.incoming) {
        if (other->hidden_backwards || other->related_name != relation.related_name) continue;
        throw Error("\"" + relation.from->name + "." + relation.name + "\" and \"" + other->from->name + "." + other->name +
                        "\" are both called \"" + relation.related_name + "\" from \"" + target.name + "\"",
                    "give one of them another .related_name(\"…\")");
    }
}

void join(ModelInfo& model, Relation& relation);

std::vector<std::string> names_of(const Relation& relation) {
    std::vector<std::string> names;
    for (const Column* column : relation.columns) names.push_back(column->name);
    return names;
}

/// A foreign key of the model between; null until it is joined up itself.
const Relation* side_of(const Relation& many, const ModelInfo& between, std::uint32_t offset, const TypeInfo* leads_to) {
    const Relation* side = between.relation_at(offset);
    if (!side || side->to_many() || *side->target_slot != leads_to) {
        throw Error("\"" + many.from->name + "." + many.name + "\" goes through \"" + between.name + "\", a member of which does not refer to it",
                    "through(&Between::near, &Between::far): foreign keys to this model and to the other end");
    }
    if (!side->joined_) join(changeable(between), const_cast<Relation&>(*side));
    return side->joined_ ? side : nullptr;
}

/// False while the model between isn't there.
bool find_between(Relation& relation) {
    if (!relation.options->through_model) return true;
    const TypeInfo* type = *relation.options->through_model;
    if (!type) return false;
    const ModelInfo& between = require_model(type, "the model between two others");
    relation.through_near = side_of(relation, between, relation.options->through_from, relation.from->type);
    relation.through_far = side_of(relation, between, relation.options->through_to, *relation.target_slot);
    relation.through_model = relation.through_near && relation.through_far ? &between : nullptr;
    return relation.through_model != nullptr;
}

void join(ModelInfo& model, Relation& relation) {
    const TypeInfo* type = *relation.target_slot;
    if (relation.joined_ || !type || !find_between(relation)) return;
    ModelInfo& target = changeable(require_model(type, relation.target_name.c_str()));
    relation.joined_ = true;
    ++version;
    if (relation.to_many()) {
        name_through(relation, target);
    } else {
        spread_columns(model, relation, target);
        if (relation.columns.size() > 1) spread_indexes(model, relation);
    }
    check_related_name(relation, target);
    relation.incoming_index = target.incoming.size();
    target.incoming.push_back(&relation);
}

/// "blog_post_status_published_at_idx", short enough for every database.
std::string index_name(const ModelInfo& model, const IndexInfo& index) {
    std::string name = model.table;
    for (auto column : index.columns) name += "_" + (column.starts_with('-') ? column.substr(1) : column);
    name += index.unique ? "_uniq" : "_idx";
    if (name.size() <= 60) return name;
    auto hash = std::to_string(std::hash<std::string>()(name) % 100'000'000);
    return name.substr(0, 46) + "_" + hash + (index.unique ? "_uniq" : "_idx");
}

}  // namespace

namespace detail {

std::size_t registry_version() { return version.load(std::memory_order_relaxed); }

void register_model(ModelInfo& model) {
    registered().push_back(&model);
    ++version;
}

void assign_app(ModelInfo& model, const std::string& label) {
    if (model.app == label) return;
    if (!model.app.empty()) {
        throw Error("model \"" + model.type->qualified + "\" belongs to the app \"" + model.app + "\" and can't belong to \"" +
                        label + "\" as well",
                    "name it in one orm::models<…>() only");
    }
    model.app = label;
    ++version;
    if (!model.has_table_name) model.table = text::ascii_lower(label + "_" + model.name);
    for (IndexInfo& index : model.indexes) {
        if (index.name.empty()) index.name = index_name(model, index);
    }
}

void join_relations() {
    for (const ModelInfo* model : registered()) {
        for (Relation& relation : changeable(*model).relations) join(changeable(*model), relation);
    }
}

}  // namespace detail

const std::vector<const ModelInfo*>& all_models() { return registered(); }

const ModelInfo* find_model(std::string_view label) {
    for (const ModelInfo* model : registered()) {
        if (text::ascii_iequals(model->label(), label)) return model;
    }
    return nullptr;
}

const ModelInfo& Relation::target() const {
    if (!joined_) detail::join_relations();
    if (joined_) return *model_of(**target_slot);
    throw Error("\"" + from->type->qualified + "." + name + "\" refers to \"" + target_name + "\", which was not installed",
                "add it to orm::models<…>() of its app");
}

std::vector<const ModelInfo*> Models::models() const {
    std::vector<const ModelInfo*> all;
    for (auto* installer : installers_) all.push_back(model_of(installer()));
    return all;
}

void Models::install(const std::string& label) const {
    for (const ModelInfo* model : models()) detail::assign_app(changeable(*model), label);
    detail::join_relations();
}

}  // namespace portico::orm
