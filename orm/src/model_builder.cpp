#include <algorithm>

#include <portico/base/error.hpp>
#include <portico/base/ip_address.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/models.hpp>

#include "registry.hpp"

namespace portico::orm::detail {

namespace {

const ColumnOptions no_options{};

const ColumnOptions* options_of(const FieldInfo& field) {
    auto* options = dynamic_cast<const ColumnOptions*>(field.extension.get());
    return options ? options : &no_options;
}

/// The type of what is stored for a field, of a key for an Id.
ColumnType column_type(const FieldInfo& field) {
    const FieldType* type = field.type;
    if (type->optional && type->element) type = type->element;
    if (auto* key = dynamic_cast<const KeyType*>(type->extension.get())) type = key->key;
    ColumnType made;
    made.address = is_ip_address(*type);
    bool json = type->kind == Kind::list || type->kind == Kind::structure;
    made.kind = json ? Kind::json : type->kind;
    if (made.kind == Kind::integer) {
        made.bits = std::max<std::size_t>(type->size, 2) * 8;
        made.is_unsigned = !type->is_signed;
    }
    if (made.kind == Kind::text) made.max_length = field.max_length;
    if (dynamic_cast<const FileType*>(type->extension.get())) made.max_length = field.max_length.value_or(100);
    if (made.kind == Kind::enumeration) {
        std::size_t longest = 0;
        for (const auto& enumerator : type->enumerators) longest = std::max(longest, enumerator.name.size());
        made.max_length = field.max_length.value_or(longest);
    }
    made.digits = field.digits.value_or(made.kind == Kind::decimal ? 18 : 0);
    made.places = field.places.value_or(made.kind == Kind::decimal ? 6 : 0);
    return made;
}

/// Without its place in a table, and as if a foreign key's target had one key.
Column own_column(const FieldInfo& field, const std::string& attribute) {
    const RelationType* relation = relation_type(field);
    Column column;
    column.attribute = attribute;
    column.options = options_of(field);
    column.name = column.options->db_column.empty() ? attribute + (relation ? "_id" : "") : column.options->db_column;
    column.field = &field;
    column.type = column_type(field);
    column.nullable = field.type->optional;
    column.unique = column.options->unique || (relation && relation->one_to_one);
    column.indexed = column.options->index || (field.format.ends_with("slug") && !column.unique && !column.options->no_index);
    if (relation) column.indexed = !column.unique && !column.options->no_index;
    column.primary_key = is_key(field);
    return column;
}

class Builder {
public:
    Builder(TypeInfo& type, ModelInfo& model, std::string related_name)
        : type_(type), model_(model), related_name_(text::replace_all(std::move(related_name), "%(model)s", text::ascii_lower(type.name))) {}

    void add_fields(const TypeInfo& type, const std::string& prefix, std::size_t offset) {
        for (const FieldInfo& field : type.fields) add_field(field, prefix, offset);
    }

private:
    void add_field(const FieldInfo& field, const std::string& prefix, std::size_t offset) {
        if (auto* relation = relation_type(field)) return add_relation(field, *relation, prefix, offset);
        const FieldType& type = *field.type;
        if (type.kind == Kind::structure && !options_of(field)->json) return add_struct(field, prefix, offset);
        if (type.kind == Kind::other) {
            throw Error("\"" + type_.qualified + "." + field.name + "\" is a " + type.name + ", which has no column",
                        "use a type that can be stored, or keep it out of the model");
        }
        add_column(field, prefix, offset);
    }

    void add_struct(const FieldInfo& field, const std::string& prefix, std::size_t offset) {
        if (field.type->optional) {
            throw Error("\"" + type_.qualified + "." + field.name + "\" is an optional struct, which has no column",
                        "make its members optional instead");
        }
        auto inner = options_of(field)->flat ? prefix : prefix + field.name + "_";
        add_fields(field.type->structure(), inner, offset + field.offset);
    }

    Column& add_column(const FieldInfo& field, const std::string& prefix, std::size_t offset) {
        Column& column = model_.columns.emplace_back(own_column(field, prefix + field.name));
        column.model = &model_;
        column.index = model_.columns.size() - 1;
        column.offset = offset + field.offset;
        return column;
    }

    void add_relation(const FieldInfo& field, const RelationType& type, const std::string& prefix, std::size_t offset) {
        Relation& relation = model_.relations.emplace_back();
        relation.name = prefix + field.name;
        relation.from = &model_;
        relation.index = model_.relations.size() - 1;
        relation.offset = offset + field.offset;
        relation.field = &field;
        relation.options = options_of(field);
        relation.nullable = type.nullable;
        relation.symmetrical = relation.options->symmetrical;
        relation.target_slot = type.target;
        relation.target_name = type.target_name;
        relation.kind = type.many         ? Relation::Kind::many_to_many
                        : type.one_to_one ? Relation::Kind::one_to_one
                                          : Relation::Kind::many_to_one;
        set_names(relation);
        if (!type.many) set_key(relation, field, prefix, offset);
    }

