/// A site with a cache of each kind.
#pragma once
#include <string>

#include <gmock/gmock.h>

#include <portico/cache/app.hpp>
#include <portico/testing/test_case.hpp>

namespace shop {

using namespace portico;
using namespace std::chrono_literals;

struct Line {
    std::string article{};
    int count = 1;
};

struct Cart {
    std::vector<Line> lines{};
    std::optional<DateTime> paid{};
    double total = 0;
};

/// An older version of the program had a text there.
struct FormerCart {
    std::string lines{};
};

Project& project();

struct CacheTest : TestCase {
    CacheTest() : TestCase(project()) {}
};

}  // namespace shop
