#!/usr/bin/env python3
"""Writes framework/base/include/portico/base/detail/bindings.hpp: one structured binding for each number of fields."""
LIMIT = 128

print("""// Made by tools/make_bindings.py. One specialisation for each number of fields; only the one that a type needs is instantiated.
#pragma once
#include <tuple>

namespace portico::detail {

template <unsigned Count> struct Bindings;

template <> struct Bindings<0> {
    template <class T> static constexpr auto tie(T&) { return std::tuple<>(); }
};
""")
for count in range(1, LIMIT + 1):
    names = ", ".join(f"f{i}" for i in range(count))
    print(f"""template <> struct Bindings<{count}> {{
    template <class T> static constexpr auto tie(T& object) {{
        auto& [{names}] = object;
        return std::tie({names});
    }}
}};""")
print("\n}  // namespace portico::detail")
