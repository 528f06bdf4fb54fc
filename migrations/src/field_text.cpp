#include "field_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <portico/base/error.hpp>
#include <portico/base/json.hpp>

#include "fill.hpp"
#include "sql_columns.hpp"

namespace portico::migrations {

namespace {

/// Of a struct, or of its member.
bool is_name(std::string_view name) {
    if (name.empty()) return false;
    const bool allowed = std::all_of(name.begin(), name.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80); });
    return allowed && !std::isdigit(static_cast<unsigned char>(name.front()));
}

constexpr std::array<std::pair<std::string_view, Kind>, 15> kinds{{
    {"boolean", Kind::boolean}, {"integer", Kind::integer}, {"float", Kind::floating}, {"text", Kind::text},
    {"bytes", Kind::bytes}, {"decimal", Kind::decimal}, {"date", Kind::date}, {"time", Kind::time},
    {"date_time", Kind::date_time}, {"duration", Kind::duration}, {"uuid", Kind::uuid}, {"json", Kind::json},
    {"list", Kind::list}, {"choice", Kind::enumeration}, {"structure", Kind::structure},
}};

constexpr std::array<std::pair<std::string_view, FieldForm>, 3> relations{{
    {"foreign_key", FieldForm::foreign_key},
    {"one_to_one", FieldForm::one_to_one},
    {"many_to_many", FieldForm::many_to_many},
}};

constexpr std::array<std::pair<std::string_view, orm::IndexType>, 7> index_types{{
    {"tree", orm::IndexType::tree}, {"hash", orm::IndexType::hash}, {"gin", orm::IndexType::gin},
    {"gist", orm::IndexType::gist}, {"spgist", orm::IndexType::spgist}, {"brin", orm::IndexType::brin},
    {"bloom", orm::IndexType::bloom},
}};

constexpr std::array<std::pair<std::string_view, orm::Deferrable>, 3> moments{{
    {"no", orm::Deferrable::no}, {"immediate", orm::Deferrable::immediate}, {"deferred", orm::Deferrable::deferred},
}};

constexpr std::array<std::string_view, 3> rules{"CASCADE", "SET NULL", "SET DEFAULT"};

template <class Table, class Item> std::string_view name_in(const Table& table, Item item) {
    for (const auto& [name, one] : table)
        if (one == item) return name;
    return "json";
}

template <class Table> auto find_in(const Table& table, std::string_view name) -> const typename Table::value_type::second_type* {
    for (const auto& [known, item] : table)
        if (known == name) return &item;
    return nullptr;
}

std::vector<std::string> type_names() {
    std::vector<std::string> names;
    for (const auto& entry : kinds) names.emplace_back(entry.first);
    for (const auto& entry : relations) names.emplace_back(entry.first);
    return names;
}

constexpr int most_digits = 1000;  // PostgreSQL's

const orm::ColumnType usual_key{.kind = Kind::integer};

void add_type(Map& map, const orm::ColumnType& type) {
    map.append("type", Value(name_in(kinds, type.kind)));
    if (type.max_length) map.append("max_length", Value(*type.max_length));
    if (type.kind == Kind::decimal) {
        map.append("digits", Value(type.digits));
        map.append("places", Value(type.places));
    }
    if (type.bits != 64) map.append("bits", Value(type.bits));
    if (type.is_unsigned) map.append("unsigned", Value(true));
    if (type.automatic) map.append("automatic", Value(true));
    if (type.by_value) map.append("by_value", Value(true));
    if (type.address) map.append("address", Value(true));
}

orm::ColumnType type_from(Entries& entries, Kind kind) {
    orm::ColumnType type{.kind = kind};
    const bool limited = entries.has("max_length");
    const std::int64_t length = entries.integer_or("max_length", 1);
    if (length < 1) entries.fail("\"max_length\" is " + std::to_string(length), "a whole number from 1, or nothing");
    if (limited) type.max_length = static_cast<std::size_t>(length);
    type.digits = static_cast<int>(entries.integer_or("digits", 0));
    type.places = static_cast<int>(entries.integer_or("places", 0));
    type.bits = static_cast<std::size_t>(entries.integer_or("bits", 64));
    if (type.digits < 0 || type.places < 0 || type.places > type.digits)
        entries.fail("a decimal of " + std::to_string(type.digits) + " digits can't have " + std::to_string(type.places) + " of them behind the point");
    if (type.digits > most_digits) entries.fail("a decimal of " + std::to_string(type.digits) + " digits is more than a database has room for", "at most " + std::to_string(most_digits));
    if (type.bits != 8 && type.bits != 16 && type.bits != 32 && type.bits != 64) entries.fail("\"bits\" must be 8, 16, 32 or 64");
    type.is_unsigned = entries.flag("unsigned");
    type.automatic = entries.flag("automatic");
    type.by_value = entries.flag("by_value");
    type.address = entries.flag("address");
    return type;
}