    void set_names(Relation& relation) {
        auto lower = text::ascii_lower(type_.name);
        const auto& given = relation.options->related_name.empty() ? related_name_ : relation.options->related_name;
        relation.hidden_backwards = given.ends_with('+');
        bool named = !given.empty() && !relation.hidden_backwards;
        relation.related_query_name = named ? given : lower;
        relation.related_name =
            named ? given : lower + (relation.kind == Relation::Kind::one_to_one ? "" : "_set");
    }

    void set_key(Relation& relation, const FieldInfo& field, const std::string& prefix, std::size_t offset) {
        relation.on_delete = relation.options->on_delete.value_or(relation.nullable ? set_null : protect);
        check_rule(relation);
        Column& column = add_column(field, prefix, offset);
        column.relation = &relation;
        relation.columns.push_back(&column);
    }

    /// What becomes of the reference must be something that it can be.
    void check_rule(const Relation& relation) const {
        const std::string name = "\"" + type_.qualified + "." + relation.name + "\" says on_delete(";
        const OnDelete rule = relation.on_delete;
        if ((rule == set_null || rule == db_set_null) && !relation.nullable)
            throw Error(name + (rule == set_null ? "set_null" : "db_set_null") + ") but can't be null",
                        "make it an orm::OptionalForeignKey, or choose protect, cascade or restrict");
        if (rule == set_default && !relation.field->default_value)
            throw Error(name + "set_default) but has no default", "add .default_value(key)");
        if (rule == db_set_default && !relation.options->db_default)
            throw Error(name + "db_set_default) but has no default in the database", "add .db_default(key)");
        if (!database_rule(rule).empty() && !relation.options->db_constraint)
            throw Error(name + "db_…) but the database does not know of it", "leave out db_constraint(false)");
    }

