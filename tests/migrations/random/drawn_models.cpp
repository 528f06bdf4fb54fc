#include "drawn_models.hpp"

#include <algorithm>

#include <portico/base/text.hpp>

namespace portico::migrations::test {

namespace {

orm::ColumnType without_numbering(orm::ColumnType type) { return type.automatic = false, type; }

/// Columns of a relation to that model: "author_id", or one for each part of its key.
std::vector<std::string> columns_for(const std::string& start, const ModelState& target) {
    std::vector<std::string> columns;
    const auto key = target.key();
    for (const FieldState* part : key) columns.push_back(start + (key.size() == 1 ? "_id" : "_" + part->name));
    return columns;
}

std::vector<const FieldState*> fields_where(const ModelState& model, bool (*fits)(const FieldState&)) {
    std::vector<const FieldState*> found;
    for (const FieldState& field : model.fields)
        if (fits(field)) found.push_back(&field);
    return found;
}

bool is_indexable(const FieldState& field) {
    return field.columns.size() == 1 && field.form != FieldForm::many_to_many && field.type.kind != Kind::json && field.type.kind != Kind::list &&
           field.generated.empty();
}

std::string quoted(const FieldState& field) { return "\"" + field.columns.at(0) + "\""; }

}  // namespace

SqlTexts everywhere(const std::string& sql) { return SqlTexts{{{"sqlite", sql}, {"postgresql", sql}}}; }

bool mentions(const SqlTexts& sql, const std::string& column) {
    return std::any_of(sql.texts.begin(), sql.texts.end(), [&](auto& text) { return text.second.find("\"" + column + "\"") != std::string::npos; });
}

bool is_distinct(const FieldState& field) {
    if (field.form != FieldForm::plain || !field.generated.empty()) return false;
    switch (field.type.kind) {
    case Kind::integer: case Kind::text: case Kind::date: case Kind::time: case Kind::date_time: case Kind::uuid: case Kind::decimal: return true;
    default: return false;
    }
}

bool is_number(const FieldState& field) {
    return field.form == FieldForm::plain && field.type.kind == Kind::integer && !field.type.automatic && field.generated.empty();
}

Value value_of(const FieldState& field, const orm::ColumnType& type, std::size_t row) {
    const int n = static_cast<int>(row);
    if (!field.choices.empty()) return field.choices[row % field.choices.size()];
    const std::string digit = std::to_string(row);
    switch (type.kind) {
    case Kind::boolean: return Value(row % 2 == 1);
    case Kind::integer: return Value(n);
    case Kind::floating: return Value(n + 0.5);
    case Kind::text: return type.address ? Value("10.0.0." + digit) : Value("t" + digit);
    case Kind::bytes: return Value(Bytes{std::string("\0\xff'", 3) + digit});
    case Kind::decimal: return Value(*Decimal::parse(digit + ".25"));
    case Kind::date: return Value(*parse_date("2024-02-0" + digit));
    case Kind::time: return Value(*parse_time("10:20:0" + digit));
    case Kind::date_time: return Value(*parse_date_time("2024-02-29T23:59:5" + digit + ".5Z"));
    case Kind::duration: return Value(Duration(std::chrono::seconds(90 * n)));
    case Kind::uuid: return Value(*Uuid::parse("0190aaaa-0000-7000-8000-00000000000" + digit));
    case Kind::json: return Value(Map{{"n", n}, {"list", Value(List{Value(true), Value()})}});
    default: return Value(List{Value(n), Value(n + 1)});
    }
}

Value in_file(const FieldState& field, std::size_t row) {
    const Value value = value_of(field, field.types.at(0), row);
    switch (value.type()) {
    case Value::Type::boolean: case Value::Type::integer: case Value::Type::number: case Value::Type::map: case Value::Type::list: return value;
    default: return Value(value.str());
    }
}

void settle(ProjectState& state) {
    for (ModelState& model : state.models()) {
        for (FieldState& field : model.fields) {
            if (!field.is_relation()) continue;
            const ModelState& target = state.get(field.to);
            if (field.form == FieldForm::many_to_many) {
                const bool self = target.label() == model.label();
                field.through = model.table + "_" + field.name;
                field.through_from = columns_for((self ? "from_" : "") + text::ascii_lower(model.name), model);
                field.through_to = columns_for((self ? "to_" : "") + text::ascii_lower(target.name), target);
                continue;
            }
            const bool own_column = field.columns.size() == 1 && field.columns[0].ends_with("_ref");
            field.types.clear();
            if (!field.to_field.empty()) field.types = {without_numbering(target.find(field.to_field)->type)};
            else
                for (const FieldState* part : target.key()) field.types.insert(field.types.end(), part->types.begin(), part->types.end());
            for (orm::ColumnType& type : field.types) type.automatic = false;
            if (own_column && field.types.size() == 1) continue;
            field.columns = field.to_field.empty() ? columns_for(field.name, target) : std::vector{field.name + "_id"};
        }
    }
}

ProjectState DrawnModels::draw() {
    ProjectState state;
    for (std::size_t count = 2 + dice_.below(3); count > 0; --count) state.add(model());
    add_relations(state);
    settle(state);
    for (ModelState& one : state.models()) {
        if (dice_.chance(15)) one.fields.push_back(computed(one));
        std::erase_if(one.fields, [](auto& field) { return field.name.empty(); });
        for (std::size_t count = dice_.below(3); count > 0; --count) one.indexes.push_back(index(one));
        if (dice_.chance(60)) one.checks.push_back(check(one));
        if (postgresql_ && dice_.chance(30)) one.exclusions.push_back(exclusion(one));
        std::erase_if(one.indexes, [](auto& part) { return part.name.empty(); });
        std::erase_if(one.checks, [](auto& part) { return part.name.empty(); });
        std::erase_if(one.exclusions, [](auto& part) { return part.name.empty(); });
        // Many-to-many fields come last, as the models themselves have it.
        std::stable_partition(one.fields.begin(), one.fields.end(), [](auto& field) { return field.has_columns(); });
    }
    return state;
}

ModelState DrawnModels::model() {
    ModelState drawn{.app = dice_.chance(70) ? "shop" : "depot", .name = dice_.name(dice_.one_of<std::string>({"Post", "Item", "Crate"}))};
    drawn.table = dice_.chance(85) ? default_table(drawn.app, drawn.name) : dice_.name("Some table ");
    if (dice_.chance(15)) drawn.db_comment = "What's in \"" + drawn.name + "\"";
    auto add_key = [&](FieldState part) { part.primary_key = true, drawn.fields.push_back(std::move(part)); };
    const std::size_t kind = dice_.below(100);
    if (kind < 65) add_key(plain("id", {.kind = Kind::integer, .automatic = true}));
    else if (kind < 75) add_key(text("code", 20));
    else if (kind < 83) add_key(plain("uid", {.kind = Kind::uuid}));
    else if (kind < 88) add_key(integer("number"));
    else add_key(text("deck", 10)), add_key(integer("place"));
    for (std::size_t count = 1 + dice_.below(5); count > 0; --count) drawn.fields.push_back(field());
    return drawn;
}

FieldState DrawnModels::choice() {
    FieldState drawn = plain(dice_.name("state"), {.kind = Kind::enumeration, .max_length = 20});
    if (dice_.chance(30)) {
        drawn.type = {.kind = Kind::enumeration, .bits = 32, .by_value = true};
        drawn.choices = {Value(1), Value(2)};
    } else {
        drawn.choices = {Value("open"), Value("it's sold")};
    }
    drawn.types = {drawn.type};
    return drawn;
}

FieldState DrawnModels::field() {
    const std::vector<orm::ColumnType> types{{.kind = Kind::boolean}, {.kind = Kind::integer}, {.kind = Kind::integer, .bits = 32}, {.kind = Kind::integer, .bits = 16},
        {.kind = Kind::integer, .bits = 32, .is_unsigned = true}, {.kind = Kind::floating}, {.kind = Kind::text}, {.kind = Kind::text, .max_length = 20},
        {.kind = Kind::text, .max_length = 200}, {.kind = Kind::text, .address = true}, {.kind = Kind::bytes}, {.kind = Kind::decimal, .digits = 8, .places = 2},
        {.kind = Kind::date}, {.kind = Kind::time}, {.kind = Kind::date_time}, {.kind = Kind::duration}, {.kind = Kind::uuid}, {.kind = Kind::json}, {.kind = Kind::list}};
    FieldState drawn = dice_.chance(12) ? choice() : plain(dice_.name(dice_.one_of<std::string>({"title", "size", "home_street", "made"})), dice_.one_of(types));
    if (dice_.chance(12)) drawn.columns = {dice_.name("Own column ")};
    drawn.nullable = dice_.chance(30);
    drawn.unique = is_distinct(drawn) && dice_.chance(15);
    drawn.indexed = !drawn.unique && is_indexable(drawn) && dice_.chance(15);
    const Kind kind = drawn.type.kind;
    if (kind != Kind::bytes && kind != Kind::duration && dice_.chance(15)) drawn.db_default = in_file(drawn, default_row);
    if (!drawn.nullable && kind != Kind::bytes && kind != Kind::duration) drawn.fill = in_file(drawn, fill_row);
    if (dice_.chance(10)) drawn.db_comment = "it's drawn";
    return drawn;
}

FieldState DrawnModels::relation(const ProjectState&, const ModelState& from, const ModelState& to, bool nullable) {
    const bool self = from.label() == to.label();
    FieldState drawn = foreign_key(dice_.name(self ? "parent" : "owner"), to.label());
    if (dice_.chance(25)) drawn.form = FieldForm::one_to_one, drawn.indexed = false;
    if (dice_.chance(10)) drawn.indexed = !drawn.indexed;
    if (drawn.form == FieldForm::one_to_one) drawn.indexed = false;
    drawn.nullable = nullable || self || dice_.chance(30);
    if (dice_.chance(20)) drawn.on_delete = "CASCADE";
    else if (drawn.nullable && dice_.chance(20)) drawn.on_delete = "SET NULL";
    if (dice_.chance(8)) drawn.db_constraint = false;
    if (dice_.chance(10)) drawn.columns = {drawn.name + "_ref"};
    for (const FieldState& field : to.fields)
        if (field.unique && !field.nullable && is_distinct(field) && field.generated.empty() && dice_.chance(50)) drawn.to_field = field.name;
    return drawn;
}

FieldState DrawnModels::many_to_many(const ModelState& to) {
    return {.name = dice_.name("tags"), .form = FieldForm::many_to_many, .to = to.label()};
}

void DrawnModels::add_relations(ProjectState& state) {
    for (std::size_t i = 0; i < state.models().size(); ++i) {
        for (std::size_t count = dice_.below(3); count > 0; --count) {
            const std::size_t to = dice_.below(state.models().size());
            const ModelState from = state.models()[i];
            state.models()[i].fields.push_back(relation(state, from, state.models()[to], to >= i));
        }
        if (dice_.chance(35)) state.models()[i].fields.push_back(many_to_many(dice_.one_of(state.models())));
    }
}

IndexState DrawnModels::index(const ModelState& model) {
    IndexState drawn{.name = dice_.name("ix_")};
    const auto fields = fields_where(model, &is_indexable);
    const auto distinct = fields_where(model, &is_distinct), numbers = fields_where(model, &is_number);
    const auto texts = fields_where(model, [](auto& one) { return is_distinct(one) && one.type.kind == Kind::text && !one.type.address; });
    if (fields.empty()) return {};
    for (std::size_t count = 1 + dice_.below(2); count > 0; --count)
        drawn.columns.push_back((dice_.chance(30) ? "-" : "") + dice_.one_of(fields)->columns[0]);
    if (!distinct.empty() && dice_.chance(30)) {
        drawn.unique = true;
        drawn.columns = {dice_.one_of(distinct)->columns[0]};
        drawn.more.nulls_distinct = !dice_.chance(20);
    } else if (!texts.empty() && dice_.chance(20)) {
        drawn.columns.front() = "";
        drawn.expressions = {everywhere("LOWER(" + quoted(*dice_.one_of(texts)) + ")")};
    }
    if (!numbers.empty() && dice_.chance(25)) drawn.condition = everywhere(quoted(*dice_.one_of(numbers)) + " > 2");
    if (!numbers.empty() && drawn.expressions.empty() && dice_.chance(10)) drawn.include = {dice_.one_of(numbers)->columns[0]};
    std::sort(drawn.columns.begin(), drawn.columns.end());
    drawn.columns.erase(std::unique(drawn.columns.begin(), drawn.columns.end()), drawn.columns.end());
    return drawn;
}

CheckState DrawnModels::check(const ModelState& model) {
    const auto numbers = fields_where(model, &is_number);
    if (numbers.empty()) return {};
    return {dice_.name("ck_"), everywhere(quoted(*dice_.one_of(numbers)) + (dice_.chance(50) ? " >= 0" : " < 1000"))};
}

ExclusionState DrawnModels::exclusion(const ModelState& model) {
    const auto numbers = fields_where(model, [](auto& one) { return is_number(one) && !one.primary_key; });
    if (numbers.empty()) return {};
    ExclusionState drawn{.name = dice_.name("ex_"), .type = orm::IndexType::tree};
    drawn.terms.push_back({everywhere(quoted(*dice_.one_of(numbers))), "=", ""});
    return drawn;
}

FieldState DrawnModels::computed(const ModelState& model) {
    const auto numbers = fields_where(model, &is_number);
    if (numbers.empty()) return {};
    const FieldState& from = *dice_.one_of(numbers);
    FieldState drawn = plain(dice_.name("twice"), {.kind = Kind::integer});
    drawn.nullable = true;
    drawn.generated = everywhere(quoted(from) + " * 2");
    return drawn;
}

}  // namespace portico::migrations::test
