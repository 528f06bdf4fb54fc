#include "commands.hpp"

#include <cstdlib>
#include <iostream>

#include <portico/auth/forms.hpp>
#include <portico/auth/login.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/signed_tokens.hpp>
#include <portico/auth/throttle.hpp>
#include <portico/auth/two_factor.hpp>
#include <portico/auth/user_model.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/saving.hpp>
#include <portico/project/project.hpp>

#include "password_work.hpp"
#include "prompts.hpp"

namespace portico::auth {

namespace {

struct SuperuserArguments {
    std::string username{};
    std::string email{};
    bool noinput = false;

    static void describe(Describe<SuperuserArguments>& arguments) {
        arguments.field(&SuperuserArguments::username).help_text("what they log in with; or PORTICO_SUPERUSER_USERNAME");
        arguments.field(&SuperuserArguments::email).help_text("or PORTICO_SUPERUSER_EMAIL");
        arguments.field(&SuperuserArguments::noinput)
            .help_text("ask nothing: the password is in PORTICO_SUPERUSER_PASSWORD, without one nobody can log in");
    }
};

struct PasswordArguments {
    Argument<std::string> username{};

    static void describe(Describe<PasswordArguments>& arguments) {
        arguments.field(&PasswordArguments::username).help_text("whose");
    }
};

std::string from_environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// Asks until two passwords agree and will do; weak ones need a yes. Nothing when the input ends.
std::optional<std::string> ask_password(Project& project, const PersonalFacts& facts) {
    while (true) {
        auto first = ask_secretly("Password: ");
        auto second = first ? ask_secretly("Password (again): ") : std::nullopt;
        if (!second) return std::nullopt;
        if (*first != *second) {
            project.err() << "The passwords differ.\n";
            continue;
        }
        if (first->empty()) {
            project.err() << "An empty password lets nobody in.\n";
            continue;
        }
        auto faults = password_rules().faults(*first, facts);
        if (faults.empty()) return first;
        for (const auto& fault : faults) project.err() << fault.text() << '\n';
        auto anyway = ask("Take it anyway? [y/N] ");
        if (!anyway) return std::nullopt;
        if (text::ascii_lower(*anyway) == "y") return first;
    }
}

/// The login from the command line, the environment or the keyboard. Throws Error where it can't be used.
std::string login_for(const UserModel& users, const SuperuserArguments& arguments, bool asks) {
    std::string login = arguments.username.empty() ? from_environment("PORTICO_SUPERUSER_USERNAME") : arguments.username;
    const FieldInfo* field = users.field(users.roles().login);
    while (login.empty() && asks) {
        auto typed = ask(field->label + ": ");
        if (!typed) throw Error("no " + field->label + " was given");
        login = text::trim(*typed);
    }
    if (login.empty()) {
        throw Error("no " + text::lower(field->label) + " was given",
                    "say --username ann, or set PORTICO_SUPERUSER_USERNAME");
    }
    for (const auto& error : orm::validate_field(*field, Value(login))) throw Error('"' + login + "\": " + error.message);
    if (users.find(login)) throw Error("there is a user \"" + login + "\" already", "choose another, or use changepassword");
    return login;
}

int createsuperuser(Project& project, const SuperuserArguments& arguments) {
    const UserModel& users = UserModel::current();
    bool asks = !arguments.noinput && is_interactive();
    if (!arguments.noinput && !asks) {
        throw Error("there is nobody to ask: the input is no terminal",
                    "use --noinput with PORTICO_SUPERUSER_USERNAME and PORTICO_SUPERUSER_PASSWORD");
    }
    orm::Object user{&users.type(), users.type().make()};
    void* row = user.object.get();
    std::string login = login_for(users, arguments, asks);
    users.set(row, users.roles().login, Value(login));
    std::string email = arguments.email.empty() ? from_environment("PORTICO_SUPERUSER_EMAIL") : arguments.email;
    if (email.empty() && asks && users.roles().email != users.roles().login) email = ask("Email address: ").value_or("");
    if (!email.empty()) users.set(row, users.roles().email, Value(std::string(text::trim(email))));
    std::optional<std::string> password =
        asks ? ask_password(project, facts_of(user)) : from_environment("PORTICO_SUPERUSER_PASSWORD");
    if (!password) return 1;
    users.set(row, users.roles().password,
              Value(password->empty() ? unusable_password() : make_password(*password, "argon2", configured_cost())));
    for (const auto& role : {users.roles().active, users.roles().staff, users.roles().superuser}) users.set(row, role, true);
    orm::save_object(users.type(), row);
    project.out() << "Superuser \"" << login << "\" was made.\n";
    return 0;
}

int changepassword(Project& project, const PasswordArguments& arguments) {
    const UserModel& users = UserModel::current();
    orm::Object user = users.find(*arguments.username);
    if (!user) throw Error("there is no user \"" + *arguments.username + '"');
    std::string given = from_environment("PORTICO_PASSWORD");
    if (given.empty() && !is_interactive()) {
        throw Error("there is nobody to ask: the input is no terminal", "set PORTICO_PASSWORD");
    }
    auto password = given.empty() ? ask_password(project, facts_of(user)) : std::optional(given);
    if (!password) return 1;
    set_password(user, *password);
    project.out() << "The password of \"" << *arguments.username << "\" was changed; their sessions have ended.\n";
    return 0;
}

int clearsessions(Project& project) {
    auto count = clear_expired_sessions();
    clear_failed_attempts();
    clear_refresh_tokens();
    project.out() << count << (count == 1 ? " session has" : " sessions have") << " expired and " << (count == 1 ? "is" : "are") << " gone.\n";
    return 0;
}

/// For who has lost the app and the recovery codes.
int forgetsecondfactor(Project& project, const PasswordArguments& arguments) {
    orm::Object user = UserModel::current().find(*arguments.username);
    if (!user) throw Error("there is no user \"" + *arguments.username + '"');
    const SecondFactor factor{CurrentUser(user)};
    if (!factor.is_on()) throw Error('"' + *arguments.username + "\" has no second factor");
    factor.turn_off();
    project.out() << '"' << *arguments.username << "\" logs in with the password alone, until they set up another one.\n";
    return 0;
}

}  // namespace

Command createsuperuser_command() { return command<createsuperuser>("createsuperuser", "Makes a user who may do everything."); }
Command changepassword_command() { return command<changepassword>("changepassword", "Sets a user's password."); }
Command forgetsecondfactor_command() { return command<forgetsecondfactor>("forgetsecondfactor", "Turns off a user's second step at login."); }
Command clearsessions_command() { return command<clearsessions>("clearsessions", "Deletes sessions that have expired."); }

}  // namespace portico::auth