std::vector<Value> as_values(const std::vector<std::string>& texts) { return {texts.begin(), texts.end()}; }

void add_relation(Map& map, const FieldState& field) {
    map.append("type", Value(name_in(relations, field.form)));
    map.append("to", Value(field.to));
    if (field.form == FieldForm::many_to_many) {
        map.append("through", Value(field.through));
        map.append("from_columns", Value(List(as_values(field.through_from))));
        map.append("to_columns", Value(List(as_values(field.through_to))));
        return;
    }
    if (!field.to_field.empty()) map.append("to_field", Value(field.to_field));
    if (!field.db_constraint) map.append("db_constraint", Value(false));
    if (!field.on_delete.empty()) map.append("on_delete", Value(field.on_delete));
    if (field.types == std::vector{usual_key}) return;
    List key;
    for (const orm::ColumnType& type : field.types) {
        Map one;
        add_type(one, type);
        key.emplace_back(Value(std::move(one)));
    }
    map.append("key", Value(std::move(key)));
}

std::vector<std::string> usual_columns(const FieldState& field) {
    if (field.form == FieldForm::many_to_many) return {};
    if (field.is_relation()) return {field.name + "_id"};
    return {field.name};
}

void read_relation(FieldState& field, Entries& entries, std::string_view app, std::string_view table) {
    field.to = entries.text("to");
    if (field.to.find('.') == std::string::npos) field.to = std::string(app) + "." + field.to;
    if (field.form == FieldForm::many_to_many) {
        field.through = entries.text_or("through", std::string(table) + "_" + field.name);
        field.through_from = entries.texts("from_columns");
        field.through_to = entries.texts("to_columns");
        if (field.through_from.empty() || field.through_to.empty())
            entries.fail("\"from_columns\" or \"to_columns\" is missing", "name the columns of the table between");
        return;
    }
    field.to_field = entries.text_or("to_field", "");
    field.db_constraint = entries.flag("db_constraint", true);
    field.on_delete = entries.text_or("on_delete", "");
    if (!field.on_delete.empty() && std::ranges::find(rules, field.on_delete) == rules.end())
        entries.fail("\"on_delete\" must be \"CASCADE\", \"SET NULL\" or \"SET DEFAULT\"", "leave it out where the program sees to it");
    for (const Value& item : entries.list_or_empty("key")) {
        if (!item.as_map()) entries.fail("\"key\" must be a list of types");
        Entries one(*item.as_map(), "its key");
        const Kind* kind = find_in(kinds, one.text("type"));
        if (!kind) one.fail("its type is unknown", did_you_mean(one.text("type"), type_names()));
        field.types.push_back(type_from(one, *kind));
        one.finish();
    }
    if (field.types.empty()) field.types = {usual_key};
}

}  // namespace

/// One text where all databases write the same.
Value value_of(const SqlTexts& sql) {
    bool same = std::all_of(sql.texts.begin(), sql.texts.end(), [&](auto& text) { return text.second == sql.texts.begin()->second; });
    if (same) return Value(sql.texts.begin()->second);
    Map map;
    for (const auto& [dialect, text] : sql.texts) map.append(dialect, Value(text));
    return Value::map(std::move(map));
}

SqlTexts texts_from(Entries& entries, const Value& value) {
    SqlTexts sql;
    for (const orm::Dialect* dialect : orm::all_dialects()) {
        const std::string name(dialect->name());
        if (auto text = value.as_text()) sql.texts[name] = *text;
        const Value* own = value.as_map() ? value.as_map()->find(name) : nullptr;
        if (own && own->as_text()) sql.texts[name] = *own->as_text();
    }
    if (sql.empty()) entries.fail("SQL must be a text, or an object with one for each database");
    return sql;
}

SqlTexts expression_from(Entries& entries, const Value& value) {
    SqlTexts sql = texts_from(entries, value);
    for (const auto& [database, text] : sql.texts) {
        const Quoting quoting = quoting_of(database);
        if (!is_one_expression(text, quoting)) entries.fail("its SQL is no single expression: " + text, "parentheses belong together, and a semicolon ends nothing here");
        if (with_semicolon(text, quoting) == text + "\n;") entries.fail("its SQL ends in a comment: " + text, "nothing could stand behind it");
    }
    return sql;
}

