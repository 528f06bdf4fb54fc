/// What browsers report that the Content-Security-Policy forbade, kept for the site's owners: see the list in the admin.
///
/// The policy names the address by itself, as long as `[security] content_security_policy_reports` is true. The same thing on the same page is one row that is
/// counted; of different ones the newest 500 are kept. Anybody can send reports, so nothing of theirs is more than text.
#pragma once
#include <cstdint>
#include <string>

#include <portico/orm/model.hpp>

namespace portico::auth {

/// Table auth_cspreport.
struct CspReport : orm::Model<CspReport> {
    orm::Id<std::string> key{};
    std::string directive{};   // "script-src-elem"
    std::string blocked{};     // "inline", "https://evil.example/x.js"
    std::string page{};        // the path that it happened on
    std::string source{};      // "https://example.org/app.js:12"
    bool enforced = true;      // false: of a policy that is only reported on
    std::int64_t times = 1;
    DateTime last_seen{};

    static void describe(orm::Describe<CspReport>& report);
};

}  // namespace portico::auth
