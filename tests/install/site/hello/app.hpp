#pragma once
#include <portico/project/app.hpp>

namespace hello {

portico::App app();

}  // namespace hello
