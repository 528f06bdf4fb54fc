#include "readable_type_name.hpp"

#include <cstdlib>
#include <memory>

#include <cxxabi.h>

namespace portico {

std::string readable_type_name(std::type_index type) {
    int status = 0;
    std::unique_ptr<char, void (*)(void*)> name(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status),
                                                std::free);
    return status == 0 && name ? name.get() : type.name();
}

}  // namespace portico
