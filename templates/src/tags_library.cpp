#include <portico/base/text.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "tags.hpp"
#include "url_quote.hpp"

namespace portico::templates {

namespace {

class StaticNode : public Node {
public:
    explicit StaticNode(Expression path, std::string_view target) : path_(std::move(path)), target_(target) {}
    void render(Rendering& rendering) const override {
        std::string path = python_str(path_.value(rendering));
        path.erase(0, std::min(path.find_first_not_of('/'), path.size()));
        const auto& options = rendering.engine.options();
        std::string url =
            options.static_url ? options.static_url(path) : options.static_prefix + url_quote(path);
        Value value(std::move(url));
        if (rendering.autoescape) value = rendered_value(rendering, value);
        write_or_set(rendering, target_, std::move(value));
    }

private:
    Expression path_;
    std::string_view target_;
};

class PrefixNode : public Node {
public:
    PrefixNode(std::string EngineOptions::* prefix, std::string_view target)
        : prefix_(prefix), target_(target) {}
    void render(Rendering& rendering) const override {
        const std::string& prefix = rendering.engine.options().*prefix_;
        if (target_.empty())
            rendering.out->append(prefix);
        else
            rendering.scope.set(target_, Value(prefix));
    }

private:
    std::string EngineOptions::* prefix_;
    std::string_view target_;
};

NodePointer compile_static(Parser& parser, const Token& token, const Words& words) {
    if (words.size() < 2)
        parser.fail(token.whole, "{% static %} needs a path", "write {% static \"blog/style.css\" %}");
    bool sets = words.size() >= 4 && words[words.size() - 2] == "as";
    return std::make_unique<StaticNode>(parser.expression(words[1]),
                                        sets ? words.back() : std::string_view());
}

template <std::string EngineOptions::* Prefix>
NodePointer compile_prefix(Parser& parser, const Token& token, const Words& words) {
    if (words.size() > 1 && words[1] != "as")
        parser.fail(token.whole, "after {% " + std::string(words[0]) + " only \"as name\" may come");
    return std::make_unique<PrefixNode>(Prefix, words.size() > 2 ? words[2] : std::string_view());
}

class LocalTimeNode : public Node {
public:
    LocalTimeNode(bool on, NodeList nodes) : on_(on), nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override {
        Restore<bool> use(rendering.use_time_zones, on_);
        nodes_.render(rendering);
    }

private:
    bool on_;
    NodeList nodes_;
};

class TimeZoneNode : public Node {
public:
    TimeZoneNode(Expression zone, NodeList nodes) : zone_(std::move(zone)), nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override {
        Value name = zone_.value(rendering);
        i18n::TimeZone zone = rendering.engine.options().time_zone;
        if (!name.is_null()) {
            auto found = i18n::TimeZone::find(name.str());
            if (!found)
                throw RenderError("there is no time zone \"" + name.str() + "\"",
                                  "names are like \"Europe/Paris\"");
            zone = *found;
        }
        Restore<const i18n::TimeZone*> current(rendering.zone, &zone);
        nodes_.render(rendering);
    }

private:
    Expression zone_;
    NodeList nodes_;
};

class CurrentTimeZoneNode : public Node {
public:
    explicit CurrentTimeZoneNode(std::string_view target) : target_(target) {}
    void render(Rendering& rendering) const override {
        rendering.scope.set(target_, Value(rendering.zone->name()));
    }

private:
    std::string_view target_;
};

NodePointer compile_localtime(Parser& parser, const Token& token, const Words& words) {
    if (words.size() > 2 || (words.size() == 2 && words[1] != "on" && words[1] != "off")) {
        parser.fail(token.whole, "{% localtime %} takes \"on\" or \"off\"");
    }
    NodeList nodes = parser.parse_until({"endlocaltime"});
    parser.next_tag();
    return std::make_unique<LocalTimeNode>(words.size() == 1 || words[1] == "on", std::move(nodes));
}

NodePointer compile_timezone(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 2)
        parser.fail(token.whole, "{% timezone %} takes one time zone",
                    "write {% timezone \"Europe/Paris\" %}");
    auto zone = parser.expression(words[1]);
    NodeList nodes = parser.parse_until({"endtimezone"});
    parser.next_tag();
    return std::make_unique<TimeZoneNode>(std::move(zone), std::move(nodes));
}

NodePointer compile_get_current_timezone(Parser& parser, const Token& token, const Words& words) {
    if (words.size() != 3 || words[1] != "as") {
        parser.fail(token.whole, "{% get_current_timezone %} needs \"as name\"");
    }
    return std::make_unique<CurrentTimeZoneNode>(words[2]);
}

class LocalizeNode : public Node {
public:
    LocalizeNode(bool on, NodeList nodes) : on_(on), nodes_(std::move(nodes)) {}
    void render(Rendering& rendering) const override {
        Restore<bool> use(rendering.localize, on_);
        nodes_.render(rendering);
    }

private:
    bool on_;
    NodeList nodes_;
};

NodePointer compile_localize(Parser& parser, const Token& token, const Words& words) {
    if (words.size() > 2 || (words.size() == 2 && words[1] != "on" && words[1] != "off")) {
        parser.fail(token.whole, "{% localize %} takes \"on\" or \"off\"");
    }
    NodeList nodes = parser.parse_until({"endlocalize"});
    parser.next_tag();
    return std::make_unique<LocalizeNode>(words.size() == 1 || words[1] == "on", std::move(nodes));
}

} // namespace

std::span<const Tag> static_tags() {
    static const Tag tags[] = {
        {"static", compile_static},
        {"get_static_prefix", compile_prefix<&EngineOptions::static_prefix>},
        {"get_media_prefix", compile_prefix<&EngineOptions::media_prefix>},
    };
    return tags;
}

std::span<const Tag> time_zone_tags() {
    static const Tag tags[] = {
        {"localtime", compile_localtime},
        {"timezone", compile_timezone},
        {"get_current_timezone", compile_get_current_timezone},
    };
    return tags;
}

std::span<const Tag> localization_tags() {
    static const Tag tags[] = {{"localize", compile_localize}};
    return tags;
}

} // namespace portico::templates
