/// Models of a shop, for measuring what queries over them cost the compiler.
#pragma once
#include <portico/orm/model.hpp>

namespace shop {

namespace orm = portico::orm;

enum class State { open, paid, sent };

struct Customer : orm::Model<Customer> {
    orm::Id<> id{};
    std::string name{};
    std::string email{};
    bool active = true;
};

struct Product : orm::Model<Product> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    portico::Decimal price{};
    int stock = 0;
};

struct Order : orm::Model<Order> {
    orm::Id<> id{};
    orm::ForeignKey<Customer> customer{};
    State state = State::open;
    orm::ManyToMany<Product> products{};
    portico::DateTime created{};
    std::optional<portico::Date> wanted{};
    int weight = 0;
};

}  // namespace shop
