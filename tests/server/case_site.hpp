#pragma once
#include <cstdint>

namespace server_tests {

/// The port of a site that all cases share: started once, with the middleware that every site has, static files and short timeouts.
///
///     /            "hello"; GET alone
///     /echo        the body that came, whatever the method
///     /skip        takes no look at the body
///     /small       as /echo, for 10 bytes at most
///     /form        "title|file name|its bytes" of a form
///     /json        a typed endpoint: {"name": text, "amount": number}
///     /headers     "name=value" of each X- header
///     /stream      "abcdef" in three pieces
///     /file        26 letters, from a file with a tag
///     /page        a page with ETag "v1", last changed on 2026-01-01
///     /empty       204
///     /static/letters.txt
std::uint16_t case_site_port();

}  // namespace server_tests
