/// A new password for those who have forgotten theirs, by a link that is sent to them.
#include <portico/auth/app.hpp>
#include <portico/auth/forms.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/throttle.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/any_query_set.hpp>
#include <portico/project/project.hpp>
#include <portico/project/reverse.hpp>
#include <portico/templates/render.hpp>

#include "form_parts.hpp"
#include "person_link.hpp"
#include "views.hpp"

namespace portico::auth {

namespace {

// Django's: the link's last part and the session's entry while the form is shown. The token itself does not stay in the address, where other sites would be told of it.
constexpr std::string_view shown_as = "set-password";
constexpr std::string_view kept_as = "_password_reset_token";

bool is_good(const orm::Object& person, std::string_view token) {
    return person && UserModel::current().is_active(person.object.get()) && is_token_of(person, token, {}, site_settings().password_reset_timeout);
}

/// Databases take letters for one that are not (UPPER('ı') is 'I'): another's mailbox.
bool is_asked_for(const orm::Object& person, const std::string& address) {
    const UserModel& users = UserModel::current();
    const void* user = person.object.get();
    return users.is_active(user) && is_usable_password(users.password_of(user)) && text::lower(users.text(user, users.roles().email)) == text::lower(address);
}

}  // namespace

PasswordResetForm::PasswordResetForm(const Request& request, forms::FormOptions options) : AnyForm(forms::Submission::posted(request), std::move(options)) {
    add("email", email_field("Email", true));
}

std::vector<orm::Object> PasswordResetForm::people() const {
    const UserModel& users = UserModel::current();
    std::vector<orm::Object> found;
    const std::string address = text_of(*this, "email");
    if (!users.field(users.roles().email) || address.empty()) return found;
    for (orm::Object& person : orm::AnyQuerySet(users.model()).where(users.roles().email + "__iexact", address).objects())
        if (is_asked_for(person, address)) found.push_back(std::move(person));
    return found;
}

void PasswordResetForm::send(Request& request) {
    if (!is_valid()) throw Error("a password reset form that isn't valid sends nothing", "ask is_valid() first");
    const Throttle throttle = reset_throttle(request, text_of(*this, "email"));
    if (throttle.attempt()) return;  // and it looks the same
    for (const orm::Object& person : people())
        send_mail_about(request, person, "auth/password_reset", reverse("auth:password-reset-confirm", uid_of(person), token_for(person)));
}

Response password_reset_view(Request& request) {
    PasswordResetForm form(request);
    if (form.is_valid()) {
        form.send(request);
        return redirect(reverse("auth:password-reset-done"));
    }
    return uncached(render(request, "auth/password_reset.html", {{"form", form}}));
}

Response password_reset_done_view(Request& request) { return render(request, "auth/password_reset_done.html"); }

Response password_reset_confirm_view(Request& request, std::string_view uid, std::string_view token) {
    const orm::Object person = person_of(uid);
    Session& kept = session(request);
    if (token != shown_as && is_good(person, token)) {
        kept.set(kept_as, std::string(token));
        return uncached(redirect(reverse("auth:password-reset-confirm", uid, shown_as)));
    }
    const Value own = token == shown_as ? kept.get(kept_as) : Value();
    if (!own.is_text() || !is_good(person, *own.as_text())) return uncached(render(request, "auth/password_reset_confirm.html", {{"validlink", false}}));
    SetPasswordForm form(request, person);
    if (form.is_valid()) {
        // Of several who use one link at once one gets leave; once the password is another, the link is none.
        if (Throttle({Counter{.kind = "link", .whose = std::string(*own.as_text()), .limit = 1}}).attempt()) return uncached(render(request, "auth/password_reset_confirm.html", {{"validlink", false}}));
        form.save();
        kept.remove(kept_as);
        return redirect(reverse("auth:password-reset-complete"));
    }
    return uncached(render(request, "auth/password_reset_confirm.html", {{"validlink", true}, {"form", form}}));
}

Response password_reset_complete_view(Request& request) { return render(request, "auth/password_reset_complete.html"); }

}  // namespace portico::auth
