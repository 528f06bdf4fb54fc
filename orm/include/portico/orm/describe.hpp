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
#include <portico/orm/index_options.hpp>

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
    /// A lookup of one's own by that name, an orm::SqlFunction: <portico/orm/sql_function.hpp>.
    template <class Function> FieldDescription& lookup(std::string name, const Function& function) {
        return options_->lookups.push_back(function.lookup(std::move(name))), *this;
    }
    /// What the column is for, kept in the database where it can (PostgreSQL: COMMENT ON).
    FieldDescription& db_comment(std::string text) { return options_->db_comment = std::move(text), *this; }
    /// A foreign key refers to this column of the target, which must be unique, and not to its key: `.to_field(&Product::code)`.
    template <class Target, class M> FieldDescription& to_field(M Target::*member) {
        options_->to_model = &type_slot<Target>;
        options_->to_field = detail::member_offset(member);
        return *this;
    }
    /// False: a foreign key that the database doesn't know of, so that rows may refer to what isn't there.
    FieldDescription& db_constraint(bool yes) { return options_->db_constraint = yes, *this; }
    /// No two rows of the same day (month, year) have the same value: `.unique_for_date(&Post::published_at)`. Asked by validate()
    /// and forms; the database does not watch over it.
    template <class T, class M> FieldDescription& unique_for_date(M T::*day) {
        return options_->unique_for_date = detail::member_offset(day), *this;
    }
    template <class T, class M> FieldDescription& unique_for_month(M T::*day) {
        return options_->unique_for_month = detail::member_offset(day), *this;
    }
    template <class T, class M> FieldDescription& unique_for_year(M T::*day) {
        return options_->unique_for_year = detail::member_offset(day), *this;
    }
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
    /// A text that is the name of a file in that folder, which forms offer and `validate()` asks for: `.file_path({.folder = "layouts",
    /// .pattern = R"(\.html$)"})`. What is stored is the path below the folder. Error where the field is no text.
    FieldDescription& file_path(FilePaths paths);
    /// Tells of a person: `dumpdata --anonymize` writes something else of that form. `.personal()`, `.personal(orm::Personal::name)`.
    /// Error at start-up for keys and relations, and for kinds that are texts where the field is none.
    FieldDescription& personal(Personal what = Personal::by_type) { return options_->personal = what, *this; }

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
        std::string message{}, code{};
        IndexOptions more{};
    };
    struct Check {
        std::string name{};
        ExpressionPtr condition{};
        std::string message{}, code{};
    };
    /// The order of rows that belong together, kept in a column.
    struct Places {
        std::uint32_t parent = 0, place = 0;
    };
    std::string table{};
    std::string was{};
    std::string verbose_name{}, verbose_name_plural{};
    std::vector<Order> ordering{};
    std::vector<Index> indexes{};
    std::vector<Check> checks{};
    std::vector<Exclusion> exclusions{};
    std::string db_comment{};
    std::string related_name{};
    std::vector<Order> latest_by{};
    std::vector<std::uint32_t> natural_key{};
    std::optional<Places> places{};
    bool managed = true;
    bool history = false;
    bool personal = false;
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
    /// The code of that error, for programs; by default "unique_together".
    IndexDescription& code(std::string text) { return index_->code = std::move(text), *this; }
    /// A unique rule that is looked at when the transaction ends (or when it says SET CONSTRAINTS). A check refuses it on SQLite.
    IndexDescription& deferrable(Deferrable when = Deferrable::deferred) { return index_->more.deferrable = when, *this; }
    /// False: two rows with a null in the same column meet. PostgreSQL 15 or newer; SQLite has an index over coalesce(…).
    IndexDescription& nulls_distinct(bool yes) { return index_->more.nulls_distinct = yes, *this; }
    /// Another kind of index than the usual tree, for PostgreSQL. SQLite has no other: it makes a tree of `hash`, and leaves out the
    /// rest, which only made searches fast.
    IndexDescription& type(IndexType kind) { return index_->more.type = kind, *this; }
    /// PostgreSQL's operator class of each column in turn, empty for the usual one: `.opclasses({"varchar_pattern_ops"})`.
    IndexDescription& opclasses(std::vector<std::string> names) { return index_->more.opclasses = std::move(names), *this; }

