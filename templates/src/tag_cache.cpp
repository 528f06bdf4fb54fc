#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>
#include <portico/templates/fragment_key.hpp>

#include "builtins.hpp"
#include "conversion.hpp"
#include "tags.hpp"

namespace portico::templates {

namespace {

/// {% cache 60 sidebar user.id %}: what was rendered under that name and for these values within that time.
class CacheNode : public Node {
public:
    CacheNode(Expression seconds, std::string_view name, std::vector<Expression> vary,
              std::optional<Expression> store, NodeList nodes)
        : seconds_(std::move(seconds)), name_(name), vary_(std::move(vary)), store_(std::move(store)),
          nodes_(std::move(nodes)) {}

    void render(Rendering& rendering) const override {
        Value given = seconds_.value(rendering);
        auto seconds = to_integer(given);
        if (!seconds && !given.is_null()) {
            throw RenderError("the time of {% cache %} must be a whole number of seconds, got \"" +
                              python_str(given) + "\"");
        }
        const auto& cache = rendering.engine.options().fragment_cache;
        std::string store = store_ ? python_str(store_->value(rendering)) : std::string();
        if (!store.empty() && (!cache.has || !cache.has(store)))
            throw RenderError("there is no cache \"" + store + "\"");
        if (!cache.get || !cache.set) return nodes_.render(rendering);
        std::string key = key_of(rendering);
        if (auto found = cache.get(store, key)) return void(rendering.out->append(*found));
        std::string text = nodes_.text(rendering);
        std::optional<std::chrono::seconds> lasts;
        if (seconds) lasts.emplace(*seconds);
        cache.set(store, key, text, lasts);
        rendering.out->append(text);
    }

private:
    std::string key_of(Rendering& rendering) const {
        List values;
        for (const auto& expression : vary_) values.push_back(expression.value(rendering));
        return fragment_key(name_, values);
    }

    Expression seconds_;
    std::string_view name_;
    std::vector<Expression> vary_;
    std::optional<Expression> store_;
    NodeList nodes_;
};

NodePointer compile_cache(Parser& parser, const Token& token, const Words& words) {
    NodeList nodes = parser.parse_until({"endcache"});
    parser.next_tag();
    if (words.size() < 3)
        parser.fail(token.whole, "{% cache %} needs a time and a name", "write {% cache 60 sidebar %}");
    auto end = words.size();
    std::optional<Expression> store;
    if (end > 3 && words[end - 1].starts_with("using="))
        store.emplace(parser.expression(words[--end].substr(6)));
    std::vector<Expression> vary;
    for (std::size_t i = 3; i < end; ++i) vary.push_back(parser.expression(words[i]));
    return std::make_unique<CacheNode>(parser.expression(words[1]), words[2], std::move(vary),
                                       std::move(store), std::move(nodes));
}

} // namespace

std::string fragment_key(std::string_view name, const List& vary_on) {
    std::string values;
    for (const auto& value : vary_on) {
        std::string text = python_str(value);
        values += std::to_string(text.size()) + ':' + text + ',';
    }
    return "template.cache." + std::string(name) + "." + text::hex(md5(values));
}

std::string cache_key(std::string_view key, std::string_view prefix, int version) {
    return std::string(prefix) + ':' + std::to_string(version) + ':' + std::string(key);
}

std::span<const Tag> cache_tags() {
    static const Tag tags[] = {{"cache", compile_cache}};
    return tags;
}

} // namespace portico::templates
