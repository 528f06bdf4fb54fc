/// Prints an invoice from a template: templates_only FOLDER
#include <iostream>

#include <portico/base/field_types.hpp>
#include <portico/base/text.hpp>
#include <portico/templates/engine.hpp>

using namespace portico;

struct Item {
    std::string name{};
    int count = 1;
    Decimal price{};
    Decimal total() const { return price * Decimal(count); }
    static void describe(Describe<Item>& item) { item.property("total", &Item::total); }
};

int main(int argc, char** argv) {
    install_type<Item>();
    templates::EngineOptions options;
    options.libraries.push_back(
        templates::library("shop").filter("euros", [](const Value& amount) { return amount.str() + " €"; }));
    templates::Engine engine({argc > 1 ? argv[1] : "templates"}, options);

    const std::vector<Item> items{{"Tea & biscuits", 1, Decimal("4.50")}, {"Soup", 2, Decimal("4.50")}};
    Decimal total;
    for (const Item& item : items) total = total + item.total();
    try {
        std::cout << engine.render("invoice.html", {{"number", 7}, {"items", items}, {"total", total}});
    } catch (const templates::TemplateError& error) {
        std::cerr << error.full() << "\n" << error.excerpt();
        return 1;
    }
}
