/// A transaction around a view.
///
///     path<transfer>("transfer/", "transfer").use(orm::atomic_requests())
///     urls({…}, …)                                        // the others have none
///
/// The view's answer is sent after the commit; what leaves it as an exception rolls everything back and becomes the page that it
/// always becomes. A streamed answer's body is made after the commit, without a transaction.
#pragma once
#include <portico/orm/transaction.hpp>
#include <portico/routing/middleware.hpp>

namespace portico::orm {

/// With `.retries` the view may run several times.
Middleware atomic_requests(AtomicOptions options = {});

}  // namespace portico::orm
