#include "views.hpp"

#include "second_factor.hpp"

#include <portico/auth/app.hpp>
#include <portico/auth/forms.hpp>
#include <portico/auth/guards.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/messages.hpp>
#include <portico/auth/two_factor.hpp>
#include <portico/project/project.hpp>
#include <portico/project/reverse.hpp>
#include <portico/templates/render.hpp>

namespace portico::auth {

const AuthSettings& site_settings() { return Project::current().settings<AuthSettings>(); }

Response uncached(Response response) {
    response.set("Cache-Control", "max-age=0, no-cache, no-store, must-revalidate, private");
    return response;
}

Response login_view(Request& request) {
    LoginForm form(request);
    if (form.is_valid()) {
        return log_in(request, *form.user(), redirect_target(request, site_settings().login_redirect_url));
    }
    const UserModel& users = UserModel::current();
    return uncached(render(request, "auth/login.html", {{"form", form}, {"next", redirect_target(request, "")}, {"can_reset", users.field(users.roles().email) != nullptr}, {"can_register", site_settings().registration}}));
}

Response logout_view(Request& request) {
    logout(request);
    std::string target = redirect_target(request, site_settings().logout_redirect_url);
    if (!target.empty()) return redirect(target);
    return uncached(render(request, "auth/logged_out.html"));
}

Response password_change_view(Request& request) {
    CurrentUser& user = current_user(request);
    PasswordChangeForm form(request, user.object());
    if (form.is_valid()) {
        form.save();
        keep_session(request, user);
        return redirect(reverse("auth:password-change-done"));
    }
    return uncached(render(request, "auth/password_change.html", {{"form", form}}));
}

Response password_change_done_view(Request& request) { return render(request, "auth/password_change_done.html"); }

Urls routes() {
    return include("", urls({path<login_view>("login/", "login").with(Open{}),
                 path<logout_view>("logout/", "logout").methods({"POST"}).with(Open{}),
                 path<csp_report_view>("csp_report/", "csp-report").methods({"POST"}).with(CsrfExempt{}).with(Open{}),
                 path<second_step_view>("login/second/", "second-step").with(Open{}),
                 path<two_factor_view>("two_factor/", "two-factor").use(login_required()),
                 path<two_factor_setup_view>("two_factor/setup/", "two-factor-setup").use(login_required()),
                 path<recovery_codes_view>("two_factor/codes/", "recovery-codes").use(login_required()),
                 path<two_factor_off_view>("two_factor/off/", "two-factor-off").use(login_required()),
                 path<password_change_view>("password_change/", "password-change").use(login_required()),
                 path<password_change_done_view>("password_change/done/", "password-change-done").use(login_required()),
                 path<sessions_view>("sessions/", "sessions").use(login_required()),
                 path<register_view>("register/", "register").with(Open{}),
                 path<register_done_view>("register/done/", "register-done").with(Open{}),
                 path<register_confirm_view>("register/<str:uid>/<str:token>/", "register-confirm").with(Open{}),
                 path<password_reset_view>("password_reset/", "password-reset").with(Open{}),
                 path<password_reset_done_view>("password_reset/done/", "password-reset-done").with(Open{}),
                 path<password_reset_confirm_view>("reset/<str:uid>/<str:token>/", "password-reset-confirm").with(Open{}),
                 path<password_reset_complete_view>("reset/done/", "password-reset-complete").with(Open{})}), "auth");
}

}  // namespace portico::auth
