/// What the program knows of a model while it runs: its table, columns, keys and relations in both directions.
///
///     const orm::ModelInfo& post = orm::model<Post>();
///     post.table                                   // "blog_post"
///     for (const orm::Column& column : post.columns) column.name, column.type.kind …
///     post.relation("author")->target().table      // "blog_author"
///     orm::model_of(type)                          // from a TypeInfo; nullptr where it is no model
///
/// A ModelInfo is the `extension` of its TypeInfo. It is built when the model is installed (`orm::models<…>()`), and
/// its relations are joined up as soon as both ends are installed.
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/type_info.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/expression.hpp>
#include <portico/orm/column_options.hpp>
#include <portico/orm/hooks.hpp>
#include <portico/orm/index_options.hpp>

namespace portico::orm {

struct ModelInfo;
struct Relation;

/// One column of a model's table.
struct Column {
    std::string name{};       // in the table: "author_id"
    std::string attribute{};  // how code, lookups by name and migrations call it: "author"
    const ModelInfo* model = nullptr;
    std::size_t index = 0;    // place in ModelInfo::columns
    std::size_t offset = 0;   // of the member, from the object's start, through embedded structs
    const FieldInfo* field = nullptr;
    const ColumnOptions* options = nullptr;  // never null
    ColumnType type{};        // what it holds; of a foreign key: that of the key it refers to
    bool nullable = false;
    bool primary_key = false;
    bool generated = false;   // the database counts it up
    bool computed() const { return options->generated != nullptr; }  // … or computes it from other columns
    bool unique = false;
    bool indexed = false;     // an index of its own (foreign keys have one)
    const Relation* relation = nullptr;  // where it is (part of) a foreign key
    std::size_t part = 0;     // which column of the key it refers to

    const void* in(const void* object) const { return static_cast<const std::byte*>(object) + offset; }
    void* in(void* object) const { return static_cast<std::byte*>(object) + offset; }
    /// The value as it is stored: a key for a relation, the name for an enum.
    Value value(const void* object) const;
    void set(void* object, const Value& value) const;
    /// What rows that exist get when the column is added: the explicit default, else the struct's initialiser; null for keys.
    Value default_value() const;
};

/// The column that a field would have in a table of its own: for those who ask what is stored for it.
///
///     column_of(*installed<Post>().find("title")).type.max_length      // 200
///
/// A column of a model is in `ModelInfo::columns`, with its place; of a foreign key to a model with several keys it is the first.
/// Error for a type that is stored in no column of its own (a struct, many to many).
Column column_of(const FieldInfo& field);

/// A relation as its owner declares it; `ModelInfo::incoming` lists the same objects at the other end.
struct Relation {
    enum class Kind { many_to_one, one_to_one, many_to_many };

    std::string name{};       // the member: "author"
    Kind kind = Kind::many_to_one;
    const ModelInfo* from = nullptr;
    std::size_t index = 0;    // place in from->relations
    std::size_t incoming_index = 0;  // place in target().incoming
    std::size_t offset = 0;
    const FieldInfo* field = nullptr;
    const ColumnOptions* options = nullptr;
    bool nullable = false;
    OnDelete on_delete = OnDelete::protect;
    bool symmetrical = false;
    /// What templates call the other direction: "posts"; by default "post_set", for one to one "post".
    std::string related_name{};
    /// What lookups by name call it: the related_name where one was given, else "post".
    std::string related_query_name{};
    bool hidden_backwards = false;  // related_name("+")

    /// To one: its columns in `from`'s table, and the target's that they refer to: those of its key, or the one of `to_field`.
    std::vector<const Column*> columns{}, to{};
    const Column* to_field = nullptr;  // where it isn't the key
    /// What a row that refers to that object holds: a value, or a list of several.
    Value value_in(const void* target_object) const;
    /// The same of the object that the owner refers to; null where there is none.
    Value value_of(const void* owner) const;

    /// Many to many: the table between, its columns that refer to `from`'s key and to the target's.
    std::string through{};
    std::vector<std::string> through_from{}, through_to{};
    const ModelInfo* through_model = nullptr;                     // where that table is a model's own
    const Relation *through_near = nullptr, *through_far = nullptr;  // its foreign keys

    const TypeInfo* const* target_slot = nullptr;
    std::string target_name{};
    bool to_many() const { return kind == Kind::many_to_many; }
    /// Error naming the model to install when it was not.
    const ModelInfo& target() const;
    bool is_joined() const { return joined_; }

