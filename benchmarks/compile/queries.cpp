// Thirty typed queries, as views have them. benchmarks/compile-cost counts what they add to the file without them.
#include "shop.hpp"

#ifdef MEASURED
#include <portico/orm/aggregates.hpp>

using namespace portico;
using namespace shop;

void read(std::int64_t key, const std::string& word, const Customer& customer) {
    Customer::objects.get(F(&Customer::id) == key);
    Customer::objects.filter(F(&Customer::active) == true).count();
    Customer::objects.filter(F(&Customer::name).icontains(word)).order_by(&Customer::name).first();
    Customer::objects.exclude(F(&Customer::email).endswith("@example.org")).exists();
    Customer::objects.filter(F(&Customer::id).in({1, 2, 3})).to_vector();
    Product::objects.get(F(&Product::slug) == word);
    Product::objects.filter(F(&Product::stock) > 0, F(&Product::price) < Decimal("10")).order_by(-F(&Product::price)).limit(10).to_vector();
    Product::objects.filter(F(&Product::title).startswith(word) || F(&Product::slug) == word).count();
    Product::objects.values_list(&Product::title, &Product::stock);
    Product::objects.aggregate(max(&Product::stock));
    Order::objects.filter(F(&Order::customer) == customer).order_by(-F(&Order::created)).to_vector();
    Order::objects.filter(F(&Order::customer, &Customer::name) == word).select_related(&Order::customer).to_vector();
    Order::objects.filter(F(&Order::state) == State::paid).prefetch_related(&Order::products).to_vector();
    Order::objects.filter(F(&Order::wanted).isnull()).count();
    Order::objects.filter(F(&Order::created).year() == 2026).count();
    Order::objects.filter(F(&Order::products, &Product::slug) == word).distinct().to_vector();
    Order::objects.values_list(&Order::state, count(&Order::id));
    Order::objects.order_by(&Order::created).last();
    Order::objects.filter(!(F(&Order::weight) >= 100)).exists();
    Customer::objects.filter(F(back(&Order::customer), &Order::state) == State::open).count();
    Customer::objects.annotated(count(F(back(&Order::customer))));
}

void write(std::int64_t key, const std::string& word, Customer& customer) {
    customer.name = word;
    customer.save();
    Customer::objects.create({.name = word});
    Product::objects.create({.title = word, .price = Decimal("9.90")});
    Order::objects.create({.customer = customer});
    Product::objects.filter(F(&Product::id) == key).update(F(&Product::stock) = F(&Product::stock) - 1);
    Order::objects.filter(F(&Order::state) == State::open).update(F(&Order::state) = State::paid, F(&Order::weight) = 5);
    Customer::objects.filter(F(&Customer::active) == false).delete_();
    Customer::objects.get_or_create(F(&Customer::email) == word, {.name = word, .email = word});
    customer.related(&Order::customer).count();
}
#endif
