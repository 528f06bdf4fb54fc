/// The middleware that every site has, as an app.
///
///     project.install(standard_middleware());
///
/// Outermost first: proxies, request-id, access-log, security-headers, cors, compression, errors, hosts, common,
/// csrf. What other apps bring comes within, unless their constraints say otherwise. Settings: the section
/// [security] and [cors].
#pragma once
#include <portico/project/app.hpp>

namespace portico {

App standard_middleware();

} // namespace portico
