#pragma once
#include <cstddef>

#include <portico/routing/middleware.hpp>

namespace portico {

/// Compresses text, JSON, SVG and the like with gzip for clients that take it, from `least` bytes on; streams
/// too.
///
/// Secrets in compressed pages can leak through their length (BREACH) where a page also repeats what an
/// attacker chose. CSRF tokens are masked anew for each page; beyond that each answer's gzip header holds a
/// file name of random length (up to 100 bytes, as Django does), which drowns the signal in noise. Pages that
/// reflect input next to a constant secret should not be compressed: they set `Content-Encoding: identity`.
Middleware compression(std::size_t least = 200);

} // namespace portico