private:
    detail::ModelOptions::Index* index_;
};

/// What two rows must not both meet; made by `exclude`.
///
///     booking.exclude("booking_overlap").with(&Booking::room, "=").with(span, "&&").where(F(&Booking::cancelled) == false);
template <class T> class ExclusionDescription {
public:
    explicit ExclusionDescription(Exclusion& exclusion) : exclusion_(&exclusion) {}

    /// A column or an expression, and the operator that two rows' values are compared with.
    template <class Term> ExclusionDescription& with(const Term& term, std::string op, std::string opclass = {}) {
        exclusion_->terms.push_back({detail::order_of<T>(term).expression, std::move(op), std::move(opclass)});
        return *this;
    }
    ExclusionDescription& where(const Condition<T>& condition) { return exclusion_->condition = condition.expression(), *this; }
    /// By default gist, which takes "=" of numbers and texts with the extension btree_gist.
    ExclusionDescription& type(IndexType kind) { return exclusion_->type = kind, *this; }
    ExclusionDescription& deferrable(Deferrable when = Deferrable::deferred) { return exclusion_->deferrable = when, *this; }
    ExclusionDescription& message(std::string text) { return exclusion_->message = std::move(text), *this; }
    ExclusionDescription& code(std::string text) { return exclusion_->code = std::move(text), *this; }

private:
    Exclusion* exclusion_;
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
    void check(std::string name, const Condition<T>& condition, std::string message = {}, std::string code = {}) {
        options_->checks.push_back({std::move(name), condition.expression(), std::move(message), std::move(code)});
    }
    /// No two rows for which all the comparisons hold: `booking.exclude("no_overlap").with(&Booking::room, "=")
    /// .with(sql_range, "&&")`. PostgreSQL only; a check refuses it on SQLite.
    ExclusionDescription<T> exclude(std::string name) {
        return ExclusionDescription<T>(options_->exclusions.emplace_back(Exclusion{std::move(name)}));
    }
    /// Rows of the same parent have an order, which a whole number keeps: new ones come last. `related_order` and `set_order` of
    /// <portico/orm/places.hpp> read and change it. Becomes the model's ordering where that isn't described.
    template <class P, class N> void order_with_respect_to(P T::*parent, N T::*place) {
        options_->places = {detail::member_offset(parent), detail::member_offset(place)};
    }
    /// What `latest()` and `earliest()` go by.
    template <class... Orders> void get_latest_by(const Orders&... orders) {
        options_->latest_by = {detail::order_of<T>(orders)...};
    }
    /// What people know a row by, and fixtures may refer to it by in place of its key: unique fields, and foreign keys, which stand for the
    /// natural key of what they refer to. `permission.natural_key(&Permission::codename, &Permission::content_type)`
    template <class... M> void natural_key(M T::*... fields) { options_->natural_key = {detail::member_offset(fields)...}; }
    /// The related_name of all relations that don't give their own; "%(model)s" becomes the model's name.
    void default_related_name(std::string name) { options_->related_name = std::move(name); }
    /// What the table is for, kept in the database where it can.
    void db_comment(std::string text) { options_->db_comment = std::move(text); }
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
    /// Who changed what and when is kept: see history.hpp.
    void history() { options_->history = true; }
    /// Each row tells of a person (a session, a journal's line): `dumpdata --anonymize` leaves them all out.
    void personal() { options_->personal = true; }
    /// False: migrations leave the table alone.
    void managed(bool yes) { options_->managed = yes; }

private:
    detail::ModelOptions* options_;
};

}  // namespace portico::orm
