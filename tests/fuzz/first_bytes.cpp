/// What stands before a request or picks a part of an answer: PROXY headers, whose end does not depend on how the bytes were cut into packets,
/// and ranges, which stay within what there is and do not overlap.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <portico/http/address_list.hpp>
#include <server/proxy_protocol.hpp>
#include <server/ranges.hpp>

using namespace portico;
using namespace portico::http;

namespace {

using State = ProxyHeader::State;

void proxy_header(std::string_view text) {
    ProxyHeader whole = parse_proxy_header(text);
    if (whole.state != State::complete) return;
    if (whole.used > text.size() || (!whole.address.empty() && !is_address(whole.address))) std::abort();
    for (std::size_t cut = 0; cut < whole.used; ++cut)
        if (parse_proxy_header(text.substr(0, cut)).state != State::incomplete) std::abort();
    if (parse_proxy_header(text.substr(0, whole.used)).address != whole.address) std::abort();
}

void ranges(std::string_view text, std::uint64_t whole) {
    RangeRequest request = parse_ranges(text, whole);
    if (request.parts.size() > most_ranges || (!request.asked && !request.parts.empty())) std::abort();
    std::uint64_t sum = 0;
    for (const ByteRange& part : request.parts) {
        if (part.size == 0 || part.first >= whole || part.size > whole - part.first) std::abort();
        sum += part.size;
    }
    if (sum > whole) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size < 1) return 0;
    std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
    proxy_header(text);
    ranges(text, bytes[0]);
    return 0;
}
