#include "users.hpp"

#include "form_fields.hpp"
#include "journal.hpp"
#include "notes.hpp"
#include "words.hpp"

#include <portico/auth/csp_reports.hpp>
#include <portico/auth/current_user.hpp>
#include <portico/auth/forms.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/session_store.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/auth/user_sessions.hpp>
#include <portico/project/project.hpp>

namespace portico::admin {

namespace {

using auth::User;

struct GroupAdmin : ModelAdmin<auth::Group> {
    GroupAdmin() {
        list_display(&auth::Group::name);
        search_fields(&auth::Group::name);
    }
};

/// They log in anew wherever they were; who does this goes on here.
std::string end_their_sessions(Request& request, orm::QuerySet<User> users) {
    if (!auth::SessionStore::current().can_end_others()) return "Sessions of this site are kept by the browsers: set a new password, which ends them.";
    std::int64_t count = 0;
    for (const User& user : users)
        count += auth::end_sessions(auth::CurrentUser({&installed<User>(), std::make_shared<User>(user)}), auth::session(request).key());
    return count == 1 ? "One session was ended." : std::to_string(count) + " sessions were ended.";
}

struct UserAdmin : ModelAdmin<User> {
    UserAdmin() {
        list_display(&User::username, &User::email, &User::first_name, &User::last_name, &User::is_staff, &User::is_active, &User::last_login);
        list_filter(&User::is_staff, &User::is_superuser, &User::is_active, &User::groups);
        search_fields(&User::username, &User::first_name, &User::last_name, &User::email);
        fieldset("", &User::username, &User::first_name, &User::last_name, &User::email);
        fieldset("Permissions", &User::groups, &User::user_permissions);
        fieldset("Status", &User::is_active, &User::is_staff, &User::is_superuser).aside();
        fieldset("Dates", &User::last_login, &User::date_joined).aside();
        readonly_fields(&User::last_login, &User::date_joined);
        action("End their sessions", &end_their_sessions);
    }
};

/// To be looked at and cleared away.
struct CspReportAdmin : ModelAdmin<auth::CspReport> {
    using Report = auth::CspReport;
    CspReportAdmin() {
        list_display(&Report::directive, &Report::blocked, &Report::page, &Report::source, &Report::enforced, &Report::times, &Report::last_seen);
        list_filter(&Report::enforced, &Report::last_seen);
        search_fields(&Report::directive, &Report::blocked, &Report::page, &Report::source);
    }
    bool may_add(Request&) const override { return false; }
    bool may_change(Request&, const Report*) const override { return false; }
};

/// One page with one small form.
struct Simple {
    std::string heading{}, lead{}, save{}, back{}, back_label{};
    Crumbs crumbs{};
};

Response draw(const Visit& visit, const forms::AnyForm& form, Simple page) {
    List fields, errors;
    bool focused = false;
    for (const forms::BoundField& field : form.visible_fields()) {
        const bool focus = !focused && (!form.is_bound() || !field.errors().empty());
        focused = focused || focus;
        fields.push_back(drawn_plain(field, focus));
    }
    for (const std::string& message : form.non_field_errors().messages()) errors.emplace_back(message);
    templates::Context context;
    context.set("heading", page.heading);
    context.set("lead", page.lead);
    context.set("fields", Value::list(std::move(fields)));
    context.set("errors", Value::list(std::move(errors)));
    context.set("save_label", page.save);
    context.set("back_url", page.back);
    context.set("back_label", page.back_label);
    return show(visit, "admin/simple_form.html", page.heading, page.crumbs, std::move(context), form.is_bound() ? 422 : 200);
}

}  // namespace

Models auth_models() { return models<UserAdmin, GroupAdmin, CspReportAdmin>(); }

bool is_in_use(Project& project, const TypeInfo& type) {
    return type.cpp != typeid(User) || &project.get<auth::UserModel>().type() == &type;
}

bool is_user_model(const Entry& entry) { return entry.model == &auth::UserModel::current().model(); }

Response add_user_page(const Visit& visit) {
    const Entry& entry = visit.model();
    if (!entry.may(visit.request, Permission::add)) return forbidden(visit, Permission::add);
    auth::UserCreationForm form(visit.request, {.use_required_attribute = false});
    if (form.is_bound() && form.is_valid()) {
        const orm::Object user = form.save();
        Journal(visit).added(entry, user.object.get());
        return go(visit.request, entry.object_url(user.object.get()), auth::MessageLevel::success,
                  "The " + entry.singular + " " + in_quotes(entry.type->str(user.object.get())) + " was added. Say more about them here.");
    }
    const std::string heading = "Add " + entry.singular;
    return draw(visit, form, {heading, "A name and a password first; everything else follows on the next page.", "Add " + entry.singular,
                              entry.url, "Back to " + entry.plural, crumbs_below(visit, {{heading, ""}})});
}

Response set_password_page(const Visit& visit, const orm::Object& user) {
    const Entry& entry = visit.model();
    if (!entry.may(visit.request, Permission::change, user.object.get())) return forbidden(visit, Permission::change);
    const std::string name = entry.type->str(user.object.get());
    const std::string url = entry.object_url(user.object.get());
    auth::SetPasswordForm form(visit.request, user, {.use_required_attribute = false});
    if (form.is_bound() && form.is_valid()) {
        form.save();
        if (entry.model->key_of(user.object.get()) == visit.person.key) auth::keep_session(visit.request, auth::CurrentUser(user));
        Journal(visit).changed(entry, user.object.get(), {{.field = "Password", .text = "set"}});
        return go(visit.request, url, auth::MessageLevel::success, "The password of " + in_quotes(name) + " was set.");
    }
    const std::string heading = "Set the password of " + in_quotes(name);
    return draw(visit, form, {heading, "They are logged out everywhere else.", "Set password", url, "Back to the " + entry.singular,
                              crumbs_below(visit, {{name, url}, {"Password", ""}})});
}

Response own_password_page(const Visit& visit) {
    const auth::CurrentUser& user = auth::current_user(visit.request);
    auth::PasswordChangeForm form(visit.request, user.object(), {.use_required_attribute = false});
    if (form.is_bound() && form.is_valid()) {
        form.save();
        auth::keep_session(visit.request, user);
        return go(visit.request, visit.site.url(), auth::MessageLevel::success, "Your password was changed.");
    }
    return draw(visit, form, {"Change your password", "You stay logged in here and are logged out everywhere else.", "Change password",
                              visit.site.url(), "Back to the overview", {{"Password", ""}}});
}

}  // namespace portico::admin
