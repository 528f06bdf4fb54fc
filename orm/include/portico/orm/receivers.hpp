/// Another app's models watched: a contribution.
///
///     App("newsletter").with(orm::receivers<auth::User>()
///                                .after_save([](const auth::User& user, bool created) { if (created) greet(user); })
///                                .before_delete([](const auth::User& user) { … }))
///
/// They run after those that the model's own `describe` names, for the projects that have the app.
#pragma once
#include <portico/orm/hooks.hpp>
#include <portico/orm/model.hpp>
#include <portico/project/app.hpp>

namespace portico::orm {

/// `project.contributions<orm::Receivers>()`.
class Receivers {
public:
    explicit Receivers(const TypeInfo* const* model) : model_(model) {}
    bool watches(const TypeInfo& type) const { return *model_ == &type; }
    const Hooks& hooks() const { return hooks_; }

protected:
    const TypeInfo* const* model_;
    Hooks hooks_{};
};

template <class T> class ReceiversOf : public Receivers {
public:
    ReceiversOf() : Receivers(&type_slot<T>) {}
    template <class Work> ReceiversOf& before_save(Work work) { return on(Hooks::before_save, std::move(work)); }
    template <class Work> ReceiversOf& after_save(Work work) { return on(Hooks::after_save, std::move(work)); }
    template <class Work> ReceiversOf& before_delete(Work work) { return on(Hooks::before_delete, std::move(work)); }
    template <class Work> ReceiversOf& after_delete(Work work) { return on(Hooks::after_delete, std::move(work)); }
    void contribute(App& app) const { app.with(static_cast<const Receivers&>(*this)); }

private:
    template <class Work> ReceiversOf& on(Hooks::Moment moment, Work work) {
        hooks_.add(moment, detail::hook<T>(std::move(work)));
        return *this;
    }
};

template <class T> ReceiversOf<T> receivers() { return {}; }

}  // namespace portico::orm