    bool joined_ = false;
};

struct IndexInfo {
    std::string name{};
    std::vector<std::string> columns{};      // names in the table, "-published_at" for descending; "" for an expression
    std::vector<std::string> attributes{};
    bool unique = false;
    std::vector<Order> terms{};              // the columns as they were described
    ExpressionPtr condition{};               // of these rows alone; null: of all
    std::vector<std::string> include{};      // columns beside
    std::string message{}, code{};
    IndexOptions more{};

    bool over_columns() const;
};

struct CheckInfo {
    std::string name{};
    ExpressionPtr condition{};
    std::string message{}, code{};
};

struct ModelInfo : Extension {
    TypeInfo* type = nullptr;
    const TypeInfo* slot = nullptr;  // the same, where queries look for it
    std::string name{};    // "Post"
    std::string app{};     // "blog"; empty until installed by an app
    std::string table{};   // "blog_post"
    std::string was{};     // its former name, for migrations
    std::deque<Column> columns{};
    std::deque<Relation> relations{};
    std::vector<const Column*> key{};            // one or many
    std::vector<const Relation*> incoming{};     // relations of other models (and its own) that point here
    std::vector<CheckInfo> checks{};             // what holds for each row
    std::vector<IndexInfo> indexes{};            // those declared by index(…) and unique_together(…)
    std::vector<Exclusion> exclusions{};
    std::vector<Order> ordering{};               // default order
    std::vector<Order> latest_by{};              // what latest() goes by
    std::vector<const Column*> natural_key{};    // what fixtures may name a row by
    const Relation* ordered_within = nullptr;    // rows of the same parent have an order, kept in …
    const Column* place = nullptr;               // … this column
    std::string db_comment{};
    bool referred_by_field = false;              // a foreign key refers to another of its columns than the key
    Hooks hooks{};                               // called around saves and deletes
    const Column* version = nullptr;             // counts the saves
    std::string verbose_name{}, verbose_name_plural{};
    bool managed = true;                         // migrations make its table
    bool history = false;                        // changes are kept: see history.hpp
    bool personal = false;                       // an anonymized dump has none of its rows
    bool has_table_name = false;                 // describe named the table; it does not depend on the app

    std::string label() const { return app + "." + name; }  // "blog.Post"
    const Column* column(std::string_view attribute_or_name) const;
    const Column* column_at(std::size_t offset) const;
    const Relation* relation(std::string_view relation_name) const;
    const Relation* relation_at(std::size_t offset) const;
    /// A relation that points here, by its related_query_name or related_name.
    const Relation* incoming_relation(std::string_view related_name) const;

    /// The key of an object: its value, or a list of several; null while it has none.
    Value key_of(const void* object) const;
    void set_key(void* object, const Value& value) const;
    /// A key from text ("5", or "5,2" for several columns, where "~1" is a comma inside of a part and "~0" a "~"), as URLs carry it. ConversionError where it isn't one.
    Value parse_key(std::string_view text) const;
    std::string key_text(const void* object) const;
    /// The same of a key as `key_of` gives it; empty for null.
    std::string text_of_key(const Value& key) const;
    /// Has it been saved or loaded? (Django's `not _state.adding`.)
    bool is_saved(const void* object) const;

    /// What templates see beyond fields and properties: pk, author (the object), author_id, posts, annotations.
    std::optional<Value> attribute(const void* object, std::string_view name) const override;
    /// Reads what `only` or `defer` left out.
    void complete(const void* object, const FieldInfo* field) const override;

    // How a list of objects is laid out without a C++ type at hand.
    void (*construct)(void* at) = nullptr;       // T{}
    void (*destroy)(void* object) = nullptr;
    void (*move)(void* to, void* from) = nullptr;
};

/// The model that a type is, or nullptr.
const ModelInfo* model_of(const TypeInfo& type);
/// As above; Error where it is none.
const ModelInfo& require_model(const TypeInfo* slot, const char* type_name);
template <class T> const ModelInfo& model() { return require_model(type_slot<T>, typeid(T).name()); }

/// Every model that the program installed, in the order of installation.
const std::vector<const ModelInfo*>& all_models();
/// "blog.Post" or "blog.post"; nullptr where there is none.
const ModelInfo* find_model(std::string_view label);

}  // namespace portico::orm
