/// Content codings (RFC 9110, 8.4): gzip, br, zstd.
///
///     choose_coding("gzip, br;q=0.9", {"br", "zstd", "gzip"})     // "gzip": the client likes it better
///     choose_coding("", {"gzip"})                                 // "": as it is
#pragma once
#include <initializer_list>
#include <string_view>

namespace portico {

/// What an Accept-Encoding header takes best of `offered`, or "" for the bytes as they are (RFC 9110, 12.5.3). Where qualities are equal the
/// first offered wins. A client that refuses all that there is gets the bytes as they are, as the RFC allows.
std::string_view choose_coding(std::string_view accept_encoding, std::initializer_list<std::string_view> offered);

/// Types that get smaller: texts, JSON, XML, SVG, WebAssembly; not event streams, which must not wait for more.
bool is_compressible(std::string_view content_type);

}  // namespace portico
