#include <algorithm>
#include <portico/api/codec.hpp>

namespace portico::api {

List Location::path() const {
    List path;
    for (const Location* place = this; place; place = place->outer) {
        path.push_back(place->is_index ? Value(place->index) : Value(place->name));
    }
    std::reverse(path.begin(), path.end());
    return path;
}

}  // namespace portico::api
