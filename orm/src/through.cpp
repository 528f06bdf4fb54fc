#include "through.hpp"

#include <algorithm>

#include <portico/orm/connection.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/types.hpp>

#include "load.hpp"

namespace portico::orm::detail {

std::vector<Value> parts_of(const Value& key, std::size_t columns) {
    if (columns == 1) return {key};
    std::vector<Value> parts;
    for (std::size_t i = 0; i < columns; ++i) parts.push_back(key.at(i).value_or(Value()));
    return parts;
}

namespace {

/// "a" = ? AND "b" = ?
std::string equal(const Dialect& dialect, const std::vector<std::string>& columns, const Value& key, std::vector<Value>& parameters) {
    std::string text;
    auto parts = parts_of(key, columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        parameters.push_back(parts[i]);
        text += (i > 0 ? " AND " : "") + dialect.quote(columns[i]) + " = " + dialect.placeholder(parameters.size());
    }
    return text;
}

}  // namespace

Through::Through(const Relation& relation, bool back, Value owner, std::string database)
    : other(back ? relation.from : &relation.target()), relation_(relation), back_(back),
      near_(back ? relation.through_to : relation.through_from), far_(back ? relation.through_from : relation.through_to),
      owner_(std::move(owner)), database_(std::move(database)) {}

std::string Through::owned(const Dialect& dialect, std::vector<Value>& parameters) const {
    return " FROM " + dialect.quote(relation_.through) + " WHERE " + equal(dialect, near_, owner_, parameters);
}

std::vector<Value> Through::keys() const {
    Connection& database = connection(database_);
    const Dialect& dialect = database.dialect();
    Statement statement;
    statement.sql = "SELECT ";
    for (std::size_t i = 0; i < far_.size(); ++i) statement.sql += (i > 0 ? ", " : "") + dialect.quote(far_[i]);
    statement.sql += owned(dialect, statement.parameters);
    std::vector<Value> keys;
    database.query(statement, [&](const Row& row) {
        List parts;
        for (std::size_t i = 0; i < far_.size(); ++i) parts.push_back(loaded(row, i, other->key[i]->type, dialect));
        keys.push_back(far_.size() == 1 ? parts.front() : Value::list(std::move(parts)));
    });
    return keys;
}

void Through::insert(const std::vector<Value>& keys) const {
    if (keys.empty()) return;
    relation_.through_model ? insert_objects(keys) : insert_rows(keys);
    if (!relation_.symmetrical) return;
    for (const Value& key : keys) {
        Through other_way = mirrored(key);
        auto there = other_way.keys();
        if (key == owner_ || std::ranges::find(there, owner_) != there.end()) continue;
        relation_.through_model ? other_way.insert_objects({owner_}) : other_way.insert_rows({owner_});
    }
}

/// Rows of a model of one's own: with its initial values, hooks and checks.
void Through::insert_objects(const std::vector<Value>& keys) const {
    const ModelInfo& between = *relation_.through_model;
    for (const Value& key : keys) {
        auto object = between.type->make();
        auto refer = [&](const Relation& side, const Value& to) {
            void* member = static_cast<std::byte*>(object.get()) + side.offset;
            relation_type(*side.field)->reference(member)->assign_key(to);
        };
        refer(back_ ? *relation_.through_far : *relation_.through_near, owner_);
        refer(back_ ? *relation_.through_near : *relation_.through_far, key);
        save_object(*between.type, object.get(), {.force_insert = true, .database = database_});
    }
}

void Through::insert_rows(const std::vector<Value>& keys) const {
    Connection& database = connection(database_);
    const Dialect& dialect = database.dialect();
    constexpr std::size_t rows_at_once = 100;
    for (std::size_t from = 0; from < keys.size(); from += rows_at_once) {
        Statement statement;
        std::string columns, rows;
        for (const auto* side : {&near_, &far_}) {
            for (const auto& name : *side) columns += (columns.empty() ? "" : ", ") + dialect.quote(name);
        }
        for (std::size_t i = from; i < std::min(keys.size(), from + rows_at_once); ++i) {
            std::string row;
            for (const auto& [key, width] : {std::pair(owner_, near_.size()), std::pair(keys[i], far_.size())}) {
                for (Value& part : parts_of(key, width)) {
                    statement.parameters.push_back(std::move(part));
                    row += (row.empty() ? "(" : ", ") + dialect.placeholder(statement.parameters.size());
                }
            }
            rows += (rows.empty() ? "" : ", ") + row + ")";
        }
        statement.sql = "INSERT INTO " + dialect.quote(relation_.through) + " (" + columns + ") VALUES " + rows +
                        " ON CONFLICT DO NOTHING";  // somebody else may have added it just now
        database.execute(statement);
    }
}

void Through::erase(const std::vector<Value>& keys) const {
    if (keys.empty()) return;
    erase_rows(keys);
    for (std::size_t i = 0; relation_.symmetrical && i < keys.size(); ++i) mirrored(keys[i]).erase_rows({owner_});
}

void Through::erase_rows(const std::vector<Value>& keys) const {
    Connection& database = connection(database_);
    const Dialect& dialect = database.dialect();
    constexpr std::size_t keys_at_once = 200;
    for (std::size_t from = 0; from < keys.size(); from += keys_at_once) {
        Statement statement;
        statement.sql = "DELETE" + owned(dialect, statement.parameters) + " AND (";
        for (std::size_t i = from; i < std::min(keys.size(), from + keys_at_once); ++i)
            statement.sql += (i > from ? " OR " : "") + equal(dialect, far_, keys[i], statement.parameters);
        statement.sql += ")";
        database.execute(statement);
    }
}

void Through::clear() const {
    if (relation_.symmetrical) return erase(keys());
    Connection& database = connection(database_);
    Statement statement;
    statement.sql = "DELETE" + owned(database.dialect(), statement.parameters);
    database.execute(statement);
}

}  // namespace portico::orm::detail
