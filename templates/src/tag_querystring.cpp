#include <portico/templates/query_value.hpp>

#include "conversion.hpp"
#include "tags.hpp"

namespace portico::templates {

namespace {

/// {% querystring page=2 sort=None %}: the request's query with these changes, or other mappings in its
/// place.
class QueryStringNode : public Node {
public:
    explicit QueryStringNode(Arguments arguments) : arguments_(std::move(arguments)) {}
    void render(Rendering& rendering) const override {
        QueryValue query;
        if (arguments_.positional.empty()) merge(query, request_query(rendering));
        for (const auto& argument : arguments_.positional) {
            merge(query, argument.value(rendering));
        }
        for (const auto& argument : arguments_.named)
            put(query, argument.name, argument.expression.value(rendering));
        write_or_set(rendering, arguments_.target, Value("?" + query.urlencoded()));
    }

private:
    static Value request_query(Rendering& rendering) {
        auto query = rendering.scope.request().attribute("GET");
        if (!query) {
            throw RenderError("{% querystring %} needs a request",
                              "render with a request, or give a mapping: {% querystring filters page=2 %}");
        }
        return *query;
    }

    static void merge(QueryValue& query, const Value& mapping) {
        if (auto* lists = dynamic_cast<const QueryValue*>(mapping.as_dynamic())) {
            for (const auto& [name, values] : lists->lists()) query.set(name, values);
            return;
        }
        const Map* map = mapping.as_map();
        if (!map) {
            throw RenderError("{% querystring %} takes mappings, got " + python_str(mapping));
        }
        for (const auto& [name, value] : *map) put(query, name, value);
    }

    static void put(QueryValue& query, std::string_view name, const Value& value) {
        if (value.is_null()) return query.erase(name);
        std::vector<std::string> texts;
        bool several = !value.is_text() && value.each([&texts](const Value& item) {
            texts.push_back(python_str(item));
            return true;
        });
        if (!several) texts = {python_str(value)};
        query.set(name, std::move(texts));
    }

    Arguments arguments_;
};

} // namespace

NodePointer compile_querystring(Parser& parser, const Token&, const Words& words) {
    return std::make_unique<QueryStringNode>(parse_arguments(parser, words, 1));
}

} // namespace portico::templates
