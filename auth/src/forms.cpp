#include <portico/auth/forms.hpp>

#include <portico/auth/app.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/throttle.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/text.hpp>
#include <portico/http/request.hpp>
#include <portico/orm/saving.hpp>
#include <portico/project/project.hpp>

#include "form_parts.hpp"
#include "password_work.hpp"

namespace portico::auth {

namespace {

std::shared_ptr<forms::CharField> password_field(std::string label, const char* autocomplete, bool focus = false) {
    auto widget = std::make_shared<forms::PasswordInput>(forms::Attributes{{"autocomplete", autocomplete}});
    if (focus) widget->attributes.set_bare("autofocus");
    auto field = std::make_shared<forms::CharField>(std::move(widget));
    field->label = std::move(label);
    field->strip = false;
    return field;
}

std::shared_ptr<forms::CharField> login_field() {
    const UserModel& users = UserModel::current();
    const FieldInfo* info = users.field(users.roles().login);
    auto field = std::make_shared<forms::CharField>(std::make_shared<forms::TextInput>(forms::Attributes{
        {"autocomplete", "username"}, {"autocapitalize", "none"}, {"spellcheck", "false"}}));
    field->widget->attributes.set_bare("autofocus");
    field->label = info ? info->label : "Username";
    if (info) field->max_length = info->max_length;
    return field;
}

std::string help_list() {
    std::string out = "<ul>";
    for (const auto& line : password_rules().help()) out += "<li>" + text::html_escape(line) + "</li>";
    return out + "</ul>";
}

void check_new_password(forms::AnyForm& form, const char* first, const char* second, const PersonalFacts& facts) {
    std::string one = text_of(form, first), two = text_of(form, second);
    if (one.empty() || two.empty()) return;
    if (one != two) return form.add_error(second, "The two password fields didn’t match.", "password_mismatch");
    if (auto faults = password_rules().faults(one, facts); !faults.empty()) form.add_error(second, std::move(faults));
}

}  // namespace

std::string text_of(const forms::AnyForm& form, const char* name) {
    const Value* value = form.cleaned().find(name);
    return value && !value->is_null() ? value->str() : std::string();
}

std::shared_ptr<forms::EmailField> email_field(std::string label, bool focus) {
    auto field = std::make_shared<forms::EmailField>();
    field->label = std::move(label);
    field->max_length = 254;
    field->widget->attributes.set("autocomplete", std::string("email"));
    if (focus) field->widget->attributes.set_bare("autofocus");
    return field;
}

PasswordRules password_rules() {
    PasswordRules rules;
    rules.min_length = static_cast<std::size_t>(Project::current().settings<AuthSettings>().password_min_length);
    return rules;
}

PersonalFacts facts_of(const orm::Object& person) {
    PersonalFacts facts;
    const UserModel& users = UserModel::current();
    const Roles& roles = users.roles();
    for (const auto& name : {roles.login, roles.first_name, roles.last_name, roles.email}) {
        const FieldInfo* info = users.field(name);
        if (info && person) facts.emplace_back(text::lower(info->label), users.text(person.object.get(), name));
    }
    return facts;
}

LoginForm::LoginForm(Request& request, forms::FormOptions options)
    : AnyForm(forms::Submission::posted(request), std::move(options)), request_(&request) {
    add("username", login_field());
    add("password", password_field("Password", "current-password"));
}

void LoginForm::clean() {
    std::string name = text_of(*this, "username"), password = text_of(*this, "password");
    if (name.empty() || password.empty()) return;
    const Throttle throttle = login_throttle(*request_, name);
    if (const auto wait = throttle.attempt()) throw forms::ValidationError("Too many attempts have failed. Try again in " + in_words(*wait) + ".", "too_many");
    user_ = authenticate(*request_, name, password);
    if (user_) return throttle.forget();
    std::string label = text::lower(field("username").label);
    throw forms::ValidationError("Please enter a correct " + label + " and password. Note that both fields may be case-sensitive.",
                                 "invalid_login");
}

SetPasswordForm::SetPasswordForm(const Request& request, orm::Object person, forms::FormOptions options)
    : AnyForm(forms::Submission::posted(request), std::move(options)), person_(std::move(person)) {
    add("new_password1", password_field("New password", "new-password")).help_text = help_list();
    add("new_password2", password_field("New password confirmation", "new-password")).help_text =
        "Enter the same password as before, for verification.";
}

void SetPasswordForm::clean() { check_new_password(*this, "new_password1", "new_password2", facts_of(person_)); }

void SetPasswordForm::save() {
    if (!is_valid()) throw Error("a password form that isn't valid can't be saved", "ask is_valid() first");
    set_password(person_, text_of(*this, "new_password1"));
}

PasswordChangeForm::PasswordChangeForm(const Request& request, orm::Object person, forms::FormOptions options)
    : SetPasswordForm(request, std::move(person), std::move(options)) {
    add("old_password", password_field("Old password", "current-password", true));
    order({"old_password"});
}

void PasswordChangeForm::clean() {
    std::string old = text_of(*this, "old_password");
    const Throttle throttle = proof_throttle(CurrentUser(person_), "password");
    if (const auto wait = old.empty() ? std::nullopt : throttle.attempt()) {
        add_error("old_password", "Too many attempts have failed. Try again in " + in_words(*wait) + ".", "too_many");
    } else if (!old.empty() && !check_password(old, UserModel::current().password_of(person_.object.get()))) {
        add_error("old_password", "Your old password was entered incorrectly. Please enter it again.", "password_incorrect");
    } else if (!old.empty()) {
        throttle.forget();
    }
    SetPasswordForm::clean();
}

UserCreationForm::UserCreationForm(const Request& request, forms::FormOptions options)
    : AnyForm(forms::Submission::posted(request), std::move(options)) {
    const UserModel& users = UserModel::current();
    auto login = login_field();
    if (const FieldInfo* info = users.field(users.roles().login)) login->help_text = info->help_text;
    add("username", std::move(login));
    add("password1", password_field("Password", "new-password")).help_text = help_list();
    add("password2", password_field("Password confirmation", "new-password")).help_text =
        "Enter the same password as before, for verification.";
}

void UserCreationForm::clean() { check_login_and_passwords("username", true); }

void UserCreationForm::check_login_and_passwords(const char* login, bool known_is_error) {
    const UserModel& users = UserModel::current();
    std::string name = text_of(*this, login);
    const FieldInfo* info = users.field(users.roles().login);
    if (!name.empty() && info) {
        for (const auto& error : orm::validate_field(*info, Value(name))) add_error(login, error.message, error.code);
    }
    if (known_is_error && !name.empty() && users.find(name)) {
        add_error(login, "A user with that " + text::lower(field(login).label) + " already exists.", "unique");
    }
    check_new_password(*this, "password1", "password2", {{text::lower(field(login).label), name}});
}

orm::Object UserCreationForm::save() {
    if (!is_valid()) throw Error("a user form that isn't valid can't be saved", "ask is_valid() first");
    const UserModel& users = UserModel::current();
    orm::Object user{&users.type(), users.type().make()};
    users.set(user.object.get(), users.roles().login, Value(text_of(*this, "username")));
    users.set(user.object.get(), users.roles().password,
              Value(make_password(text_of(*this, "password1"), "argon2", configured_cost())));
    orm::save_object(users.type(), user.object.get());
    return user;
}

}  // namespace portico::auth
