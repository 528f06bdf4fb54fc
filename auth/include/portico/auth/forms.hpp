/// The forms of logging in and of passwords: for views and admin pages of one's own.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include <portico/auth/current_user.hpp>
#include <portico/auth/password_rules.hpp>
#include <portico/forms/any_form.hpp>

namespace portico::auth {

/// Login and password. Valid when they are somebody's; `user()` is who.
class LoginForm : public forms::AnyForm {
public:
    explicit LoginForm(Request& request, forms::FormOptions options = {});
    const std::optional<CurrentUser>& user() const { return user_; }

protected:
    void clean() override;

private:
    Request* request_;
    std::optional<CurrentUser> user_{};
};

/// A new password, twice. `person` is whom it is for: it must not be like what is known of them.
class SetPasswordForm : public forms::AnyForm {
public:
    SetPasswordForm(const Request& request, orm::Object person, forms::FormOptions options = {});
    /// Hashes and saves it. Valid forms only.
    void save();

protected:
    void clean() override;
    orm::Object person_;
};

/// The old one too.
class PasswordChangeForm : public SetPasswordForm {
public:
    PasswordChangeForm(const Request& request, orm::Object person, forms::FormOptions options = {});

protected:
    void clean() override;
};

/// An address. `send` writes to all active people with it who have a password; where there are none it looks the same.
class PasswordResetForm : public forms::AnyForm {
public:
    explicit PasswordResetForm(const Request& request, forms::FormOptions options = {});
    /// Each gets a link for a new password, by `mail::send_later`. Valid forms only.
    void send(Request& request);

protected:
    /// To whom.
    virtual std::vector<orm::Object> people() const;
};

/// Login and password of a new user; `save` gives the row. For the admin and for sign-up pages.
class UserCreationForm : public forms::AnyForm {
public:
    explicit UserCreationForm(const Request& request, forms::FormOptions options = {});
    orm::Object save();

protected:
    void clean() override;
    /// `known_is_error`: a login that is taken is told; else it is none of this form's business.
    void check_login_and_passwords(const char* login, bool known_is_error);
};

/// What people fill in who want an account: login (unless that is the address), email address, password.
class RegistrationForm : public UserCreationForm {
public:
    explicit RegistrationForm(const Request& request, forms::FormOptions options = {});
    /// Makes a user who is not active yet, and sends a link that changes that. To whoever has an account with that address goes a mail that says so,
    /// and it looks the same. Valid forms only.
    void save(Request& request);

protected:
    void clean() override;
};

/// The project's rules, and what is known of a person for them.
PasswordRules password_rules();
PersonalFacts facts_of(const orm::Object& person);

}  // namespace portico::auth
