/// Query strings, cookies, headers with parameters and URLs take any bytes; what is written back is read as the same.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <portico/http/cookies.hpp>
#include <portico/http/header_parameters.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/query_data.hpp>
#include <portico/http/url.hpp>

using namespace portico;

namespace {

void expect(bool fact) {
    if (!fact) std::abort();
}

void queries(std::string_view text) {
    try {
        auto query = QueryData::parse(text, 50);
        auto again = QueryData::parse(query.urlencode(), 50);
        expect(again.urlencode() == query.urlencode());
    } catch (const HttpError&) {
    }
}

void headers(std::string_view text) {
    Cookies::parse(text);
    expect(unquote_cookie_value(quote_cookie_value(text)) == text);
    const auto accepted = parse_accept(text);
    try {
        for (const auto& type : accepted) type.covers(MediaType::parse(text));
        parse_header_parameters(text);
    } catch (const HttpError&) {
    }
    content_disposition(true, text);
}

void urls(std::string_view text) {
    static const std::array<std::string, 1> hosts{"example.com"};
    expect(percent_decode(percent_encode(text)) == text);
    expect(form_decode(form_encode(text)) == text);
    expect(valid_utf8(valid_utf8(std::string(text))) == valid_utf8(std::string(text)));
    iri_to_uri(text);
    escape_path(text);
    split_host(text);
    // What is let through as a place on this site must not name another host.
    if (is_safe_redirect(text, {}) && text.find_first_of("\\\t\n\r ") == text.npos) {
        std::string target = resolve_url("https://here.example/a/b", text);
        expect(split_url(target).authority == "here.example");
    }
    is_safe_redirect(text, hosts, true);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    std::string_view text(reinterpret_cast<const char*>(bytes), size);
    queries(text);
    headers(text);
    urls(text);
    return 0;
}
