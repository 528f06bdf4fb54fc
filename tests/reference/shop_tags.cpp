/// Tags and filters of a shop: what docs/how-to/custom-tags-and-filters.md shows.
#include "shop_tags.hpp"

#include <portico/base/text.hpp>

namespace shop {

using namespace portico;
using templates::Context;
using templates::Scope;

namespace {

/// {{ price|money }}, {{ price|money:"$" }}
std::string money(double amount, std::optional<std::string> sign) {
    return sign.value_or("€") + " " + Decimal::from_double(amount, 2).str();
}

/// {{ name|initials }}
Html initials(std::string_view name) {
    std::string letters;
    for (auto word : text::split(name, ' ')) letters += text::prefix(word, 1);
    return Html{"<abbr title=\"" + text::html_escape(name) + "\">" + text::html_escape(letters) + "</abbr>"};
}

/// {% stars 4 of=5 %}
std::string stars(std::int64_t given, std::optional<std::int64_t> of) {
    std::string out;
    for (std::int64_t i = 0; i < of.value_or(5); ++i) out += i < given ? "★" : "☆";
    return out;
}

/// {% basket_size %}: reads what the template sees.
std::int64_t basket_size(const Scope& scope) {
    const Value* basket = scope.find("basket");
    return basket ? static_cast<std::int64_t>(basket->size().value_or(0)) : 0;
}

/// {% product_card product %}
Context product_card(const Product& product) { return {{"name", product.name}, {"price", product.price}}; }

/// {% note "warning" %}…{% endnote %}
Html note(const Html& content, std::string_view kind) {
    return Html{"<aside class=\"" + text::html_escape(kind) + "\">" + content.text + "</aside>"};
}

} // namespace

templates::Library tags() {
    return templates::library("shop")
        .filter("money", money)
        .filter("initials", initials)
        .simple_tag("stars", stars, {"given", "of"})
        .simple_tag("basket_size", basket_size)
        .inclusion_tag("product_card", "shop/_product_card.html", product_card)
        .block_tag("note", note);
}

App app() {
    return App("shop")
        .with(tags())
        .with(templates::context_processor([](Request&, Context& context) { context.set("shop_name", "Quay"); }));
}

} // namespace shop
