/// Renders templates in Django's template language.
///
///     templates::Engine engine{{"blog/templates"}};
///     std::string page = engine.render("blog/post.html", {{"post", post}});
///     engine.render_text("Hello {{ name|title }}!", {{"name", "ann"}})       // "Hello Ann!"
///
/// A template is read and compiled once. Values are HTML-escaped unless they are `Html`. Thread-safe after
/// construction. Throws TemplateNotFound, SyntaxError or RenderError (see errors.hpp), each with file, line
/// and the offending text.
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <portico/i18n/formats.hpp>
#include <portico/i18n/time_zone.hpp>
#include <portico/templates/context.hpp>
#include <portico/templates/errors.hpp>
#include <portico/templates/library.hpp>
#include <portico/templates/loader.hpp>

namespace portico::templates {

class CompiledTemplate;
class Template;

/// What {% url %} asks for. `request` is the context's, null when there is none.
struct UrlQuery {
    std::string_view name{};
    List arguments{};
    Map named_arguments{};
    const Value* request = nullptr;
    std::string_view current_app{};
};

/// What {% translate %} and {% blocktranslate %} ask for. `message` has %(name)s where the template has {{
/// name }}.
struct Translation {
    std::string_view message{};
    std::string_view plural{}; // with a count only
    std::optional<double> count{};
    std::string_view context{};
    std::string_view language{};
};

/// Where {% cache %} keeps its fragments; without `get` and `set` nothing is kept. `store` is empty or what
/// "using=" names.
struct FragmentCache {
    std::function<std::optional<std::string>(const std::string& store, const std::string& key)> get{};
    std::function<void(const std::string& store, const std::string& key, const std::string& text,
                       std::optional<std::chrono::seconds> lasts)>
        set{};
    std::function<bool(const std::string& store)> has{};
};

struct EngineOptions {
    bool autoescape = true;
    /// Printed for a variable that is not there; "%s" in it becomes the variable's name.
    std::string string_if_invalid{};
    /// Look for changed files (development), at most once in that time for each template.
    bool reload = false;
    std::chrono::milliseconds reload_interval{1000};
    /// How deep templates may include each other, and tags may stand inside each other.
    int max_include_depth = 60;
    int max_nesting = 100;
    /// Moments are shown in this zone unless the rendering says otherwise.
    i18n::TimeZone time_zone{};
    bool use_time_zones = true;
    /// How numbers and dates are written, and how where {% localize off %} holds.
    i18n::Formats formats{};
    std::optional<i18n::Formats> unlocalized_formats{};
    std::string language = "en-us";
    /// Translates; without it texts stay as they are.
    std::function<std::string(const Translation&)> translate{};
    FragmentCache fragment_cache{};
    /// {% url %}; throws when nothing by that name fits.
    std::function<std::string(const UrlQuery&)> url{};
    /// For Engine::check: throws Error when there is no route of that name at all.
    std::function<void(std::string_view name)> check_route{};
    /// {% static %}: a path below the static files to its URL.
    std::function<std::string(std::string_view path)> static_url{};
    std::string static_prefix = "/static/";
    std::string media_prefix = "/media/";
    /// |urlize makes https links of "www.example.org" (Django's URLIZE_ASSUME_HTTPS).
    bool urlize_assume_https = false;
    /// Tags and filters that every template has without {% load %}, and those it has to load.
    std::vector<Library> builtins{};
    std::vector<Library> libraries{};
};

/// What one rendering may have of its own.
struct RenderOptions {
    std::optional<i18n::TimeZone> time_zone{};
    const i18n::Formats* formats = nullptr;
    std::string_view language{};
    std::string_view current_app{};
    /// Names that the context has not are looked for here.
    const Context* shared = nullptr;
    /// Instead of the context's.
    const Value* request = nullptr;
};

class Engine {
public:
    explicit Engine(std::vector<std::filesystem::path> folders, EngineOptions options = {});
    explicit Engine(std::vector<std::shared_ptr<const Loader>> loaders, EngineOptions options = {});
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// `name` may be "blog/list.html#row": only that partial.
    std::string render(std::string_view name, const Context& context = {},
                       const RenderOptions& options = {}) const;
    std::string render(const Template& page, const Context& context = {},
                       const RenderOptions& options = {}) const;
    /// The first of these templates that there is.
    std::string render_first(std::span<const std::string> names, const Context& context = {}) const;
    std::string render_text(std::string_view source, const Context& context = {},
                            const RenderOptions& options = {}) const;
    void render_to(std::string& out, std::string_view name, const Context& context = {},
                   const RenderOptions& options = {}) const;

    bool has(std::string_view name) const;
    /// All templates that the loaders know, sorted.
    std::vector<std::string> names() const;
    /// Compiles every template of every loader; what can't be compiled, and which templates and routes are named that there are not.
    std::vector<TemplateError> check() const;

    const EngineOptions& options() const { return options_; }
    /// For tags: the compiled template by that name. `skip` leaves out files that were used already (a
    /// template that extends another of its own name).
    std::shared_ptr<const CompiledTemplate> get(std::string_view name,
                                                std::span<const std::string> skip = {}) const;
    /// Compiles a text that has no name of its own.
    std::shared_ptr<const CompiledTemplate> compile(std::string_view source,
                                                    std::string name = "<text>") const;
    class Registry;
    const Registry& registry() const { return *registry_; }

private:
    struct Cache;
    std::shared_ptr<const CompiledTemplate> load(std::string_view name,
                                                 std::span<const std::string> skip) const;
    std::string hint_for(std::string_view name) const;
    void check_references(const CompiledTemplate& page, std::vector<TemplateError>& errors) const;

    EngineOptions options_;
    std::vector<std::shared_ptr<const Loader>> loaders_;
    std::unique_ptr<const Registry> registry_;
    std::unique_ptr<Cache> cache_;
};

} // namespace portico::templates
