#pragma once

namespace portico {
class Project;
}

namespace bench {

/// ./bench_app make_session: a user "ada" and a session of hers; prints `COOKIE name=value`.
int make_session(portico::Project& project);

}  // namespace bench