void require_model_name(const std::string& name) {
    if (!is_name(name)) throw Error("\"" + name + "\" is no name for a model", "letters, digits and underscores, as of a struct; the app is that of the file");
}

void require_table_name(const std::string& name) {
    if (name.empty()) throw Error("a table has no name: \"table\" is empty", "leave it out where it is the usual one, of app and model");
}

Map to_map(const FieldState& field) {
    Map map;
    map.append("name", Value(field.name));
    if (field.is_relation())
        add_relation(map, field);
    else
        add_type(map, field.type);
    if (!field.choices.empty()) map.append("values", Value(List(field.choices)));
    if (field.primary_key) map.append("primary_key", Value(true));
    if (field.nullable) map.append("null", Value(true));
    if (field.unique) map.append("unique", Value(true));
    const bool usually_indexed = field.form == FieldForm::foreign_key;
    if (field.indexed != usually_indexed) map.append("index", Value(field.indexed));
    if (field.columns != usual_columns(field)) map.append("columns", Value(List(as_values(field.columns))));
    if (field.db_default) map.append("db_default", *field.db_default);
    if (!field.generated.empty()) map.append("generated", value_of(field.generated));
    if (!field.db_comment.empty()) map.append("comment", Value(field.db_comment));
    if (field.not_valid) map.append("not_valid", Value(true));
    return map;
}

FieldState field_from(const Map& map, std::string_view app, std::string_view table) {
    FieldState field;
    field.name = Entries(map, "a field").text("name");
    if (field.name.empty()) throw Error("a field has no name: \"name\" is empty");
    if (!is_name(field.name)) throw Error("\"" + field.name + "\" is no name for a field", "letters, digits and underscores, as of a member of a struct");
    Entries entries(map, "the field \"" + field.name + "\"");
    entries.text("name");
    const std::string type = entries.text("type");
    if (const Kind* kind = find_in(kinds, type)) {
        field.type = type_from(entries, *kind);
        field.types = {field.type};
    } else if (const FieldForm* form = find_in(relations, type)) {
        field.form = *form;
        read_relation(field, entries, app, table);
    } else {
        entries.fail("the type \"" + type + "\" is unknown", did_you_mean(type, type_names()));
    }
    for (const Value& choice : entries.list_or_empty("values")) field.choices.push_back(choice);
    field.primary_key = entries.flag("primary_key");
    field.nullable = entries.flag("null");
    field.unique = entries.flag("unique");
    field.indexed = entries.flag("index", field.form == FieldForm::foreign_key);
    field.columns = entries.texts("columns");
    if (std::find(field.columns.begin(), field.columns.end(), "") != field.columns.end()) entries.fail("a column has no name: \"columns\" has an empty text");
    if (field.columns.empty()) field.columns = usual_columns(field);
    if (field.has_columns() && field.columns.size() != field.types.size())
        entries.fail("it has " + std::to_string(field.columns.size()) + " columns for a key of " +
                     std::to_string(field.types.size()));
    field.db_default = entries.value("db_default");
    if (auto generated = entries.value("generated")) field.generated = expression_from(entries, *generated);
    field.db_comment = entries.text_or("comment", "");
    field.not_valid = entries.flag("not_valid");
    field.fill = entries.value("fill");
    for (const auto& [name, value] : {std::pair("fill", field.fill), std::pair("db_default", field.db_default)})
        if (value && field.types.size() == 1 && !field.is_relation())
            if (const std::string why = misfit(*value, field.type); !why.empty()) entries.fail("\"" + std::string(name) + "\" " + why + ": " + to_json(*value));
    entries.finish();
    return field;
}

Map to_map(const IndexState& index) {
    Map map;
    map.append("name", Value(index.name));
    map.append("columns", Value(List(as_values(index.columns))));
    if (index.unique) map.append("unique", Value(true));
    List expressions;
    for (const SqlTexts& expression : index.expressions) expressions.push_back(value_of(expression));
    if (!expressions.empty()) map.append("expressions", Value(std::move(expressions)));
    if (!index.condition.empty()) map.append("where", value_of(index.condition));
    if (!index.include.empty()) map.append("include", Value(List(as_values(index.include))));
    const orm::IndexOptions& more = index.more;
    if (more.type != orm::IndexType::tree) map.append("type", Value(name_in(index_types, more.type)));
    if (!more.opclasses.empty()) map.append("opclasses", Value(List(as_values(more.opclasses))));
    if (more.deferrable != orm::Deferrable::no) map.append("deferrable", Value(name_in(moments, more.deferrable)));
    if (!more.nulls_distinct) map.append("nulls_distinct", Value(false));
    return map;
}

