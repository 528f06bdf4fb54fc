/// Addresses as people read them, and back (RFC 3987; django.utils.encoding).
///
///     uri_to_iri("/caf%C3%A9/%20/")                // "/café/%20/"
///     file_path_to_uri("dir\\a b.txt")             // "dir/a%20b.txt"
///     ascii_domain("münchen.de")                   // "xn--mnchen-3ya.de"
#pragma once
#include <string>
#include <string_view>

namespace portico {

/// Decodes what a person may as well read: letters and "-._~" of ASCII, and all UTF-8 beyond. Bytes that are none stay escaped.
std::string uri_to_iri(std::string_view uri);
/// A path of the file system, one of Windows too, as a URL's.
std::string file_path_to_uri(std::string_view path);
/// A host name in Punycode (IDNA). Throws ConversionError for labels that no DNS takes.
std::string ascii_domain(std::string_view domain);
/// Is a domain this one, or below it where the pattern begins with a point? An empty pattern fits nothing.
bool is_same_domain(std::string_view host, std::string_view pattern);

} // namespace portico
