#include <portico/auth/models.hpp>

#include <portico/auth/passwords.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/model_info.hpp>

#include "password_work.hpp"

namespace portico::auth {

void ContentType::describe(orm::Describe<ContentType>& type) {
    type.table("django_content_type");
    type.field(&ContentType::app_label).max_length(100);
    type.field(&ContentType::model).max_length(100);
    type.unique_together(&ContentType::app_label, &ContentType::model);
    type.natural_key(&ContentType::app_label, &ContentType::model);
    type.display([](const ContentType& one) { return one.app_label + " | " + one.model; });
}

ContentType ContentType::of(const orm::ModelInfo& model) {
    std::string name = text::lower(model.name);
    return objects.get_or_create(F(&ContentType::app_label) == model.app && F(&ContentType::model) == name).first;
}

void Permission::describe(orm::Describe<Permission>& permission) {
    permission.field(&Permission::name).max_length(255);
    permission.field(&Permission::content_type).on_delete(orm::cascade);
    permission.field(&Permission::codename).max_length(100);
    permission.unique_together(&Permission::content_type, &Permission::codename);
    permission.natural_key(&Permission::codename, &Permission::content_type);
    permission.ordering(F(&Permission::content_type, &ContentType::app_label), F(&Permission::content_type, &ContentType::model),
                        F(&Permission::codename));
    permission.display(&Permission::name);
}

void Group::describe(orm::Describe<Group>& group) {
    group.field(&Group::name).max_length(150).unique();
    group.field(&Group::permissions).blank();
    group.natural_key(&Group::name);
    group.ordering(F(&Group::name));
    group.display(&Group::name);
}

void User::describe(orm::Describe<User>& user) {
    user.field(&User::username)
        .max_length(150)
        .unique()
        .personal(orm::Personal::login)
        .pattern(R"(^[\w.@+-]+$)")
        .help_text("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.");
    user.field(&User::password).max_length(128).hidden().personal(orm::Personal::password);
    user.field(&User::first_name).max_length(150).blank().personal(orm::Personal::first_name);
    user.field(&User::last_name).max_length(150).blank().personal(orm::Personal::last_name);
    user.field(&User::email).max_length(254).email().blank().label("Email address").personal();
    user.field(&User::last_login).editable(false);
    user.field(&User::is_superuser)
        .label("Superuser status")
        .help_text("May do everything, without being given each permission.");
    user.field(&User::is_staff).label("Staff status").help_text("May log in to the admin.");
    user.field(&User::is_active).label("Active").help_text("Take this away instead of deleting somebody.");
    user.field(&User::date_joined).auto_now_add();
    user.field(&User::groups).blank().related_name("users");
    user.field(&User::user_permissions).blank().related_name("users");
    user.natural_key(&User::username);
    user.ordering(F(&User::username));
    user.display(&User::username);
    user.property("get_full_name", &User::get_full_name);
}

std::string User::get_full_name() const {
    std::string whole = first_name + ' ' + last_name;
    return std::string(text::trim(whole));
}

void SessionRow::describe(orm::Describe<SessionRow>& session) {
    session.table("django_session");
    session.verbose_name("session");
    session.personal();
    session.field(&SessionRow::session_key).max_length(40);
    session.field(&SessionRow::expire_date).index();
    session.display([](const SessionRow& one) { return one.session_key.value(); });
}

void FailedAttempt::describe(orm::Describe<FailedAttempt>& attempt) {
    attempt.personal();
    attempt.field(&FailedAttempt::key).max_length(60);
    attempt.field(&FailedAttempt::last).index();
    attempt.display([](const FailedAttempt& one) { return one.key.value(); });
}

void SecondFactorRow::describe(orm::Describe<SecondFactorRow>& factor) {
    factor.table("auth_secondfactor");
    factor.verbose_name("second factor");
    factor.personal();
    factor.field(&SecondFactorRow::user).max_length(100);
    factor.field(&SecondFactorRow::secret).max_length(200).hidden();
    factor.display([](const SecondFactorRow& one) { return one.user.value(); });
}

void RecoveryCode::describe(orm::Describe<RecoveryCode>& code) {
    code.personal();
    code.field(&RecoveryCode::user).max_length(100).index();
    code.field(&RecoveryCode::hash).max_length(64).hidden();
    code.display([](const RecoveryCode& one) { return one.user; });
}

namespace {

User new_user(std::string username, std::string email, std::string_view password) {
    User user;
    user.username = std::move(username);
    user.email = std::move(email);
    user.password = password.empty() ? unusable_password() : make_password(password, "argon2", configured_cost());
    return user;
}

}  // namespace

User create_user(std::string username, std::string email, std::string_view password) {
    User user = new_user(std::move(username), std::move(email), password);
    user.save();
    return user;
}

User create_superuser(std::string username, std::string email, std::string_view password) {
    User user = new_user(std::move(username), std::move(email), password);
    user.is_staff = user.is_superuser = true;
    user.save();
    return user;
}

}  // namespace portico::auth