Map to_map(const CheckState& check) {
    Map map{{"name", check.name}, {"condition", value_of(check.condition)}};
    if (check.not_valid) map.append("not_valid", Value(true));
    return map;
}

CheckState check_from(const Map& map) {
    Entries entries(map, "a check");
    CheckState check{entries.text("name"), expression_from(entries, entries.value("condition").value_or(Value())), entries.flag("not_valid")};
    entries.finish();
    return check;
}

Map to_map(const ExclusionState& exclusion) {
    Map map{{"name", exclusion.name}};
    List terms;
    for (const ExclusionState::Term& term : exclusion.terms) {
        Map one{{"expression", value_of(term.expression)}, {"operator", term.op}};
        if (!term.opclass.empty()) one.append("opclass", Value(term.opclass));
        terms.emplace_back(Value(std::move(one)));
    }
    map.append("terms", Value(std::move(terms)));
    if (exclusion.type != orm::IndexType::gist) map.append("type", Value(name_in(index_types, exclusion.type)));
    if (!exclusion.condition.empty()) map.append("where", value_of(exclusion.condition));
    if (exclusion.deferrable != orm::Deferrable::no) map.append("deferrable", Value(name_in(moments, exclusion.deferrable)));
    return map;
}

namespace {

template <class Table> auto item_named(Entries& entries, const Table& table, const char* key, typename Table::value_type::second_type usual) {
    if (!entries.has(key)) return usual;
    const std::string name = entries.text(key);
    if (auto* item = find_in(table, name)) return *item;
    std::vector<std::string> known;
    for (const auto& entry : table) known.emplace_back(entry.first);
    entries.fail("\"" + name + "\" is no \"" + key + "\"", did_you_mean(name, known));
}

}  // namespace

ExclusionState exclusion_from(const Map& map) {
    Entries entries(map, "an exclusion");
    ExclusionState exclusion{.name = entries.text("name")};
    for (const Value& item : entries.list_or_empty("terms")) {
        if (!item.as_map()) entries.fail("\"terms\" must be a list of objects");
        Entries one(*item.as_map(), "a term of the exclusion \"" + exclusion.name + "\"");
        exclusion.terms.push_back({expression_from(one, one.value("expression").value_or(Value())), one.text("operator"), one.text_or("opclass", "")});
        one.finish();
    }
    if (exclusion.terms.empty()) entries.fail("\"terms\" is missing");
    exclusion.type = item_named(entries, index_types, "type", orm::IndexType::gist);
    if (auto condition = entries.value("where")) exclusion.condition = expression_from(entries, *condition);
    exclusion.deferrable = item_named(entries, moments, "deferrable", orm::Deferrable::no);
    entries.finish();
    return exclusion;
}

IndexState index_from(const Map& map) {
    Entries entries(map, "an index");
    IndexState index{.name = entries.text("name"), .columns = entries.texts("columns"), .unique = entries.flag("unique")};
    for (const Value& expression : entries.list_or_empty("expressions")) index.expressions.push_back(expression_from(entries, expression));
    if (auto condition = entries.value("where")) index.condition = expression_from(entries, *condition);
    index.include = entries.texts("include");
    index.more.type = item_named(entries, index_types, "type", orm::IndexType::tree);
    index.more.opclasses = entries.texts("opclasses");
    index.more.deferrable = item_named(entries, moments, "deferrable", orm::Deferrable::no);
    index.more.nulls_distinct = entries.flag("nulls_distinct", true);
    if (!index.more.opclasses.empty() && index.more.opclasses.size() != index.columns.size())
        entries.fail("\"opclasses\" must have one for each column", "\"\" is the usual one");
    auto computed = std::count_if(index.columns.begin(), index.columns.end(), [](auto& column) { return column.empty() || column == "-"; });
    if (static_cast<std::size_t>(computed) != index.expressions.size())
        entries.fail("it has " + std::to_string(index.expressions.size()) + " expressions for " + std::to_string(computed) + " empty columns");
    if (index.columns.empty()) entries.fail("\"columns\" is missing");
    entries.finish();
    return index;
}

}  // namespace portico::migrations
