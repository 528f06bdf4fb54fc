/// Who may do what with which rows, said once for views, endpoints and the admin.
///
///     struct PostPolicy : auth::Policy<Post> {
///         orm::QuerySet<Post> rows(const auth::CurrentUser& user, auth::Action action, const orm::QuerySet<Post>& posts) const override {
///             if (user.has_perm(perm::change<Post>)) return posts;                          // editors: all
///             if (action == auth::Action::view) return posts.filter(F(&Post::status) == Status::published);
///             return user ? posts.filter(F(&Post::author) == user.as<User>()) : posts.none();  // their own
///         }
///     };
///     App("blog").with(auth::policies<PostPolicy>())
///
///     auto posts = auth::allowed(request, auth::Action::view, Post::objects.filter(…));    // a query set with one more condition
///     auto post = get_or_404(auth::allowed(request, auth::Action::view, Post::objects.filter(…)));
///     auth::require(request, auth::Action::change, post);                                  // PermissionDenied: 403
///     if (auth::may(request, auth::Action::remove, post)) …
///
/// The policy alone decides for its model; permissions count where it asks for them. Models without one go by the permissions ("blog.change_post").
/// Superusers may do everything, people who are not active nothing, and of nobody (who is not logged in) the policy is asked as of others.
/// The admin shows, changes and deletes what the policy lets through: who may change a row should be let to view it.
#pragma once
#include <memory>
#include <string_view>
#include <typeinfo>
#include <vector>

#include <portico/auth/current_user.hpp>
#include <portico/orm/query_set.hpp>

namespace portico::auth {

/// What is to be done. A site adds its own: `inline constexpr auth::Action publish{"publish"};`
struct Action {
    std::string_view name{};
    friend constexpr bool operator==(Action, Action) = default;
    static const Action view, add, change, remove;
};
inline constexpr Action Action::view{"view"};
inline constexpr Action Action::add{"add"};
inline constexpr Action Action::change{"change"};
inline constexpr Action Action::remove{"delete"};

/// A policy whose model is known at run time.
class AnyPolicy {
public:
    AnyPolicy(const TypeInfo* const* model, const char* model_name) : model_(model), model_name_(model_name) {}
    virtual ~AnyPolicy() = default;
    const orm::ModelInfo& model() const;
    virtual orm::AnyQuerySet any_rows(const CurrentUser& user, Action action, const orm::AnyQuerySet& rows) const = 0;
    virtual bool any_may(const CurrentUser& user, Action action, const void* object) const = 0;

protected:
    /// By one query: is the row among those of `any_rows`? For one that is not saved: does that leave any rows possible?
    bool is_among_rows(const CurrentUser& user, Action action, const void* object) const;

private:
    const TypeInfo* const* model_;
    const char* model_name_;
};

template <class T> class Policy : public AnyPolicy {
public:
    using Model = T;
    Policy() : AnyPolicy(&type_slot<T>, typeid(T).name()) {}

    /// Those of `all` with which the person may do it; `all.none()` where they never may, which hides links and buttons, too.
    virtual orm::QuerySet<T> rows(const CurrentUser& user, Action action, const orm::QuerySet<T>& all) const = 0;
    /// May they do it with this one? By default the database is asked. To be overridden where the object says it without, and for what a new
    /// object (Action::add) must be like; it must say the same as `rows`.
    virtual bool may(const CurrentUser& user, Action action, const T& object) const { return is_among_rows(user, action, &object); }

    orm::AnyQuerySet any_rows(const CurrentUser& user, Action action, const orm::AnyQuerySet& all) const final {
        return rows(user, action, orm::QuerySet<T>(all));
    }
    bool any_may(const CurrentUser& user, Action action, const void* object) const final { return may(user, action, *static_cast<const T*>(object)); }
};

/// A contribution; one policy for each model.
struct Policies {
    std::vector<std::shared_ptr<const AnyPolicy>> policies{};
};
template <class... P> Policies policies() { return {{std::make_shared<const P>()...}}; }

// Of models known at run time. `object` is null where no certain row is meant: might there be one?
orm::AnyQuerySet allowed_rows(const CurrentUser& user, Action action, const orm::AnyQuerySet& rows);
bool may_do(const CurrentUser& user, Action action, const orm::ModelInfo& model, const void* object = nullptr);
bool has_policy(const orm::ModelInfo& model);
/// Throws PermissionDenied; Http404 where they may not even view it, so that nobody learns what there is.
void require_may(const CurrentUser& user, Action action, const orm::ModelInfo& model, const void* object);

namespace detail {
const orm::ModelInfo& model_of(const TypeInfo* const* slot, const char* name);
}

/// The rows with which the person may do it.
template <class T> orm::QuerySet<T> allowed(const CurrentUser& user, Action action, const orm::QuerySet<T>& rows) {
    return orm::QuerySet<T>(allowed_rows(user, action, rows));
}
template <class T> orm::QuerySet<T> allowed(Request& request, Action action, const orm::QuerySet<T>& rows) {
    return allowed(current_user(request), action, rows);
}

/// With this one?
template <class T> bool may(const CurrentUser& user, Action action, const T& object) { return may_do(user, action, detail::model_of(&type_slot<T>, typeid(T).name()), &object); }
template <class T> bool may(Request& request, Action action, const T& object) { return may(current_user(request), action, object); }
/// With any: `auth::may<Post>(user, auth::Action::add)`. No query is made.
template <class T> bool may(const CurrentUser& user, Action action) { return may_do(user, action, detail::model_of(&type_slot<T>, typeid(T).name())); }

template <class T> void require(const CurrentUser& user, Action action, const T& object) { require_may(user, action, detail::model_of(&type_slot<T>, typeid(T).name()), &object); }
template <class T> void require(Request& request, Action action, const T& object) { require(current_user(request), action, object); }

}  // namespace portico::auth
