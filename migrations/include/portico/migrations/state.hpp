/// What the tables look like at one point of the migrations: plain data, without the C++ types.
///
///     ProjectState now = state_of_models(project);          // what the models say
///     ProjectState then = loader.state();                   // what the migration files add up to
///     const ModelState* post = now.find("blog.Post");
///     post->find("title")->type.max_length                   // 200
///
/// Only what the database sees is here: labels, validators, on_delete and the like change without a migration.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/value.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/index_options.hpp>

namespace portico {
class Project;
}
namespace portico::orm {
struct ModelInfo;
}

namespace portico::migrations {

enum class FieldForm { plain, foreign_key, one_to_one, many_to_many };

/// A piece of SQL as each database writes it, by the dialect's name.
struct SqlTexts {
    std::map<std::string, std::string> texts{};

    bool empty() const { return texts.empty(); }
    /// As that database has it; Error where nobody has written it for that one.
    const std::string& in(std::string_view dialect) const;
    /// The same in all databases that both know: an older file knows fewer. Quotes that make no difference and spaces don't count.
    bool operator==(const SqlTexts& other) const;
};

struct FieldState {
    std::string name{};  // "author"
    FieldForm form = FieldForm::plain;
    orm::ColumnType type{};                // plain fields; relations have those of the key that they refer to in `types`
    bool nullable = false;
    bool unique = false;
    bool indexed = false;                  // an index of its own; foreign keys have one unless told otherwise
    bool primary_key = false;
    std::vector<Value> choices{};          // enumerations: what may be stored
    std::optional<Value> db_default{};     // the column's DEFAULT
    SqlTexts generated{};                  // computed from other columns
    std::vector<std::string> columns{};    // names in the table: one, or one for each column of the key referred to; none for many-to-many
    std::vector<orm::ColumnType> types{};  // of `columns`
    std::string to{};                      // relations: "blog.Author"
    std::string through{};                 // many-to-many: the table between …
    std::vector<std::string> through_from{}, through_to{};  // … and its columns
    std::string to_field{};                // relations: the target's field that is referred to; empty: its key
    bool db_constraint = true;             // relations: the database watches over it
    std::string on_delete{};               // relations: what the database does, "CASCADE"
    std::string db_comment{};
    /// PostgreSQL: its reference and its condition hold for what is written from now on; the rows that were there are not looked at
    /// before a validate_constraint.
    bool not_valid = false;

    /// What rows get that exist when the field is added or stops being nullable. No part of the state proper.
    std::optional<Value> fill{};
    /// The name it had before, from `.was("…")`. No part of the state proper.
    std::string was{};

    bool is_relation() const { return form != FieldForm::plain; }
    bool has_columns() const { return form != FieldForm::many_to_many; }
    /// The same to the database (`fill` and `was` apart)?
    bool same_as(const FieldState& other) const;
};

struct IndexState {
    std::string name{};
    std::vector<std::string> columns{};  // "-published_at" for descending; "" (or "-") for the next of `expressions`
    bool unique = false;
    std::vector<SqlTexts> expressions{};
    SqlTexts condition{};                // of these rows alone
    std::vector<std::string> include{};  // columns kept beside
    orm::IndexOptions more{};
    bool operator==(const IndexState&) const = default;
};

struct CheckState {
    std::string name{};
    SqlTexts condition{};
    bool not_valid = false;  // as FieldState's
    bool same_rule(const CheckState& other) const { return name == other.name && condition == other.condition; }
    bool operator==(const CheckState&) const = default;
};

/// No two rows for which all comparisons hold.
struct ExclusionState {
    struct Term {
        SqlTexts expression{};
        std::string op{}, opclass{};
        bool operator==(const Term&) const = default;
    };
    std::string name{};
    std::vector<Term> terms{};
    SqlTexts condition{};
    orm::IndexType type = orm::IndexType::gist;
    orm::Deferrable deferrable = orm::Deferrable::no;
    bool operator==(const ExclusionState&) const = default;
};

struct ModelState {
    std::string app{};
    std::string name{};   // "Post"
    std::string table{};  // "blog_post"
    std::string was{};    // the name it had before; no part of the state proper
    std::vector<FieldState> fields{};
    std::vector<IndexState> indexes{};
    std::vector<CheckState> checks{};
    std::vector<ExclusionState> exclusions{};
    std::string db_comment{};

    std::string label() const { return app + "." + name; }
    const FieldState* find(std::string_view field) const;
    FieldState* find(std::string_view field);
    const IndexState* find_index(std::string_view index) const;
    std::vector<const FieldState*> key() const;
};

/// "blog_post" for blog.Post.
std::string default_table(std::string_view app, std::string_view model);
/// Django's name for an index: table, columns and a digest, "_uniq" or nothing behind it.
std::string index_name(std::string_view table, const std::vector<std::string>& columns, std::string_view suffix = {});

class ProjectState {
public:
    /// By label, "blog.Post"; the model's name in any case.
    const ModelState* find(std::string_view label) const;
    ModelState* find(std::string_view label);
    /// As above; Error where there is none.
    const ModelState& get(std::string_view label) const;
    ModelState& get(std::string_view label);

    void add(ModelState model);
    void remove(std::string_view label);
    const std::vector<ModelState>& models() const { return models_; }
    std::vector<ModelState>& models() { return models_; }
    std::vector<const ModelState*> of_app(std::string_view app) const;

private:
    std::vector<ModelState> models_;
};

ModelState state_of(const orm::ModelInfo& model);
/// All managed models that the project's apps contributed.
ProjectState state_of_models(Project& project);

}  // namespace portico::migrations
