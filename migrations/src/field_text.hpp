/// Fields and indexes as the migration files write them.
///
///     {"name": "title", "type": "text", "max_length": 200}
///     {"name": "author", "type": "foreign_key", "to": "blog.Author"}
///
/// What is as usual is left out: a column named after its field, a key that is a 64-bit integer, not nullable, an index on
/// a foreign key.
#pragma once
#include <portico/base/value.hpp>
#include <portico/migrations/state.hpp>

namespace portico::migrations {

/// Throws Error for what can't be one.
void require_model_name(const std::string& name);
void require_table_name(const std::string& name);

Map to_map(const FieldState& field);
/// Throws Error saying which entry is missing, unknown or of the wrong kind.
FieldState field_from(const Map& map, std::string_view app, std::string_view table);

Map to_map(const IndexState& index);
IndexState index_from(const Map& map);
Map to_map(const CheckState& check);
CheckState check_from(const Map& map);
Map to_map(const ExclusionState& exclusion);
ExclusionState exclusion_from(const Map& map);

/// SQL as one text for all databases, or an object with one for each.
Value value_of(const SqlTexts& sql);
class Entries;
SqlTexts texts_from(Entries& entries, const Value& value);
/// The same of what stands inside of parentheses.
SqlTexts expression_from(Entries& entries, const Value& value);

/// Takes entries out of a map and complains about what is left over or missing.
class Entries {
public:
    /// `what` names the map in messages: "the field \"title\"".
    Entries(const Map& map, std::string what) : map_(map), what_(std::move(what)) {}

    bool has(std::string_view key) const { return map_.contains(key); }
    std::string text(std::string_view key);                          // must be there
    std::string text_or(std::string_view key, std::string fallback);
    bool flag(std::string_view key, bool fallback = false);
    std::int64_t integer_or(std::string_view key, std::int64_t fallback);
    std::optional<Value> value(std::string_view key);
    std::vector<std::string> texts(std::string_view key);            // a list of texts, or one text
    const Map& map(std::string_view key);                            // must be there
    List list_or_empty(std::string_view key);
    /// Everything that was not asked for is a mistake.
    void finish() const;
    [[noreturn]] void fail(const std::string& message, std::string hint = {}) const;

private:
    const Value* take(std::string_view key);
    const Map& map_;
    std::string what_;
    std::vector<std::string> taken_;
};

}  // namespace portico::migrations
