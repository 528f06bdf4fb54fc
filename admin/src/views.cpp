#include "views.hpp"

#include "change_form.hpp"
#include "change_list.hpp"
#include "deleting.hpp"
#include "journal.hpp"
#include "login.hpp"
#include "notes.hpp"
#include "overview.hpp"
#include "page.hpp"
#include "users.hpp"

#include <portico/auth/guards.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/url.hpp>

#include <functional>

namespace portico::admin {

namespace {

/// Runs a page for those who may work here; others are asked to log in first.
Response for_staff(Request& request, const std::function<Response(const Visit&)>& page) {
    Visit visit{request, Site::current(), Person::of(request), nullptr};
    if (!visit.person.staff) return to_login(visit);
    return page(visit);
}

Response for_model(Request& request, const std::function<Response(const Visit&)>& page) {
    return for_staff(request, [&](const Visit& visit) {
        const Entry* entry = visit.site.find(request.parameter("app"), request.parameter("model"));
        if (!entry) throw Http404("There is no such page in the admin.", "the admin has no such model");
        return page({visit.request, visit.site, visit.person, entry});
    });
}

/// As Django: a row that is not there (any more) leads to the overview with a message.
Response gone(const Visit& visit, const std::string& key) {
    return go(visit.request, visit.model().may_see(visit.request) ? visit.model().url : visit.site.url(), auth::MessageLevel::warning,
              "There is no " + visit.model().singular + " with the key “" + key + "”. Perhaps it was deleted.");
}

/// The row of that key, as far as this person's rows go; none for a key that can't be one.
orm::Object row_of(const Visit& visit, const std::string& key) {
    const Entry& entry = visit.model();
    try {
        return entry.rows(visit.request).find(entry.model->parse_key(key));
    } catch (const ConversionError&) {
        return {};
    }
}

Response for_object(Request& request, const std::function<Response(const Visit&, const orm::Object&)>& page) {
    return for_model(request, [&](const Visit& visit) {
        const std::string key = unquote_key(request.parameter("key"));
        const orm::Object object = row_of(visit, key);
        return object ? page(visit, object) : gone(visit, key);
    });
}

Response index_view(Request& request) {
    return for_staff(request, [](const Visit& visit) { return overview(visit); });
}

Response app_view(Request& request) {
    return for_staff(request, [&](const Visit& visit) { return overview(visit, request.parameter("app")); });
}

Response search_view(Request& request) { return for_staff(request, search_page); }

Response list_view(Request& request) { return for_model(request, change_list); }

Response add_view(Request& request) {
    return for_model(request, [](const Visit& visit) { return is_user_model(visit.model()) ? add_user_page(visit) : add_page(visit); });
}

Response password_view(Request& request) {
    return for_object(request, [](const Visit& visit, const orm::Object& user) {
        if (!is_user_model(visit.model())) throw Http404("There is no such page in the admin.", "only users have passwords");
        return set_password_page(visit, user);
    });
}

Response own_password_view(Request& request) { return for_staff(request, own_password_page); }

Response change_view(Request& request) { return for_object(request, change_page); }

Response delete_view(Request& request) { return for_object(request, delete_object); }

Response history_view(Request& request) {
    return for_model(request, [&](const Visit& visit) {
        const std::string key = unquote_key(request.parameter("key"));
        if (const orm::Object object = row_of(visit, key)) return history(visit, object);
        auto kept = history_of_deleted(visit, key);
        return kept ? std::move(*kept) : gone(visit, key);
    });
}

/// "/admin/blog/post/5/" was the change page once: Django sends it there still.
Response short_view(Request& request) {
    return for_model(request, [&](const Visit& visit) { return redirect(visit.model().url + std::string(request.parameter("key")) + "/change/"); });
}

/// Keeps the theme, density and menu without a script: the script sets the same cookie.
Response look_view(Request& request) {
    if (!request.is_post()) throw MethodNotAllowed("POST");
    std::string look;
    for (std::string_view name : {"theme", "density", "nav"}) {
        std::string current;
        std::string_view cookie = request.cookie("admin_look");
        if (auto at = cookie.find(std::string(name) + "-"); at != std::string_view::npos) {
            current = std::string(cookie.substr(at, cookie.find('.', at) - at));
        }
        if (auto chosen = request.form().find(name)) current = chosen->empty() ? "" : std::string(name) + "-" + std::string(*chosen);
        if (!current.empty()) look += (look.empty() ? "" : ".") + current;
    }
    std::string next(request.form().get("next"));
    if (!is_safe_redirect(next, {})) next = Site::current().url();
    Response response = redirect(next, 303);
    Cookie cookie;
    cookie.name = "admin_look";
    cookie.value = look;
    cookie.path = Site::current().url();
    cookie.max_age = std::chrono::days(365);
    response.set_cookie(std::move(cookie));
    return response;
}

}  // namespace

Urls routes() {
    return include("",
                   urls({route("", index_view, "index"),
                         route("login/", login_view, "login").with(auth::Open{}),
                         route("logout/", logout_view, "logout"),
                         route("look/", look_view, "look"),
                         route("password_change/", own_password_view, "password_change"),
                         route("search/", search_view, "search"),
                         route("<str:app>/", app_view, "app_list"),
                         route("<str:app>/<str:model>/", list_view, "changelist"),
                         route("<str:app>/<str:model>/add/", add_view, "add"),
                         route("<str:app>/<str:model>/<str:key>/change/", change_view, "change"),
                         route("<str:app>/<str:model>/<str:key>/delete/", delete_view, "delete"),
                         route("<str:app>/<str:model>/<str:key>/history/", history_view, "history"),
                         route("<str:app>/<str:model>/<str:key>/password/", password_view, "password"),
                         route("<str:app>/<str:model>/<str:key>/", short_view, "short")}),
                   "admin");
}

}  // namespace portico::admin
