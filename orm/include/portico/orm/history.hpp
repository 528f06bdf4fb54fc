/// Who changed what and when: models whose `describe` says `history()` keep each save, update and delete in the table
/// `history_change`, in the same transaction.
///
///     void Post::describe(orm::Describe<Post>& post) { post.history(); }
///
///     for (const orm::Change& change : orm::history_of(post))             // the newest first
///         for (const auto& field : change.fields()) …                     // "title", "Helo", "Hello"
///     Post before = orm::as_it_was(post, change);                         // just before that change
///
/// `who` is what ActingAs says: on a site with users the login of the request's user. A save that changes nothing leaves nothing.
/// Each update reads the row it changes first (one statement more). bulk_create with on_conflict, SQL of one's own and what the
/// database does by itself are not seen. Models are installed with the app "history" (a table, a migration) by themselves.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <portico/base/field_types.hpp>
#include <portico/orm/model.hpp>
#include <portico/project/app.hpp>

namespace portico::orm {

enum class ChangeKind { created, changed, deleted };

/// One field's values as the model's JSON has them: enums by name, decimals and moments as texts, relations by key.
struct FieldChange {
    std::string name{};
    Value before{}, after{};
};

struct Change : Model<Change> {
    Id<> id{};
    DateTime at{};
    std::string who{};
    ChangeKind kind = ChangeKind::changed;
    std::string model{};       // "blog.Post"
    std::string object_key{};  // as ModelInfo::key_text tells it
    std::string object_text{}; // what it was called
    Json values{};             // {"title": ["Helo", "Hello"]}
    static void describe(Describe<Change>& change);
    std::vector<FieldChange> fields() const;
};

QuerySet<Change> history_of(const TypeInfo& type, const void* object);
/// All that is known of this object, the newest first; of a deleted one, too.
template <class T> QuerySet<Change> history_of(const T& object) {
    return history_of(*detail::installed_slot(type_slot<T>, typeid(T).name()), &object);
}

/// Undoes the changes of the object's fields, from the newest back to this one. Nothing is saved.
void undo_changes(const TypeInfo& type, void* object, const Change& back_to);
template <class T> T as_it_was(T object, const Change& before) {
    undo_changes(*detail::installed_slot(type_slot<T>, typeid(T).name()), &object, before);
    return object;
}

/// Says who acts, while it lives, on this fiber and those it spawns. The function is asked when something is changed.
class [[nodiscard]] ActingAs {
public:
    explicit ActingAs(std::string who);
    explicit ActingAs(std::function<std::string()> who);
    ~ActingAs();
    ActingAs(const ActingAs&) = delete;
    ActingAs& operator=(const ActingAs&) = delete;

private:
    struct Scope;
    std::unique_ptr<Scope> scope_;
};

/// The app with the table; models that keep a history bring it along.
App history();

}  // namespace portico::orm
