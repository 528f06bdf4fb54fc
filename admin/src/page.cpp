#include "page.hpp"

#include "words.hpp"

#include <portico/auth/messages.hpp>
#include <portico/base/text.hpp>
#include <portico/templates/render.hpp>
#include <portico/project/project.hpp>


#include <algorithm>
#include <array>

namespace portico::admin {

namespace {

constexpr const char* look_cookie = "admin_look";

struct LookOption {
    const char* value;
    const char* label;
};
struct LookChoice {
    const char* name;
    const char* label;
    std::vector<LookOption> options;
};

const std::array<LookChoice, 3>& look_choices() {
    static const std::array<LookChoice, 3> choices{{
        {"theme", "Theme", {{"", "Auto"}, {"light", "Light"}, {"dark", "Dark"}}},
        {"density", "Rows", {{"", "Normal"}, {"compact", "Compact"}}},
        {"nav", "Menu", {{"", "Narrow"}, {"wide", "Wide"}}},
    }};
    return choices;
}

/// "theme-dark.nav-wide" → "dark" for "theme"; only values that there are.
std::string chosen_look(const Request& request, const LookChoice& choice) {
    for (std::string_view part : text::split(request.cookie(look_cookie), '.')) {
        for (const LookOption& option : choice.options) {
            if (*option.value && part == std::string(choice.name) + "-" + option.value) return option.value;
        }
    }
    return {};
}

void add_look(templates::Context& context, const Request& request) {
    Map look;
    List choices;
    for (const LookChoice& choice : look_choices()) {
        std::string chosen = chosen_look(request, choice);
        List options;
        for (const LookOption& option : choice.options) {
            options.push_back(Value::map({{"value", std::string(option.value)}, {"label", std::string(option.label)}, {"on", chosen == option.value}}));
        }
        choices.push_back(Value::map({{"name", std::string(choice.name)}, {"label", std::string(choice.label)}, {"options", Value::list(std::move(options))}}));
        look.append(choice.name, std::move(chosen));
    }
    context.set("look", Value::map(std::move(look)));
    context.set("looks", Value::list(std::move(choices)));
}

List nav_values(const Visit& visit) {
    List apps;
    for (const std::string& label : visit.site.apps()) {
        List models;
        std::string title;
        for (const Entry& entry : visit.site.entries()) {
            if (entry.app != label || !entry.may_see(visit.request)) continue;
            title = entry.app_title;
            Map model{{"url", entry.url}, {"label", entry.title()}, {"mark", entry.mark()}, {"hue", entry.hue}};
            if (visit.entry == &entry) model.append("current", visit.request.path() == entry.url ? "page" : "true");
            models.push_back(Value::map(std::move(model)));
        }
        if (!models.empty()) apps.push_back(Value::map({{"label", title}, {"models", Value::list(std::move(models))}}));
    }
    return apps;
}

List crumb_values(const Visit& visit, const Crumbs& crumbs) {
    List all;
    if (crumbs.empty()) return all;
    all.push_back(Value::map({{"label", "Overview"}, {"url", visit.site.url()}}));
    for (const auto& [label, url] : crumbs) all.push_back(Value::map({{"label", label}, {"url", url}}));
    return all;
}

std::string permission_phrase(Permission permission) {
    switch (permission) {
        case Permission::view: return "see";
        case Permission::add: return "add";
        case Permission::change: return "change";
        case Permission::remove: return "delete";
    }
    return {};
}

}  // namespace

List message_values(Request& request) {
    List all;
    for (const auth::Message& message : auth::messages(request).take()) {
        all.push_back(Value::map({{"level", message.level_tag()}, {"text", message.is_html ? Value(Html{message.text}) : Value(message.text)}}));
    }
    return all;
}

void add_site(templates::Context& context, Request& request, const Site& site) {
    const std::string& url = site.url();
    context.set("site", Value::map({{"title", site.options().title},
                                    {"language", std::string("en")},
                                    {"index_url", url},
                                    {"view_url", site.options().view_url},
                                    {"search_url", url + "search/"},
                                    {"look_url", url + "look/"},
                                    {"login_url", url + "login/"},
                                    {"logout_url", url + "logout/"},
                                    {"password_url", url + "password_change/"}}));
    context.set("path", request.full_path());
    add_look(context, request);
}

Crumbs crumbs_below(const Visit& visit, Crumbs more) {
    const Entry& entry = visit.model();
    Crumbs crumbs{{entry.app_title, visit.site.url() + entry.app + "/"}, {entry.title(), more.empty() ? "" : entry.url}};
    crumbs.insert(crumbs.end(), more.begin(), more.end());
    return crumbs;
}

Response show(const Visit& visit, std::string_view template_name, const std::string& title, const Crumbs& crumbs,
              templates::Context context, int status) {
    add_site(context, visit.request, visit.site);
    context.set("title", title);
    context.set("nav", Value::list(nav_values(visit)));
    context.set("crumbs", Value::list(crumb_values(visit, crumbs)));
    context.set("user", Value::map({{"name", visit.person.name}, {"initials", initials_of(visit.person.name)}}));
    context.set("messages", Value::list(message_values(visit.request)));
    if (visit.entry) {
        context.set("singular", visit.entry->singular);
        context.set("plural", visit.entry->plural);
    }
    Response response = templates::render(visit.request, template_name, context, status);
    // Nothing of the admin is for caches, the browser's own among them: what is shown may have changed.
    response.set("Cache-Control", "no-store");
    return response;
}

Response forbidden(const Visit& visit, Permission permission) {
    const Entry& entry = visit.model();
    const std::string verb = permission_phrase(permission);
    const std::string heading = "You may not " + verb + " " + entry.plural;
    const bool may_see = entry.may_see(visit.request);
    templates::Context context;
    context.set("heading", heading);
    context.set("text", "Your account “" + visit.person.name + "” has no permission for it.");
    context.set("advice", "Someone who manages users can give it to you: the permission is called “Can " +
                              std::string(permission == Permission::view ? "view" : verb) + " " + entry.singular + "”.");
    context.set("back_url", may_see ? entry.url : visit.site.url());
    context.set("back_label", may_see ? "Back to " + entry.plural : "Back to the overview");
    return show(visit, "admin/forbidden.html", heading, {{heading, ""}}, std::move(context), 403);
}

}  // namespace portico::admin
