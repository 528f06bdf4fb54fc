#pragma once
#include <string>

#include <portico/base/decimal.hpp>
#include <portico/project/app.hpp>
#include <portico/templates/app.hpp>

namespace shop {

struct Product {
    std::string name{};
    portico::Decimal price{};
};

portico::templates::Library tags();
portico::App app();

} // namespace shop
