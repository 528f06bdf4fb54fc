#include "site.hpp"

#include "users.hpp"

#include <portico/admin/models.hpp>
#include <portico/base/error.hpp>
#include <portico/project/project.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

constexpr int hues = 8;

/// How the model's own app is called: another may have registered it.
std::string title_of(const Project& project, const TypeInfo& type, const std::string& otherwise) {
    const orm::ModelInfo* model = orm::model_of(type);
    for (const InstalledApp& app : project.apps()) {
        if (model && app.label == model->app) return app.title;
    }
    return otherwise;
}

}  // namespace

Site::Site(SiteOptions options, std::string prefix) : options_(std::move(options)), url_("/" + std::move(prefix)) {}

void Site::fill(Project& project) {
    entries_.clear();
    const auto contributions = project.contributions<Models>();
    for (bool own : {false, true}) {  // users and groups come after the site's own models
        for (const auto& [app, models] : contributions) {
            if ((app.label == "admin") != own) continue;
            for (const auto& admin : models.entries) {
                if (!own || is_in_use(project, admin->type())) add(admin, title_of(project, admin->type(), app.title));
            }
        }
    }
}

void Site::add(std::shared_ptr<const AnyModelAdmin> admin, const std::string& app_title) {
    const TypeInfo& type = admin->type();
    const orm::ModelInfo* model = orm::model_of(type);
    if (!model) throw Error("\"" + type.qualified + "\" in admin::models is no model", "install it with orm::models<…>()");
    if (const Entry* known = find(*model)) {
        throw Error("\"" + known->model->label() + "\" is in admin::models twice", "keep one of the two");
    }
    Entry entry;
    entry.admin = std::move(admin);
    entry.model = model;
    entry.type = &type;
    entry.app = model->app;
    entry.app_title = app_title;
    entry.name = url_name_of(*model);
    entry.singular = singular_of(*model);
    entry.plural = plural_of(*model);
    entry.hue = static_cast<int>(entries_.size() % hues);
    entry.url = url_ + entry.app + "/" + entry.name + "/";
    plan(entry);
    entries_.push_back(std::move(entry));
}

const Entry* Site::find(std::string_view app, std::string_view name) const {
    auto at = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.app == app && e.name == name; });
    return at == entries_.end() ? nullptr : &*at;
}

const Entry* Site::find(const orm::ModelInfo& model) const {
    auto at = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.model == &model; });
    return at == entries_.end() ? nullptr : &*at;
}

std::vector<std::string> Site::apps() const {
    std::vector<std::string> labels;
    for (const Entry& entry : entries_) {
        if (std::find(labels.begin(), labels.end(), entry.app) == labels.end()) labels.push_back(entry.app);
    }
    return labels;
}

Site& Site::current() { return Project::current().get<Site>(); }

}  // namespace portico::admin
