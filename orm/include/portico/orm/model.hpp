/// The base of models. It holds nothing: the members of the struct are the columns.
///
///     struct Author : orm::Model<Author> {
///         orm::Id<>   id{};
///         std::string name{};
///         static void describe(orm::Describe<Author>&);
///     };
///
///     auto ann = Author::objects.create({.name = "Ann"});
///     ann.name = "Anne";
///     ann.save();                                   // UPDATE of what changed
///     ann.related(&Post::author).count();           // the other direction
///     ann.delete_();
///
/// An app makes its models known with `.with(orm::models<Author, Post>())`.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include <portico/orm/describe.hpp>
#include <portico/orm/errors.hpp>
#include <portico/orm/file.hpp>
#include <portico/orm/id.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/related.hpp>
#include <portico/orm/relations.hpp>
#include <portico/orm/saving.hpp>

namespace portico {

template <class T> struct TypeInstaller;

/// Models describe themselves to orm::Describe. Defined where they are installed: <portico/orm/models.hpp>.
template <class T>
    requires orm::detail::is_model<T>
struct TypeInstaller<T> {
    static std::unique_ptr<TypeInfo> make();
};

}  // namespace portico

namespace portico::orm {

template <class T> struct Model {
    static inline constexpr Manager<T> objects{};

    /// Inserts a new row, or updates what changed since it was loaded. Throws IntegrityError, and NotFound where the row has gone.
    void save() & { save_object(*slot(), self(), {}); }
    /// A new row in another database than the model's, say: `post.save({.database = "archive"})`.
    void save(const SaveOptions& options) & { save_object(*slot(), self(), options); }
    /// Only these fields: `post.save(&Post::title, &Post::body)`.
    template <class M, class... Rest> void save(M T::*first, Rest T::*... rest) & {
        save_object(*slot(), self(), {.only = {detail::member_offset(first), detail::member_offset(rest)...}});
    }
    /// Deletes the row and what goes along with it by on_delete. Throws ProtectedError, RestrictedError.
    Deleted delete_() { return delete_objects(*slot(), {self()}); }
    /// Reads all fields again.
    void refresh_from_db() { refresh_object(*slot(), self()); }
    /// Everything that is wrong with it: the fields' rules, unique values, the rules of `describe`.
    std::vector<FieldError> validate() const { return orm::validate(*slot(), self()); }
    /// Throws ValidationError where something is wrong.
    void full_clean() const { orm::full_clean(*slot(), self()); }
    /// Was it loaded or saved?
    bool is_saved() const { return orm::is_saved(*slot(), self()); }
    /// What `annotate` computed for this row.
    Value annotation(std::string_view name) const { return orm::annotation_of(*slot(), self(), name); }
    std::string str() const { return orm::text_of(*slot(), self()); }
    /// The object after this one (before it) by that field, among equals by key; nothing at the end.
    template <class M> std::optional<T> next_by(M T::*field) const { return neighbour(detail::member_offset(field), false); }
    template <class M> std::optional<T> previous_by(M T::*field) const { return neighbour(detail::member_offset(field), true); }

    /// The related rows: `post.related(&Post::tags)`, and from the other end `ann.related(&Post::author)`.
    template <class C, class M> auto related(M C::*member) const {
        if constexpr (std::same_as<C, T> && requires { typename M::ManyTarget; }) {
            return Related<typename M::Target>(*slot(), self(), {&type_slot<C>, detail::member_offset(member), false});
        } else {
            return related(back(member));
        }
    }
    template <class C, class M> Related<C> related(Back<C, M> back) const {
        static_assert(std::same_as<typename M::Target, T>, "portico: this relation does not lead to this model");
        return Related<C>(*slot(), self(), {&type_slot<C>, detail::member_offset(back.member), true});
    }

private:
    friend T;
    T* self() { return static_cast<T*>(this); }
    const T* self() const { return static_cast<const T*>(this); }
    std::optional<T> neighbour(std::uint32_t field, bool before) const {
        auto found = detail::neighbour(*slot(), self(), field, before);
        return found->items.empty() ? std::nullopt : std::optional<T>(*static_cast<const T*>(found->items.front()));
    }
    static const TypeInfo* slot() { return detail::installed_slot(type_slot<T>, typeid(T).name()); }
};

}  // namespace portico::orm
