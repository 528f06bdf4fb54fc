/// Accounts that people make themselves: good once the address in them has answered.
#include <portico/auth/app.hpp>
#include <portico/auth/forms.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/throttle.hpp>
#include <portico/http/http_error.hpp>
#include <portico/orm/any_query_set.hpp>
#include <portico/orm/saving.hpp>
#include <portico/project/project.hpp>
#include <portico/project/reverse.hpp>
#include <portico/templates/render.hpp>

#include "form_parts.hpp"
#include "password_work.hpp"
#include "person_link.hpp"
#include "views.hpp"

namespace portico::auth {

namespace {

constexpr std::string_view purpose = "confirm";

bool login_is_email() {
    const Roles& roles = UserModel::current().roles();
    return roles.login == roles.email;
}

orm::Object with_email(const std::string& email) {
    const UserModel& users = UserModel::current();
    return orm::AnyQuerySet(users.model()).where(users.roles().email + "__iexact", email).first_object();
}

void require_registration() {
    const UserModel& users = UserModel::current();
    if (site_settings().registration && users.field(users.roles().email) && users.field(users.roles().active)) return;
    throw Http404({}, "people can't register here: [auth] registration is false, or the user model has no email address or can't be inactive");
}

}  // namespace

RegistrationForm::RegistrationForm(const Request& request, forms::FormOptions options) : UserCreationForm(request, std::move(options)) {
    if (login_is_email()) remove("username");
    add("email", email_field("Email address"));
    order({"username", "email", "password1", "password2"});
}

/// A login that is taken can't be hidden from who wants to have it; an address can.
void RegistrationForm::clean() { check_login_and_passwords(login_is_email() ? "email" : "username", !login_is_email()); }

void RegistrationForm::save(Request& request) {
    if (!is_valid()) throw Error("a registration form that isn't valid can't be saved", "ask is_valid() first");
    const std::string email = text_of(*this, "email"), hash = make_password(text_of(*this, "password1"), "argon2", configured_cost());
    if (const orm::Object known = with_email(email)) return send_mail_about(request, known, "auth/registration_known", reverse("auth:password-reset"));
    const UserModel& users = UserModel::current();
    const Roles& roles = users.roles();
    orm::Object user{&users.type(), users.type().make()};
    void* row = user.object.get();
    if (!login_is_email()) users.set(row, roles.login, Value(text_of(*this, "username")));
    users.set(row, roles.email, Value(email));
    users.set(row, roles.password, Value(hash));
    users.set(row, roles.active, Value(false));
    orm::save_object(users.type(), row);
    send_mail_about(request, user, "auth/registration", reverse("auth:register-confirm", uid_of(user), token_for(user, purpose)));
}

Response register_view(Request& request) {
    require_registration();
    RegistrationForm form(request);
    if (form.is_valid()) {
        // Whoever asks for mail to others' addresses has to stop somewhere.
        const auto wait = reset_throttle(request, text_of(form, "email")).attempt();
        if (!wait) {
            form.save(request);
            return redirect(reverse("auth:register-done"));
        }
        form.add_error("email", "Too many mails have been asked for. Try again in " + in_words(*wait) + ".", "too_many");
    }
    return uncached(render(request, "auth/register.html", {{"form", form}}));
}

Response register_done_view(Request& request) { return render(request, "auth/register_done.html"); }

/// By a button: programs that look into mail open links, too.
Response register_confirm_view(Request& request, std::string_view uid, std::string_view token) {
    require_registration();
    const UserModel& users = UserModel::current();
    orm::Object person = person_of(uid);
    const bool good = person && !users.is_active(person.object.get()) && is_token_of(person, token, purpose, site_settings().password_reset_timeout);
    if (!good || !request.is_post()) return uncached(render(request, "auth/register_confirm.html", {{"validlink", good}}));
    users.set(person.object.get(), users.roles().active, Value(true));
    orm::save_object(users.type(), person.object.get(), {.only_named = {users.roles().active}});
    login(request, CurrentUser(person));
    return redirect(redirect_target(request, site_settings().login_redirect_url));
}

}  // namespace portico::auth
