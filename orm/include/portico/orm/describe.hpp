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
    FieldDescription& on_delete(OnDelete rule) { return options_->on_delete = rule, *this; }
    /// The other direction's name, for templates, the admin and lookups by name; "+" for none.
    FieldDescription& related_name(std::string name) { return options_->related_name = std::move(name), *this; }
    template <class Target> FieldDescription& limit_choices_to(const Condition<Target>& condition) {
        return options_->limit_choices_to = condition.expression(), *this;
    }
    /// Set to the moment (or day) of each save; not editable. `auto_now_add`: of the first save only.
    FieldDescription& auto_now() { return options_->auto_now = true, editable(false).required(false); }
    FieldDescription& auto_now_add() { return options_->auto_now_add = true, editable(false).required(false); }
    FieldDescription& verbose_name(std::string text) { return label(std::move(text)); }
    /// An embedded struct's columns without its name before theirs.
    FieldDescription& flat() { return options_->flat = true, *this; }
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
    };
    std::string table{};
    std::string was{};
    std::string verbose_name{}, verbose_name_plural{};
    std::vector<Order> ordering{};
    std::vector<Index> indexes{};
    bool managed = true;
};

/// The field at that place of the struct; Error where there is none.
FieldInfo& field_of(TypeInfo& type, std::size_t offset);

}  // namespace detail

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
    /// An index over these columns in this order; -F(…) for descending.
    template <class... Fields> void index(const Fields&... fields) {
        options_->indexes.push_back({{detail::order_of<T>(fields)...}, false, {}});
    }
    /// As above under a name of its own, which must be the only one in the database.
    template <class... Fields> void index_named(std::string name, const Fields&... fields) {
        options_->indexes.push_back({{detail::order_of<T>(fields)...}, false, std::move(name)});
    }
    /// No two rows have the same values in all of these.
    template <class... Fields> void unique_together(const Fields&... fields) {
        options_->indexes.push_back({{detail::order_of<T>(fields)...}, true, {}});
    }
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
