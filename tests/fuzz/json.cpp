/// Any bytes are JSON or a JsonError, and what was read is written so that it is read as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <portico/base/json.hpp>

using namespace portico;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    Value value;
    try {
        value = parse_json({reinterpret_cast<const char*>(bytes), size});
    } catch (const JsonError&) {
        return 0;
    }
    std::string text = to_json(value);
    if (to_json(parse_json(text)) != text || to_json(parse_json(to_json(value, 2))) != text) std::abort();
    return 0;
}
