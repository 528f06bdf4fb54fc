/// All that one admin shows: a service of the project, made when everything is installed.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "entry.hpp"

#include <portico/admin/app.hpp>

namespace portico {
class Project;
}

namespace portico::admin {

class Site {
public:
    Site(SiteOptions options, std::string prefix);

    /// Reads what the apps contributed. Throws Error for names that there aren't.
    void fill(Project& project);

    const SiteOptions& options() const { return options_; }
    /// "/admin/"
    const std::string& url() const { return url_; }
    const std::vector<Entry>& entries() const { return entries_; }
    const Entry* find(std::string_view app, std::string_view name) const;
    const Entry* find(const orm::ModelInfo& model) const;
    /// Labels of apps in the order of their first model.
    std::vector<std::string> apps() const;

    static Site& current();

private:
    void add(std::shared_ptr<const AnyModelAdmin> admin, const std::string& app_title);

    SiteOptions options_;
    std::string url_;
    std::vector<Entry> entries_;
};

}  // namespace portico::admin
