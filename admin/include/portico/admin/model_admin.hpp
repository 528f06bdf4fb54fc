/// How the admin shows and edits a model.
///
///     struct PostAdmin : admin::ModelAdmin<Post> {
///         PostAdmin() {
///             list_display(&Post::title, &Post::author, &Post::status, column("words", &word_count));
///             list_filter(&Post::status, &Post::author, &Post::published_at);
///             search_fields(&Post::title, F(&Post::author, &Author::name));
///             prepopulate(&Post::slug, &Post::title);
///             fieldset("", &Post::title, &Post::slug, &Post::body);
///             fieldset("Publishing", &Post::status, &Post::author, &Post::published_at).aside();
///             inlines<CommentInline>();
///             action("Publish selected posts", [](Request&, orm::QuerySet<Post> posts) {
///                 return posts.update(F(&Post::status) = Status::published);
///             });
///         }
///     };
///
/// Nothing of it is needed: what is left out is guessed from the struct. Fields are named by members, by F(…) over relations, or by
/// name; those of another model do not compile. The work is done by ordinary code on `Options`.
#pragma once
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <portico/admin/any_model_admin.hpp>
#include <portico/admin/column.hpp>
#include <portico/admin/inline.hpp>
#include <portico/orm/query_set.hpp>

namespace portico::admin {

/// What a fieldset can be told beyond its fields.
class FieldsetOptions {
public:
    explicit FieldsetOptions(Fieldset& fieldset) : fieldset_(&fieldset) {}
    /// In the narrow column beside the others.
    FieldsetOptions& aside() { return fieldset_->aside = true, *this; }
    /// Folded until it is opened, or holds an error.
    FieldsetOptions& collapsed() { return fieldset_->collapsed = true, *this; }
    /// A sentence below the heading.
    FieldsetOptions& lead(std::string text) { return fieldset_->lead = std::move(text), *this; }

private:
    Fieldset* fieldset_;
};

namespace detail {

/// An action's name in forms: "Publish selected posts" → "publish_selected_posts".
std::string action_name(std::string_view label);

template <class T, class X> ListColumn list_column(const X& given) {
    if constexpr (requires { typename X::ColumnModel; }) {
        static_assert(std::same_as<typename X::ColumnModel, T>, "portico: this column is of another model than the admin's");
        return given.data();
    } else {
        ListColumn made;
        made.path = path_of<T>(given);
        return made;
    }
}

}  // namespace detail

template <class T> class ModelAdmin : public AnyModelAdmin {
public:
    using Model = T;
    ModelAdmin() : AnyModelAdmin(&type_slot<T>, typeid(T).name()) {}

protected:
    /// The list's columns; the first leads to the row's page. "__str__" is how a person sees the row.
    template <class... X> void list_display(const X&... columns) { options_.list_display = {detail::list_column<T>(columns)...}; }
    template <class Function> static auto column(std::string heading, Function function) {
        return admin::column(std::move(heading), std::move(function));
    }
    template <class... X> void list_filter(const X&... fields) {
        (options_.list_filter.push_back({detail::path_of<T>(fields), {}, {}, {}}), ...);
    }
    /// A filter of one's own: value and label of each choice, and what a choice leaves of the rows.
    template <class Narrow>
    void list_filter(std::string label, std::vector<std::pair<std::string, std::string>> choices, Narrow narrow) {
        options_.list_filter.push_back(
            {{}, std::move(label), std::move(choices),
             [narrow](const orm::AnyQuerySet& rows, std::string_view choice) -> orm::AnyQuerySet {
                 return narrow(orm::QuerySet<T>(rows), choice);
             }});
    }
    /// What the search box looks into: each word must be found in one of them, whatever its case.
    template <class... X> void search_fields(const X&... fields) { options_.search_fields = {detail::path_of<T>(fields)...}; }
    template <class... X> void ordering(const X&... orders) { options_.ordering = {orm::detail::order_of<T>(orders)...}; }
    void list_per_page(std::size_t rows) { options_.list_per_page = rows; }
    /// Relations to load with the list beyond those that its columns show.
    template <class... X> void list_select_related(const X&... relations) {
        options_.list_select_related = {detail::path_of<T>(relations)...};
    }

    /// The form's fields in this order; default: all that are editable.
    template <class... X> void fields(const X&... names) { options_.fields = {detail::path_of<T>(names)...}; }
    template <class... X> void exclude(const X&... names) { options_.exclude = {detail::path_of<T>(names)...}; }
    template <class... X> void readonly_fields(const X&... names) { options_.readonly_fields = {detail::path_of<T>(names)...}; }
    /// A part of the form under a heading; used instead of `fields`.
    template <class... X> FieldsetOptions fieldset(std::string heading, const X&... names) {
        options_.fieldsets.push_back({std::move(heading), {}, {detail::path_of<T>(names)...}, false, false});
        return FieldsetOptions(options_.fieldsets.back());
    }
    template <class Field, class... X> void prepopulate(const Field& slug, const X&... from) {
        options_.prepopulated.push_back({detail::path_of<T>(slug), {detail::path_of<T>(from)...}});
    }
    template <class... I> void inlines() { (options_.inlines.push_back(std::make_shared<I>()), ...); }

    /// Something to do with the selected rows: `run(Request&, orm::QuerySet<T>)`. It may give a message, the number of rows it
    /// changed, a Response, or nothing. `permission` is what a person needs for it: view, add, change or delete.
    template <class Run> void action(std::string label, Run run, std::string permission = "change") {
        std::string name = detail::action_name(label);
        options_.actions.push_back({std::move(name), std::move(label),
                                    [run](Request& request, const orm::AnyQuerySet& rows) -> ActionResult {
                                        if constexpr (std::is_void_v<decltype(run(request, orm::QuerySet<T>(rows)))>) {
                                            run(request, orm::QuerySet<T>(rows));
                                            return {};
                                        } else {
                                            return run(request, orm::QuerySet<T>(rows));
                                        }
                                    },
                                    std::move(permission)});
    }
    void delete_selected(bool offered) { options_.delete_selected = offered; }
    /// What stands for "no value" in lists.
    void empty_value(std::string text) { options_.empty_value = std::move(text); }

public:
    // Hooks: override what should be otherwise.
    /// The rows that this person works with.
    virtual orm::QuerySet<T> queryset(Request& request) const { return orm::QuerySet<T>(AnyModelAdmin::any_rows(request)); }
    virtual void save_model(Request& request, T& object, bool change) const { AnyModelAdmin::save_any(request, &object, change); }
    virtual void delete_model(Request& request, T& object) const { AnyModelAdmin::delete_any(request, &object); }
    virtual bool may_view(Request& request, const T* object) const { return AnyModelAdmin::may_any(request, Permission::view, object); }
    virtual bool may_add(Request& request) const { return AnyModelAdmin::may_any(request, Permission::add, nullptr); }
    virtual bool may_change(Request& request, const T* object) const {
        return AnyModelAdmin::may_any(request, Permission::change, object);
    }
    virtual bool may_delete(Request& request, const T* object) const {
        return AnyModelAdmin::may_any(request, Permission::remove, object);
    }

    orm::AnyQuerySet any_rows(Request& request) const final { return queryset(request); }
    void save_any(Request& request, void* object, bool change) const final {
        save_model(request, *static_cast<T*>(object), change);
    }
    void delete_any(Request& request, void* object) const final { delete_model(request, *static_cast<T*>(object)); }
    bool may_any(Request& request, Permission permission, const void* object) const final {
        const T* row = static_cast<const T*>(object);
        switch (permission) {
            case Permission::view: return may_view(request, row);
            case Permission::add: return may_add(request);
            case Permission::change: return may_change(request, row);
            case Permission::remove: return may_delete(request, row);
        }
        return false;
    }
};

}  // namespace portico::admin
