#include <portico/routing/methods.hpp>

namespace portico {

std::string MethodSet::str() const {
    std::string out;
    for (unsigned i = 0; i < std::size(names_); ++i)
        if (bits_ & 1u << i) (out += out.empty() ? "" : ", ") += names_[i];
    return out;
}

} // namespace portico
