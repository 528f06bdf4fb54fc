/// The project's policies by model: a service.
#pragma once
#include <map>
#include <memory>
#include <mutex>

#include <portico/auth/policies.hpp>

namespace portico {
class Project;
class CheckReport;
}  // namespace portico

namespace portico::auth {

class PolicyBook {
public:
    /// Null where the model has none.
    const AnyPolicy* of(const orm::ModelInfo& model) const;
    static const PolicyBook& current();

private:
    mutable std::once_flag filled_{};
    mutable std::map<const orm::ModelInfo*, std::shared_ptr<const AnyPolicy>> policies_{};
};

void check_policies(Project& project, CheckReport& report);

}  // namespace portico::auth
