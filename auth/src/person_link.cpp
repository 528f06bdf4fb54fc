#include "person_link.hpp"

#include <portico/auth/current_user.hpp>
#include <portico/auth/reset_token.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/text.hpp>
#include <portico/http/request.hpp>
#include <portico/mail/send.hpp>
#include <portico/project/project.hpp>
#include <portico/templates/render.hpp>

namespace portico::auth {

namespace {

ResetSubject subject_of(const orm::Object& person, std::string_view purpose) {
    const UserModel& users = UserModel::current();
    const void* user = person.object.get();
    const Value last = users.get(user, users.roles().last_login);
    ResetSubject subject{users.model().text_of_key(users.model().key_of(user)), users.password_of(user), users.text(user, users.roles().email)};
    if (!purpose.empty()) subject.key = std::string(purpose) + ":" + subject.key;
    if (const DateTime* moment = last.as_date_time()) subject.last_login = *moment;
    return subject;
}

}  // namespace

std::string uid_of(const orm::Object& person) {
    const orm::ModelInfo& model = UserModel::current().model();
    return text::base64url(model.text_of_key(model.key_of(person.object.get())));
}

orm::Object person_of(std::string_view uid) {
    const auto key = text::from_base64url(uid);
    if (!key || !text::is_utf8(*key) || key->find('\0') != std::string::npos) return {};
    return UserModel::current().find_key(*key);
}

std::string token_for(const orm::Object& person, std::string_view purpose) { return make_reset_token(subject_of(person, purpose), Project::current().settings().secret_key); }

bool is_token_of(const orm::Object& person, std::string_view token, std::string_view purpose, std::chrono::microseconds lifetime) {
    const Settings& site = Project::current().settings();
    return check_reset_token(subject_of(person, purpose), token, site.secret_key, site.secret_key_fallbacks, std::chrono::duration_cast<std::chrono::seconds>(lifetime));
}

void send_mail_about(Request& request, const orm::Object& person, const std::string& name, const std::string& location) {
    const UserModel& users = UserModel::current();
    const std::string email = users.text(person.object.get(), users.roles().email);
    CurrentUser user(person);
    const templates::Context context{{"user", Value(user)},
                                     {"email", email},
                                     {"domain", std::string(request.host())},
                                     {"protocol", std::string(request.scheme())},
                                     {"url", request.absolute_url(location)}};
    std::string subject = templates::render_to_text(request, name + "_subject.txt", context);
    std::erase(subject, '\n');
    mail::send_later({.subject = std::move(subject), .body = templates::render_to_text(request, name + "_email.txt", context), .to = {email}});
}

}  // namespace portico::auth
