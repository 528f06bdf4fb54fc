/// An app: a label and a list of contributions, stored by type. The kernel knows none of the features that
/// add kinds of their own.
///
///     App blog() {
///         return App("blog")
///             .with(orm::models<Author, Tag, Post, Comment>())
///             .with(urls({path<post_list>("", "post-list")}))
///             .with(command<seed>("seed", "Makes demo posts."));
///     }
///
/// Any copyable type is a contribution. One that has a member function `attach(Project&)` or
/// `attach(Project&, const InstalledApp&)` is called when its app is installed: there it may
/// `project.require(…)` another app or `project.provide(…)` a service. One that has `contribute(App&) const`
/// is called at once, to add what it is made of (routes, checks).
#pragma once
#include <memory>
#include <string>
#include <typeindex>
#include <utility>
#include <vector>

namespace portico {

class Project;

/// An app as the project knows it.
struct InstalledApp {
    std::string label{};   // "blog"
    std::string title{};   // "Blog"
    std::string prefix{};  // of its URLs: "" or "blog/"
};

namespace detail {

struct Contribution {
    std::type_index type;
    std::shared_ptr<void> value;
    void (*attach)(void* value, Project& project, const InstalledApp& app) = nullptr;
};

template <class C> Contribution make_contribution(C value) {
    Contribution made{typeid(C), std::make_shared<C>(std::move(value))};
    if constexpr (requires(C& c, Project& project, const InstalledApp& app) { c.attach(project, app); }) {
        made.attach = [](void* c, Project& project, const InstalledApp& app) {
            static_cast<C*>(c)->attach(project, app);
        };
    } else if constexpr (requires(C& c, Project& project) { c.attach(project); }) {
        made.attach = [](void* c, Project& project, const InstalledApp&) {
            static_cast<C*>(c)->attach(project);
        };
    }
    return made;
}

}  // namespace detail

class App {
public:
    /// The label is an identifier in lower case: it names tables, template folders and permissions.
    explicit App(std::string label) : label_(std::move(label)) {}

    template <class C> App& with(C contribution) & {
        if constexpr (requires(const C& c, App& app) { c.contribute(app); }) contribution.contribute(*this);
        contributions_.push_back(detail::make_contribution(std::move(contribution)));
        return *this;
    }
    template <class C> App&& with(C contribution) && { return std::move(with(std::move(contribution))); }

    /// How a person calls it, in the admin; default: the label with a capital.
    App& title(std::string text) & { return title_ = std::move(text), *this; }
    App&& title(std::string text) && { return std::move(title(std::move(text))); }

    const std::string& label() const { return label_; }
    const std::string& title() const { return title_; }
    const std::vector<detail::Contribution>& contributions() const { return contributions_; }

private:
    std::string label_;
    std::string title_;
    std::vector<detail::Contribution> contributions_;
};

/// One contribution with the app that made it: `for (auto& [app, urls] : project.contributions<Urls>())`.
template <class C> struct Contributed {
    const InstalledApp& app;
    const C& value;
};

}  // namespace portico
