/// Any bytes on a connection are requests or a refusal, and where one ends does not depend on how the bytes were cut into packets.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <server/head_parser.hpp>

using namespace portico;
using namespace portico::http;

namespace {

struct Reading {
    std::size_t end = 0;  // of the request, in bytes
    int refused = 0;
    bool whole = false;
    std::string method{}, target{}, body{};
    bool operator==(const Reading&) const = default;
};

/// As the server does it: the head at once, then the body, which is known up to `cut` first.
Reading read(std::string_view text, std::size_t cut, const ServerOptions& options) {
    Reading out;
    RequestData data;
    HeadParser parser(options, data);
    std::size_t used = parser.parse_head(text.substr(0, end_of_head(text)));
    if (parser.refusal()) return {.refused = parser.refusal()->status};
    for (std::size_t known : {std::max(used, cut), text.size()}) {
        for (bool more = true; more && !parser.is_done();) {
            auto step = parser.parse_body(text.substr(used, known - used));
            used += step.used;
            out.body += step.piece;
            if (step.refusal) out.refused = step.refusal->status;
            if (step.refusal) break;
            more = !step.need_more && used < known;
        }
        if (out.refused) break;
    }
    out.whole = parser.is_done();
    out.method = data.method;
    out.target = data.target;
    if (out.whole) out.end = used;
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size < 2) return 0;
    static const ServerOptions options{.target = 200, .head = 1000, .header_fields = 20};
    std::size_t cut = bytes[0] + 256u * bytes[1];
    std::string text(reinterpret_cast<const char*>(bytes) + 2, size - 2);
    text.erase(0, leading_empty_lines(text));
    if (end_of_head(text) == 0) {
        judge_incomplete_head(text, options);
        return 0;
    }
    if (read(text, std::min(cut, text.size()), options) != read(text, text.size(), options)) std::abort();
    return 0;
}
