#include "login.hpp"

#include "form_fields.hpp"
#include "notes.hpp"

#include <portico/auth/forms.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/two_factor.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/url.hpp>
#include <portico/templates/render.hpp>

namespace portico::admin {

namespace {

std::string next_of(Request& request) {
    std::string next(request.form().get("next"));
    if (next.empty()) next = std::string(request.query().get("next"));
    return is_safe_redirect(next, {}) ? next : Site::current().url();
}

Response draw(Request& request, const forms::AnyForm& form, List errors) {
    const Person person = Person::of(request);
    const bool name_given = form.is_bound() && form["username"].errors().empty();
    templates::Context context;
    add_site(context, request, Site::current());
    context.set("messages", Value::list(message_values(request)));
    context.set("title", std::string("Log in"));
    context.set("next", next_of(request));
    context.set("fields", Value::list({drawn_plain(form["username"], !name_given), drawn_plain(form["password"], name_given)}));
    if (person.known && !person.staff) {
        context.set("refused", "You are logged in as “" + person.name + "”, who does not work here. Log in as someone who does.");
    }
    context.set("errors", Value::list(std::move(errors)));
    Response response = templates::render(request, "admin/login.html", context, form.is_bound() ? 422 : 200);
    response.set("Cache-Control", "no-store");
    return response;
}

}  // namespace

Response login_view(Request& request) {
    if (request.is_get() && Person::of(request).staff) return redirect(next_of(request));
    auth::LoginForm form(request, {.use_required_attribute = false});
    if (!form.is_bound()) return draw(request, form, {});
    if (!form.is_valid()) {
        List errors;
        for (const std::string& message : form.non_field_errors().messages()) errors.emplace_back(message);
        return draw(request, form, std::move(errors));
    }
    if (!form.user()->is_staff()) {
        return draw(request, form, {Value("“" + form.user()->login() + "” does not work here: the account is none of the staff.")});
    }
    std::string next = next_of(request);
    return auth::log_in(request, *form.user(), next);
}

Response logout_view(Request& request) {
    if (!request.is_post()) throw MethodNotAllowed("POST");
    auth::logout(request);
    return go(request, Site::current().url() + "login/", auth::MessageLevel::success, "You are logged out.");
}

Response to_login(const Visit& visit) {
    const std::string url = visit.site.url() + "login/";
    return redirect(visit.request.is_safe() ? url + "?next=" + form_encode(visit.request.full_path()) : url);
}

}  // namespace portico::admin
