/// Where the templates of the reference's examples are rendered: a small site with two routes and some German, on Sunday 22 November 2026,
/// 14:05 UTC.
#pragma once
#include <string>

#include <portico/templates/engine.hpp>

#include "chapter.hpp"

namespace portico::reference {

/// An engine over these templates with all that comes with Portico.
templates::EngineOptions example_options();

/// What "name = value" stands for: JSON, or `date 2026-11-21`, `time 09:30`, `moment 2026-11-21 09:30` (UTC), `html <b>…`, `query a=1`.
Value given_value(std::string_view text);

/// What the example shows; `library` is loaded first where it isn't empty.
std::string rendered(const Example& example, const std::string& library);

} // namespace portico::reference
