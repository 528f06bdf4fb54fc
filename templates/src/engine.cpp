#include <portico/templates/engine.hpp>

#include <algorithm>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <unordered_map>

#include <portico/templates/template.hpp>

#include "compiled_template.hpp"
#include "registry.hpp"
#include "template_name.hpp"

namespace portico::templates {

namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Names come from requests at times: none may leave the loaders' places.
bool is_safe_name(std::string_view name) {
    if (name.empty() || name.front() == '/' || name.find('\0') != std::string_view::npos) return false;
    for (auto rest = name;;) {
        auto slash = rest.find('/');
        if (rest.substr(0, slash) == "..") return false;
        if (slash == std::string_view::npos) return true;
        rest.remove_prefix(slash + 1);
    }
}

std::vector<std::shared_ptr<const Loader>> folder_loaders(std::vector<std::filesystem::path> folders) {
    std::vector<std::shared_ptr<const Loader>> loaders;
    for (auto& folder : folders) loaders.push_back(std::make_shared<FolderLoader>(std::move(folder)));
    return loaders;
}

std::pair<std::string_view, std::string_view> split_partial(std::string_view name) {
    auto mark = name.find('#');
    if (mark == std::string_view::npos) return {name, {}};
    return {name.substr(0, mark), name.substr(mark + 1)};
}

} // namespace

struct Engine::Cache {
    struct Entry {
        std::shared_ptr<const CompiledTemplate> page;
        const Loader* loader = nullptr;
        std::uint64_t stamp = 0;
        std::chrono::steady_clock::time_point checked{};
    };
    std::shared_mutex mutex;
    std::unordered_map<std::string, Entry, TextHash, std::equal_to<>> entries;
};

Engine::Engine(std::vector<std::filesystem::path> folders, EngineOptions options)
    : Engine(folder_loaders(std::move(folders)), std::move(options)) {}

Engine::Engine(std::vector<std::shared_ptr<const Loader>> loaders, EngineOptions options)
    : options_(std::move(options)), loaders_(std::move(loaders)),
      registry_(std::make_unique<Registry>(options_)), cache_(std::make_unique<Cache>()) {}

Engine::~Engine() = default;

std::shared_ptr<const CompiledTemplate> Engine::get(std::string_view name,
                                                    std::span<const std::string> skip) const {
    if (!skip.empty()) return load(name, skip);
    auto now = options_.reload ? std::chrono::steady_clock::now() : std::chrono::steady_clock::time_point();
    {
        std::shared_lock lock(cache_->mutex);
        auto found = cache_->entries.find(name);
        if (found != cache_->entries.end()) {
            if (!options_.reload || now - found->second.checked < options_.reload_interval)
                return found->second.page;
        }
    }
    std::unique_lock lock(cache_->mutex);
    auto found = cache_->entries.find(name);
    if (found != cache_->entries.end()) {
        Cache::Entry& entry = found->second;
        entry.checked = now;
        if (entry.loader->stamp(name) == entry.stamp) return entry.page;
        cache_->entries.erase(found);
    }
    lock.unlock();
    return load(name, {});
}

std::shared_ptr<const CompiledTemplate> Engine::load(std::string_view name,
                                                     std::span<const std::string> skip) const {
    if (is_safe_name(name)) {
        for (const auto& loader : loaders_) {
            auto source = loader->load(name);
            if (!source || std::find(skip.begin(), skip.end(), source->file) != skip.end()) continue;
            auto page = std::make_shared<const CompiledTemplate>(
                SourceText{std::string(name), source->file, std::move(source->text)}, *this);
            if (skip.empty()) {
                std::unique_lock lock(cache_->mutex);
                cache_->entries[std::string(name)] = {page, loader.get(), source->stamp,
                                                      std::chrono::steady_clock::now()};
            }
            return page;
        }
    }
    throw TemplateNotFound(std::string(name), hint_for(name));
}

std::string Engine::hint_for(std::string_view name) const {
    auto known = names();
    auto hint = did_you_mean(name, known);
    if (!hint.empty() || known.empty()) return hint;
    return "templates are looked for in the folder templates/ of each app";
}

std::shared_ptr<const CompiledTemplate> Engine::compile(std::string_view source, std::string name) const {
    return std::make_shared<const CompiledTemplate>(SourceText{name, name, std::string(source)}, *this);
}

namespace {

/// Gives an error that came out of a rendering the place where it happened.
template <class Work> void with_place(Rendering& rendering, Work work) {
    try {
        work();
    } catch (TemplateError& error) {
        if (!error.place()) error.set_place(rendering.failure());
        throw;
    } catch (const Error& error) {
        std::throw_with_nested(RenderError(error.what(), error.hint(), rendering.failure()));
    } catch (const std::exception& error) {
        std::throw_with_nested(RenderError(error.what(), {}, rendering.failure()));
    }
}

} // namespace

void Engine::render_to(std::string& out, std::string_view name, const Context& context,
                       const RenderOptions& options) const {
    auto [file, partial] = split_partial(name);
    auto page = get(file);
    if (!partial.empty() && !page->partial(partial)) throw TemplateNotFound(std::string(name));
    Rendering rendering(*this, context, options, out);
    with_place(rendering, [&, part = partial] { rendering.include(page, part); });
}

std::string Engine::render(std::string_view name, const Context& context,
                           const RenderOptions& options) const {
    std::string out;
    render_to(out, name, context, options);
    return out;
}

std::string Engine::render(const Template& page, const Context& context, const RenderOptions& options) const {
    return render(page.name(), context, options);
}

std::string Engine::render_first(std::span<const std::string> names, const Context& context) const {
    for (const auto& name : names) {
        if (has(name)) return render(name, context);
    }
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "" : "\", \"") + name;
    throw TemplateNotFound(all);
}

std::string Engine::render_text(std::string_view source, const Context& context,
                                const RenderOptions& options) const {
    std::string out;
    auto page = compile(source);
    Rendering rendering(*this, context, options, out);
    with_place(rendering, [&] { rendering.include(page); });
    return out;
}

bool Engine::has(std::string_view name) const {
    auto [file, partial] = split_partial(name);
    if (!is_safe_name(file)) return false;
    auto has_file = [&, wanted = file](const auto& loader) { return loader->load(wanted).has_value(); };
    return std::any_of(loaders_.begin(), loaders_.end(), has_file);
}

std::vector<std::string> Engine::names() const {
    std::set<std::string> all;
    for (const auto& loader : loaders_) {
        for (auto& name : loader->names()) all.insert(std::move(name));
    }
    return {all.begin(), all.end()};
}

void Engine::check_references(const CompiledTemplate& page, std::vector<TemplateError>& errors) const {
    using Kind = CompiledTemplate::Reference::Kind;
    for (const auto& [kind, name] : page.references()) {
        const auto told = [&](const std::string& message, const std::string& hint) {
            errors.push_back(SyntaxError(message, hint, page.source().place_of(name)));
        };
        if (kind == Kind::template_name) {
            const std::string target = absolute_name(name.substr(0, name.find('#')), page.source().name);
            if (!target.empty() && !has(target)) told("there is no template \"" + target + "\"", hint_for(target));
        } else if (options_.check_route) {
            try {
                options_.check_route(name);
            } catch (const Error& error) {
                told(std::string(error.what()), error.hint());
            }
        }
    }
}

std::vector<TemplateError> Engine::check() const {
    std::vector<TemplateError> errors;
    for (const auto& name : names()) {
        try {
            check_references(*get(name), errors);
        } catch (const TemplateError& error) {
            errors.push_back(error);
        }
    }
    return errors;
}

} // namespace portico::templates
