/// What a model says of itself beyond its types.
///
///     void Post::describe(orm::Describe<Post>& post) {
///         post.field(&Post::title).max_length(200);
///         post.field(&Post::slug).slug().unique();
///         post.field(&Post::author).on_delete(orm::protect).related_name("posts");
///         post.field(&Post::reviewer).on_delete(orm::set_null).limit_choices_to(F(&Author::active) == true);
///         post.ordering(-F(&Post::published_at), F(&Post::title));
///         post.index(&Post::status, &Post::published_at);
///         post.unique_together(&Post::author, &Post::title);
///         post.display(&Post::title);
///         post.property("get_absolute_url", &Post::get_absolute_url);
///     }
#pragma once
#include <string>
#include <utility>
#include <vector>

#include <portico/base/describe.hpp>
#include <portico/orm/f.hpp>
#include <portico/orm/column_options.hpp>
#include <portico/orm/hooks.hpp>

namespace portico::orm {

/// One field's options: those that forms and endpoints share, and those of its column.
class FieldDescription : public portico::FieldOptions<FieldDescription> {
public:
    explicit FieldDescription(FieldInfo& field);

    FieldDescription& unique() { return options_->unique = true, *this; }
    FieldDescription& index(bool yes = true) { return options_->index = yes, options_->no_index = !yes, *this; }
    FieldDescription& db_column(std::string name) { return options_->db_column = std::move(name), *this; }
    FieldDescription& db_default(Value value) { return options_->db_default = std::move(value), *this; }
    /// Many to many: the name of the table between; by default the model's table, "_" and the member's name.
    FieldDescription& db_table(std::string name) { return options_->through = std::move(name), *this; }
    /// Many to many over a model of one's own, by its two foreign keys: `.through(&Membership::group, &Membership::person)`. Rows
    /// that `add` makes have that model's initial values beside the keys.
    template <class Between, class A, class B> FieldDescription& through(A Between::*from, B Between::*to) {
        options_->through_model = &type_slot<Between>;
        options_->through_from = detail::member_offset(from);
        options_->through_to = detail::member_offset(to);
        return *this;
    }
    /// Many to many of a model to itself: it holds in both directions, as friendship does.
    FieldDescription& symmetrical() { return options_->symmetrical = true, *this; }
    FieldDescription& on_delete(OnDelete rule) { return options_->on_delete = rule, *this; }
    /// The other direction's name, for templates, the admin and lookups by name; "+" for none.
    FieldDescription& related_name(std::string name) { return options_->related_name = std::move(name), *this; }
    template <class Target> FieldDescription& limit_choices_to(const Condition<Target>& condition) {
        return options_->limit_choices_to = condition.expression(), *this;
    }
    /// Set to the moment (or day) of each save; not editable. `auto_now_add`: of the first save only.
    FieldDescription& auto_now() { return options_->auto_now = true, editable(false).required(false); }
    FieldDescription& auto_now_add() { return options_->auto_now_add = true, editable(false).required(false); }
    /// A whole number that counts up with each save: saving an object that another has saved meanwhile is a StaleObject error and
    /// writes nothing.
    FieldDescription& version() { return options_->version = true, editable(false).required(false); }
    FieldDescription& verbose_name(std::string text) { return label(std::move(text)); }
    /// An embedded struct's columns without its name before theirs.
    FieldDescription& flat() { return options_->flat = true, *this; }
    /// Computed by the database from other columns of the row, and kept: `.generated(length(F(&Post::title)))`. `save()` reads it
    /// again; update() and bulk_create don't.
    template <class M, class V> FieldDescription& generated(const Expr<M, V>& expression) {
        return options_->generated = expression.expression(), editable(false).required(false);
    }
    /// An embedded struct in one column, as JSON. Its members are still reached by paths: F(&Page::look, &Look::theme) == "dark".
    FieldDescription& json() { return options_->json = true, *this; }
    /// Files: the folder below media that uploads go to.
    FieldDescription& upload_to(std::string folder) { return options_->upload_to = std::move(folder), *this; }
    /// Files: pictures only.
    FieldDescription& image() { return info().format = "image", *this; }

private:
    ColumnOptions* options_;
};

namespace detail {

/// What a model's describe gathers; ModelInfo is made of it.
struct ModelOptions {
    struct Index {
        std::vector<Order> columns{};
        bool unique = false;
        std::string name{};
        ExpressionPtr condition{};
        std::vector<std::uint32_t> include{};
        std::string message{};
        bool nulls_distinct = true;
    };
    struct Check {
        std::string name{};
        ExpressionPtr condition{};
        std::string message{};
    };
    std::string table{};
    std::string was{};
    std::string verbose_name{}, verbose_name_plural{};
    std::vector<Order> ordering{};
    std::vector<Index> indexes{};
    std::vector<Check> checks{};
    bool managed = true;
    Hooks hooks{};
};

/// The field at that place of the struct; Error where there is none.
FieldInfo& field_of(TypeInfo& type, std::size_t offset);

}  // namespace detail

/// More of an index or a unique rule that was just described; used at once.
///
///     post.unique(&Post::author, &Post::slug).where(F(&Post::status) == Status::published).message("You have published this.");
///     post.index(lower(F(&Post::title))).include(&Post::views);
template <class T> class IndexDescription {
public:
    explicit IndexDescription(detail::ModelOptions::Index& index) : index_(&index) {}

    /// Of these rows alone.
    IndexDescription& where(const Condition<T>& condition) { return index_->condition = condition.expression(), *this; }
    /// Kept beside what is looked for, so that the table need not be read; where the database can.
    template <class... M> IndexDescription& include(M T::*... fields) {
        return index_->include = {detail::member_offset(fields)...}, *this;
    }
    IndexDescription& name(std::string name) { return index_->name = std::move(name), *this; }
    /// What a person is told whose row meets another.
    IndexDescription& message(std::string text) { return index_->message = std::move(text), *this; }

private:
    detail::ModelOptions::Index* index_;
};

template <class T> class Describe : public portico::Describe<T> {
public:
    Describe(TypeInfo& type, detail::ModelOptions& options) : portico::Describe<T>(type), options_(&options) {}

    template <class M> FieldDescription field(M T::*member) {
        return FieldDescription(detail::field_of(this->info(), offset_of(member)));
    }

    /// The order of query sets that name none: members, F and -F.
    template <class... Orders> void ordering(const Orders&... orders) {
        options_->ordering = {detail::order_of<T>(orders)...};
    }
    /// An index over these columns (or expressions of them) in this order; -F(…) for descending.
    template <class... Fields> IndexDescription<T> index(const Fields&... fields) {
        return IndexDescription<T>(options_->indexes.emplace_back(detail::ModelOptions::Index{{detail::order_of<T>(fields)...}}));
    }
    /// As above under a name of its own, which must be the only one in the database.
    template <class... Fields> void index_named(std::string name, const Fields&... fields) {
        index(fields...).name(std::move(name));
    }
    /// No two rows have the same values in all of these.
    template <class... Fields> IndexDescription<T> unique_together(const Fields&... fields) {
        return IndexDescription<T>(options_->indexes.emplace_back(detail::ModelOptions::Index{{detail::order_of<T>(fields)...}, true}));
    }
    /// The same with what else there is to say: `.where(…)` for some rows alone, `.message(…)`.
    template <class... Fields> IndexDescription<T> unique(const Fields&... fields) { return unique_together(fields...); }
    /// What holds for each row: by the database, and by `validate()` before it comes to that. Over the model's own columns.
    void check(std::string name, const Condition<T>& condition, std::string message = {}) {
        options_->checks.push_back({std::move(name), condition.expression(), std::move(message)});
    }
    /// Called around each save and delete of an object, in the order of their description: `before_save([](Post& post) { … })`,
    /// `after_save([](const Post& post, bool created) { … })`. What one throws ends the save. Not by update(), bulk_create and their
    /// like. Another app's models: orm::receivers<Post>() in <portico/orm/receivers.hpp>.
    template <class Work> void before_save(Work work) { options_->hooks.add(Hooks::before_save, detail::hook<T>(std::move(work))); }
    template <class Work> void after_save(Work work) { options_->hooks.add(Hooks::after_save, detail::hook<T>(std::move(work))); }
    template <class Work> void before_delete(Work work) { options_->hooks.add(Hooks::before_delete, detail::hook<T>(std::move(work))); }
    template <class Work> void after_delete(Work work) { options_->hooks.add(Hooks::after_delete, detail::hook<T>(std::move(work))); }
    void table(std::string name) { options_->table = std::move(name); }
    /// The model's former name, so that makemigrations renames its table instead of making a new one.
    void was(std::string former_name) { options_->was = std::move(former_name); }
    void verbose_name(std::string text) { options_->verbose_name = std::move(text); }
    void verbose_name_plural(std::string text) { options_->verbose_name_plural = std::move(text); }
    /// False: migrations leave the table alone.
    void managed(bool yes) { options_->managed = yes; }

private:
    detail::ModelOptions* options_;
};

}  // namespace portico::orm
