#include <gtest/gtest.h>

#include <portico/base/field_types.hpp>
#include <portico/templates/engine.hpp>

#include "shop_tags.hpp"

namespace shop {
namespace {

using namespace portico;

std::string rendered(const std::string& source, const templates::Context& context = {}) {
    install_type<Product>();
    templates::EngineOptions options;
    options.libraries.push_back(tags());
    std::vector<std::shared_ptr<const templates::Loader>> loaders{std::make_shared<templates::MapLoader>(
        std::map<std::string, std::string, std::less<>>{{"shop/_product_card.html", "<b>{{ name }}</b> {{ price }}"}})};
    return templates::Engine(std::move(loaders), std::move(options)).render_text("{% load shop %}" + source, context);
}

} // namespace

TEST(CustomTags, AFilterMayHaveAnArgument) { EXPECT_EQ(rendered("{{ 4.5|money }}, {{ 4.5|money:'$' }}"), "€ 4.50, $ 4.50"); }

TEST(CustomTags, HtmlIsNotEscapedAndTextIs) {
    EXPECT_EQ(rendered("{{ name|initials }}", {{"name", "Ann <Lee"}}), "<abbr title=\"Ann &lt;Lee\">A&lt;</abbr>");
}

TEST(CustomTags, ATagTakesNamedArgumentsAndSetsAName) {
    EXPECT_EQ(rendered("{% stars 2 of=3 %} {% stars 1 as rating %}[{{ rating }}]"), "★★☆ [★☆☆☆☆]");
}

TEST(CustomTags, ATagSeesTheVariables) { EXPECT_EQ(rendered("{% basket_size %}", {{"basket", List{1, 2}}}), "2"); }

TEST(CustomTags, AnInclusionTagShowsItsTemplate) {
    Product tea{"Tea", Decimal("4.50")};
    EXPECT_EQ(rendered("{% product_card tea %}", {{"tea", tea}}), "<b>Tea</b> 4.50");
}

TEST(CustomTags, ABlockTagGetsItsContent) {
    EXPECT_EQ(rendered("{% note 'warning' %}Hot & <b>new</b>{{ x }}{% endnote %}", {{"x", "<"}}),
              "<aside class=\"warning\">Hot & <b>new</b>&lt;</aside>");
}

} // namespace shop
