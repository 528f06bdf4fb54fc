/// The second step of a login, and the pages where people turn it on and off.
#include <portico/auth/two_factor.hpp>

#include <portico/auth/app.hpp>
#include <portico/auth/guards.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/messages.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/throttle.hpp>
#include <portico/auth/totp.hpp>
#include <portico/base/signing.hpp>
#include <portico/forms/any_form.hpp>
#include <portico/http/url.hpp>
#include <portico/project/checks.hpp>
#include <portico/project/project.hpp>
#include <portico/project/reverse.hpp>
#include <portico/templates/render.hpp>

#include "form_parts.hpp"
#include "qr_code.hpp"
#include "second_factor.hpp"
#include "session_keys.hpp"
#include "views.hpp"

namespace portico::auth {

namespace {

// What a session holds of it.
constexpr char waiting[] = "_second_step";        // who has given the right password, and where they want to go
constexpr char secret_key[] = "_totp_secret";     // of an app that is being set up
constexpr std::chrono::minutes patience{10};

class CodeForm : public forms::AnyForm {
public:
    CodeForm(const Request& request, std::string label) : AnyForm(forms::Submission::posted(request), {}) {
        auto field = std::make_shared<forms::CharField>(std::make_shared<forms::TextInput>(
            forms::Attributes{{"autocomplete", "one-time-code"}, {"autocapitalize", "none"}, {"spellcheck", "false"}}));
        field->widget->attributes.set_bare("autofocus");
        field->label = std::move(label);
        field->max_length = 40;
        add("code", std::move(field));
    }
    std::string code() const { return text_of(*this, "code"); }
};

/// Is the code of this form good? Wrong ones are counted, and told in the form.
bool is_proved(CodeForm& form, const CurrentUser& user, const std::function<bool(const std::string&)>& check) {
    if (!form.is_valid()) return false;
    const Throttle throttle = proof_throttle(user, "code");
    if (const auto wait = throttle.attempt()) {
        form.add_error("code", "Too many attempts have failed. Try again in " + in_words(*wait) + ".", "too_many");
        return false;
    }
    if (check(form.code())) {
        throttle.forget();
        return true;
    }
    form.add_error("code", "This code is wrong, too old, or was used before.", "invalid");
    return false;
}

/// Who has given their password a short while ago, unless it was changed meanwhile.
CurrentUser who_is_waiting(Request& request) {
    const Value kept = session(request).get(waiting);
    const Map* facts = kept.as_map();
    if (!facts) return {};
    auto fact = [&](const char* name) { return facts->find(name) ? facts->find(name)->str() : std::string(); };
    const Value* since = facts->find("since");
    if (!since || !since->as_integer() || *since->as_integer() + std::chrono::seconds(patience).count() < totp_step(now()) * 30) return {};
    orm::Object user = UserModel::current().find_key(fact("user"));
    if (!user) return {};
    const std::string hash = session_auth_hash(UserModel::current().password_of(user.object.get()), Project::current().settings().secret_key);
    return constant_time_equal(hash, fact("hash")) ? CurrentUser(std::move(user), fact("backend")) : CurrentUser();
}

std::string next_in(Request& request) {
    const Value kept = session(request).get(waiting);
    const Value* next = kept.as_map() ? kept.as_map()->find("next") : nullptr;
    return next ? next->str() : site_settings().login_redirect_url;
}

Response to_second_step(Request& request, const CurrentUser& user, const std::string& next) {
    Session& own = session(request);
    own.cycle_key();
    own.set(waiting, Map{{"user", user.key()}, {"backend", user.backend()}, {"next", next}, {"since", totp_step(now()) * 30},
                         {"hash", session_auth_hash(UserModel::current().password_of(user.object().object.get()), Project::current().settings().secret_key)}});
    return redirect(reverse("auth:second-step"));
}

/// Is this person asked for a second factor?
bool is_demanded(const CurrentUser& user) {
    const std::string& of = site_settings().second_factor;
    return of == "everyone" || (of == "staff" && (user.is_staff() || user.is_superuser()));
}

bool is_way_there(const Route& route) {
    return route.option<Open>() || route.name() == "auth:two-factor-setup" || route.name() == "auth:password-change" || route.name().ends_with(":logout");
}

void verify(Request& request) {
    session(request).remove(waiting);
    session(request).set(verified_key, true);
}

}  // namespace

bool is_verified(Request& request) { return session(request).get(verified_key).truthy(); }

Response log_in(Request& request, const CurrentUser& user, const std::string& next) {
    if (SecondFactor(user).is_on()) return to_second_step(request, user, next);
    login(request, user);
    return redirect(next);
}

Middleware second_factor() {
    return {.name = "second-factor",
            .handle = [](Request& request, Next next) {
                if (site_settings().second_factor == "offered") return next(request);
                const Route* route = matched_route(request);
                const CurrentUser& user = current_user(request);
                // By a session alone: whoever sends a token has no second step.
                if (!route || is_way_there(*route) || !user || !is_demanded(user) || !session(request).contains(user_key) || is_verified(request)) return next(request);
                if (!SecondFactor(user).is_on()) return redirect(reverse("auth:two-factor-setup") + "?next=" + percent_encode(request.full_path(), "/"));
                const CurrentUser person = user;
                logout(request);
                return to_second_step(request, person, request.full_path());
            },
            .after = {"remote-user", "closed_site"},
            .needs = {"sessions"}};
}

void check_second_factor(Project& project, CheckReport& report) {
    const std::string& of = project.settings<AuthSettings>().second_factor;
    if (of == "offered" || of == "staff" || of == "everyone") return;
    report.error("auth.E008", "auth.second_factor", "\"" + of + "\" is none of its values", "say \"offered\", \"staff\" or \"everyone\"");
}

Response second_step_view(Request& request) {
    const CurrentUser user = who_is_waiting(request);
    if (!user) return redirect(reverse("auth:login"));
    CodeForm form(request, "Code");
    if (is_proved(form, user, [&](const std::string& code) { return SecondFactor(user).accepts(code); })) {
        const std::string next = next_in(request);
        login(request, user);
        verify(request);
        return redirect(next);
    }
    return uncached(render(request, "auth/second_step.html", {{"form", form}}));
}

Response two_factor_view(Request& request) {
    const SecondFactor factor(current_user(request));
    return uncached(render(request, "auth/two_factor.html", {{"on", factor.is_on()}, {"codes_left", factor.recovery_codes_left()}, {"demanded", is_demanded(current_user(request))}}));
}

Response two_factor_setup_view(Request& request) {
    const CurrentUser& user = current_user(request);
    const SecondFactor factor(user);
    if (factor.is_on()) return redirect(reverse("auth:two-factor"));
    Session& own = session(request);
    if (!own.contains(secret_key)) own.set(secret_key, make_totp_secret());
    const std::string secret = own.get(secret_key).str();
    CodeForm form(request, "Code that the app shows");
    std::vector<std::string> codes;
    if (is_proved(form, user, [&](const std::string& code) { return factor.turn_on(secret, code, codes); })) {
        own.remove(secret_key);
        own.cycle_key();
        verify(request);
        return uncached(render(request, "auth/recovery_codes.html", {{"codes", Value(codes)}, {"next", redirect_target(request, "")}}));
    }
    const std::string url = totp_url(secret, request.host(), user.login());
    return uncached(render(request, "auth/two_factor_setup.html", {{"form", form}, {"secret", secret}, {"url", url}, {"qr", Html{qr_svg(url)}}, {"next", redirect_target(request, "")}}));
}

Response recovery_codes_view(Request& request) {
    const CurrentUser& user = current_user(request);
    const SecondFactor factor(user);
    if (!factor.is_on()) return redirect(reverse("auth:two-factor"));
    CodeForm form(request, "Code");
    if (!is_proved(form, user, [&](const std::string& code) { return factor.accepts(code); }))
        return uncached(render(request, "auth/two_factor_proof.html", {{"form", form}, {"what", "New recovery codes"}}));
    return uncached(render(request, "auth/recovery_codes.html", {{"codes", Value(factor.renew_recovery_codes())}}));
}

Response two_factor_off_view(Request& request) {
    const CurrentUser& user = current_user(request);
    const SecondFactor factor(user);
    if (!factor.is_on()) return redirect(reverse("auth:two-factor"));
    CodeForm form(request, "Code");
    if (!is_proved(form, user, [&](const std::string& code) { return factor.accepts(code); }))
        return uncached(render(request, "auth/two_factor_proof.html", {{"form", form}, {"what", "Turn off the second step"}}));
    factor.turn_off();
    session(request).remove(verified_key);
    messages(request).success("You log in with your password alone again.");
    return redirect(reverse("auth:two-factor"));
}

}  // namespace portico::auth