    TypeInfo& type_;
    ModelInfo& model_;
    std::string related_name_;
};

void find_key(ModelInfo& model) {
    for (Column& column : model.columns) {
        if (column.primary_key) model.key.push_back(&column);
    }
    if (model.key.empty()) {
        throw Error("\"" + model.type->qualified + "\" has no key", "give it a member: orm::Id<> id{};");
    }
    if (model.key.size() > 1) return;
    Column& only = model.columns[model.key.front()->index];
    only.generated = only.type.kind == Kind::integer;
    only.type.automatic = only.generated;
}

void find_version(ModelInfo& model) {
    for (const Column& column : model.columns) {
        if (!column.options->version) continue;
        if (column.type.kind != Kind::integer || column.nullable || model.version)
            throw Error("\"" + model.type->qualified + "." + column.attribute + "\" can't count versions",
                        "version() is for one whole number of a model that is never null: int version = 0;");
        model.version = &column;
    }
}

/// What an anonymized dump is to replace must be something that can be: others refer to keys, and a name is a text.
void check_personal(const ModelInfo& model) {
    for (const Column& column : model.columns) {
        if (!column.options->personal) continue;
        const std::string name = "\"" + model.type->qualified + "." + column.attribute + "\" says personal(";
        if (column.primary_key || column.relation)
            throw Error(name + ") but is a key, which stays", "give the row a key that tells nothing, and say it of another field");
        const bool of_text = *column.options->personal != Personal::by_type;
        if (of_text && (column.type.kind != Kind::text || column.type.address))
            throw Error(name + "…) of a kind that is a text", "say .personal() without a kind: by the field's type");
        // Texts in JSON are replaced without a look at what they may be.
        const FieldType& type = column.field->type->element ? *column.field->type->element : *column.field->type;
        if (column.type.kind == Kind::json && (type.kind == Kind::structure || type.kind == Kind::enumeration))
            throw Error(name + ") but is JSON with fields of its own", "keep the struct's members in columns, or the rows in a model of their own");
    }
}

/// "Blog post" and "blog posts" of BlogPost, as Django makes them.
void name_model(ModelInfo& model, const ModelOptions& options) {
    model.name = model.type->name;
    model.verbose_name =
        options.verbose_name.empty() ? text::camel_case_to_spaces(model.type->name) : options.verbose_name;
    model.verbose_name_plural =
        options.verbose_name_plural.empty() ? text::plural(model.verbose_name) : options.verbose_name_plural;
    model.table = options.table.empty() ? text::ascii_lower(model.name) : options.table;
    model.has_table_name = !options.table.empty();
}

void add_index(ModelInfo& model, const ModelOptions::Index& given) {
    IndexInfo index;
    index.name = given.name;
    index.unique = given.unique;
    index.terms = given.columns;
    index.condition = given.condition;
    index.message = given.message;
    index.code = given.code;
    index.more = given.more;
    for (std::uint32_t offset : given.include) {
        if (const Column* column = model.column_at(offset)) index.include.push_back(column->name);
    }
    for (const Order& order : given.columns) {
        const Column* column = nullptr;
        if (order.expression->steps.size() == 1 && !order.expression->steps.front().back)
            column = model.column_at(order.expression->steps.front().offset);
        if (!column && !order.expression->name.empty()) column = model.column(order.expression->name);
        bool computed = order.expression->kind != Expression::Kind::path;
        if (computed) {
            index.columns.emplace_back();
            index.attributes.emplace_back();
            continue;
        }
        if (!column) {
            throw Error("an index of \"" + model.type->qualified + "\" names what is no column of its table",
                        "index(&T::member, …) takes members of the model itself");
        }
        index.columns.push_back((order.descending ? "-" : "") + column->name);
        index.attributes.push_back((order.descending ? "-" : "") + column->attribute);
    }
    model.indexes.push_back(std::move(index));
}

}  // namespace

namespace {

/// Rows of one parent are in the order of a column.
void find_places(ModelInfo& model, const ModelOptions& options) {
    if (!options.places) return;
    model.ordered_within = model.relation_at(options.places->parent);
    model.place = model.column_at(options.places->place);
    const bool good = model.ordered_within && !model.ordered_within->to_many() && model.place && model.place->type.kind == Kind::integer;
    if (!good)
        throw Error("\"" + model.type->qualified + "\" can't be ordered with respect to that",
                    "order_with_respect_to(&T::parent, &T::place): a foreign key and a whole number of the model");
    if (model.ordering.empty()) model.ordering = {{path_named(model.place->attribute)}};
}

}  // namespace

namespace {

void find_natural_key(ModelInfo& model, const ModelOptions& options) {
    for (std::uint32_t offset : options.natural_key) {
        const Column* column = model.column_at(offset);
        if (!column)
            throw Error("the natural key of \"" + model.type->qualified + "\" names what is no column of its table",
                        "natural_key(&T::member, …) takes members of the model itself");
        model.natural_key.push_back(column);
    }
}

}  // namespace

void build_model(TypeInfo& type, std::shared_ptr<ModelInfo> model, ModelOptions options) {
    model->type = &type;
    model->slot = &type;
    model->managed = options.managed;
    model->history = options.history;
    model->personal = options.personal;
    model->was = options.was;
    model->ordering = std::move(options.ordering);
    model->hooks = std::move(options.hooks);
    name_model(*model, options);
    model->db_comment = options.db_comment;
    model->latest_by = options.latest_by;
    model->exclusions = options.exclusions;
    Builder(type, *model, options.related_name).add_fields(type, "", 0);
    find_key(*model);
    find_version(*model);
    check_personal(*model);
    find_places(*model, options);
    find_natural_key(*model, options);
    for (const auto& index : options.indexes) add_index(*model, index);
    for (auto& check : options.checks) model->checks.push_back({check.name, check.condition, check.message, check.code});
    for (FieldInfo& field : type.fields) {
        // Keys that the database or the program makes are nobody's to fill in.
        bool made = model->key.size() == 1 && (field.type->kind == Kind::integer || field.type->kind == Kind::uuid);
        if (is_key(field) && made) field.editable = false, field.required = false;
        if (is_file(field) && !field.required) field.required = false;
    }
    register_model(*model);
    type.extension = std::move(model);
}

FieldInfo& field_of(TypeInfo& type, std::size_t offset) {
    for (FieldInfo& field : type.fields) {
        if (field.offset == offset) return field;
    }
    throw Error("describe() of \"" + type.qualified + "\" names a member that is none of its own",
                "members of an embedded struct are described by that struct");
}

}  // namespace portico::orm::detail

namespace portico::orm {

Column column_of(const FieldInfo& field) {
    const RelationType* relation = relation_type(field);
    const bool is_struct = field.type->kind == Kind::structure && !detail::options_of(field)->json;
    if (is_struct || (relation && relation->many) || (!relation && field.type->kind == Kind::other))
        throw Error("\"" + field.name + "\" is a " + field.type->name + ", which has no column of its own", "ask for the columns of its model");
    Column column = detail::own_column(field, field.name);
    if (!relation) return column;
    const ModelInfo& target = require_model(*relation->target, relation->target_name.c_str());
    column.type = target.key.front()->type;
    column.type.automatic = false;
    return column;
}

FieldDescription::FieldDescription(FieldInfo& field) : portico::FieldOptions<FieldDescription>(field) {
    if (!field.extension) field.extension = std::make_shared<ColumnOptions>();
    options_ = static_cast<ColumnOptions*>(field.extension.get());
}

}  // namespace portico::orm
