#pragma once
#include <string>

#include <portico/project/resources.hpp>
#include <portico/templates/loader.hpp>

namespace portico::templates {

/// The templates of one app, on disk or in the program.
class AppLoader : public Loader {
public:
    AppLoader(const Resources& resources, std::string app) : resources_(resources), app_(std::move(app)) {}
    std::optional<Source> load(std::string_view name) const override;
    std::uint64_t stamp(std::string_view name) const override;
    std::vector<std::string> names() const override;

private:
    const Resources& resources_;
    std::string app_;
};

} // namespace portico::templates
