/// The admin as an app.
///
///     project.install(auth::app());
///     project.install(admin::app(), "admin/");
///     project.install(admin::app({.title = "The harbour's office"}), "office/");
///
/// What it shows is what the other apps contribute: `App("blog").with(admin::models<PostAdmin, Tag>())`.
#pragma once
#include <string>

#include <portico/project/app.hpp>

namespace portico::admin {

struct SiteOptions {
    std::string title = "Administration";
    std::string view_url = "/";     // "View site"; empty: no such link
};

App app(SiteOptions options = {});

}  // namespace portico::admin
