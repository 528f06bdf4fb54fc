/// The program: settings, apps, routes, middleware and services hang off one `Project`.
///
///     int main(int argc, char** argv) {
///         Project project(argc, argv);             // settings.toml, .env, the environment, the command line
///         project.install(auth::app());
///         project.install(admin::app(), "admin/");
///         project.install(blog());
///         return project.run();                    // ./blog runserver | migrate | check | help …
///     }
///
/// Nothing here throws for what is wrong with settings or apps: it is gathered, and `run` tells all of it
/// with ids and hints and gives an exit status other than 0. Tests make several projects in one process:
///
///     Project project({.settings = {{"database.url", "sqlite::memory:"}}});
///     project.install(blog());
///     project.start();                             // throws StartError listing everything that is wrong
#pragma once
#include <exception>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/base/value.hpp>
#include <portico/fibers/local.hpp>
#include <portico/project/app.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/setting_row.hpp>
#include <portico/project/settings.hpp>

namespace portico {

class Request;
class Response;
class Resources;
class Router;
struct AppResources;
struct SettingsSection;

/// For projects made by tests and by programs that bring their settings themselves: no files, no environment,
/// no command line.
struct ProjectOptions {
    Map settings{};  // {"debug", true}, {"database.url", "sqlite::memory:"}
    Profile profile = Profile::test;
    std::filesystem::path root{};  // default: the current folder
    bool read_files = false;       // settings.toml and .env in the root
    bool read_environment = false;
    std::ostream* out = nullptr;  // default: standard output and error
    std::ostream* err = nullptr;
};

/// Thrown by `start()`: `what()` counts, `messages()` has all of it.
class StartError : public Error {
public:
    explicit StartError(std::vector<CheckMessage> messages);
    const std::vector<CheckMessage>& messages() const { return messages_; }

private:
    std::vector<CheckMessage> messages_;
};

class Project {
public:
    Project(int argc, char** argv);
    explicit Project(ProjectOptions options);
    ~Project();
    Project(const Project&) = delete;
    Project& operator=(const Project&) = delete;

    /// Adds an app; its URLs are below `prefix` ("admin/"). Apps come in this order wherever order matters.
    Project& install(App app, std::string prefix = "");
    /// Installs an app that another needs, before it and only once: for `attach`.
    void require(App app);
    bool has_app(std::string_view label) const;
    std::vector<InstalledApp> apps() const;

    /// All contributions of a kind, in order of installation.
    template <class C> std::vector<Contributed<C>> contributions() const {
        std::vector<Contributed<C>> found;
        visit(
            typeid(C),
            [](void* out, const InstalledApp& app, const void* value) {
                static_cast<std::vector<Contributed<C>>*>(out)->push_back(
                    {app, *static_cast<const C*>(value)});
            },
            &found);
        return found;
    }

    /// Services by type: the project owns them with whoever else has the pointer. Providing again replaces.
    template <class T> void provide(std::shared_ptr<T> service) { provide(typeid(T), std::move(service)); }
    template <class T> T* find() const { return static_cast<T*>(service(typeid(T))); }
    /// As `find`, but throws Error where there is none.
    template <class T> T& get() const { return *static_cast<T*>(required_service(typeid(T))); }

    const Settings& settings() const;
    /// A section that an app contributed; throws Error where none did.
    template <class S> const S& settings() const { return *static_cast<const S*>(section(typeid(S))); }
    /// Those of `settings_sections`, by their names.
    template <class S> std::vector<std::pair<std::string, const S*>> named_settings() const {
        std::vector<std::pair<std::string, const S*>> found;
        for (auto& [name, section] : named_sections(typeid(S))) found.emplace_back(name, static_cast<const S*>(section));
        return found;
    }
    /// All settings as people are shown them, secrets masked: see setting_row.hpp.
    std::vector<SettingRow> setting_rows() const;
    const Resources& resources() const;
    /// Built from the apps' routes when it is first asked for; installing an app after that builds it anew.
    const Router& router() const;
    /// The names of the middleware, outermost first.
    std::vector<std::string> middleware() const;

    /// Everything that is wrong: settings, apps, routes, middleware, the apps' own checks of `always` and of
    /// the given stages.
    std::vector<CheckMessage> check(std::vector<CheckStage> stages = {});
    /// Builds routes and middleware, checks, runs the ready hooks; once. Throws StartError.
    void start();
    /// Undoes `start`: runs the stopped hooks. The destructor does it too.
    void stop();

    /// One request through middleware, router and view. What the server and the test client call; starts the
    /// project if need be.
    Response handle(Request& request);
    /// The status that the apps' error mappings give to an exception.
    std::optional<int> status_of(const std::exception& error) const;

    /// Runs the command that the program was called with; gives its exit status: 0, 1 when something failed,
    /// 2 when the command line makes no sense.
    int run();
    /// Runs a command: `project.run({"migrate", "--plan"})`.
    int run(const std::vector<std::string>& arguments);
    std::ostream& out() const;
    std::ostream& err() const;
    /// The name that the program was called by.
    const std::string& program() const;

    /// The project of this request, command or test case. Throws Error where there is none.
    static Project& current();
    static Project* current_or_null() noexcept;
    /// Makes it the current one of this fiber or thread while it lives.
    class [[nodiscard]] Scope {
    public:
        explicit Scope(Project& project);
        Scope(const Scope&) = delete;
        Scope& operator=(const Scope&) = delete;

    private:
        fibers::Local<Project*>::Scope scope_;
    };

private:
    friend struct AppResources;
    friend struct SettingsSection;
    using Visitor = void (*)(void* out, const InstalledApp& app, const void* value);
    void visit(std::type_index type, Visitor visitor, void* out) const;
    void provide(std::type_index type, std::shared_ptr<void> service);
    void* service(std::type_index type) const;
    void* required_service(std::type_index type) const;
    const void* section(std::type_index type) const;
    std::vector<std::pair<std::string, const void*>> named_sections(std::type_index type) const;
    void add_section(const SettingsSection& section);
    void add_resources(const AppResources& resources, const std::string& label);
    void begin();     // what both constructors do last
    void complete();  // once, before the first command, check or request
    int dispatch(const std::vector<std::string>& arguments);

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace portico
