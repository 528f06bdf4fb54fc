/// The section `[monitoring]`.
///
///     [monitoring]
///     allowed = ["127.0.0.0/8", "10.0.3.0/24"]     # Prometheus is there
#pragma once
#include <string>
#include <vector>

#include <portico/base/describe.hpp>

namespace portico::monitoring {

struct MonitoringSettings {
    /// Who sees metrics and what fails: addresses and networks (see AddressList). Requests that a proxy has forwarded count as
    /// their client's where the proxy is trusted, and have no right where it is not.
    std::vector<std::string> allowed{"127.0.0.0/8", "::1"};
    /// For so long an answer of `/readyz` is given again, so that asking costs the databases nothing.
    Duration ready_for = std::chrono::seconds(1);

    static void describe(Describe<MonitoringSettings>& monitoring);
};

}  // namespace portico::monitoring
