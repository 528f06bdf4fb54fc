/// Users, groups, permissions and sessions in Django's tables, so that a Django site's can be taken over.
///
///     auto ann = auth::create_user("ann", "ann@example.org", "a good password");
///     ann.groups …, ann.user_permissions …
///
/// A site with a user model of its own installs `auth::app<Account>()`; see app.hpp.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <portico/orm/model.hpp>

namespace portico::auth {

/// A model by the name of its app and its own: "blog", "post". Table django_content_type.
struct ContentType : orm::Model<ContentType> {
    orm::Id<> id{};
    std::string app_label{};
    std::string model{};

    static void describe(orm::Describe<ContentType>& type);
    /// The row of a model, made where there is none.
    static ContentType of(const orm::ModelInfo& model);
};

/// What somebody may do: "blog.change_post". Table auth_permission.
struct Permission : orm::Model<Permission> {
    orm::Id<> id{};
    std::string name{};
    orm::ForeignKey<ContentType> content_type{};
    std::string codename{};

    static void describe(orm::Describe<Permission>& permission);
};

/// Table auth_group.
struct Group : orm::Model<Group> {
    orm::Id<> id{};
    std::string name{};
    orm::ManyToMany<Permission> permissions{};

    static void describe(orm::Describe<Group>& group);
};

/// The user model that a site has unless it brings its own. Table auth_user.
struct User : orm::Model<User> {
    orm::Id<> id{};
    std::string password{};  // encoded: see passwords.hpp
    std::optional<DateTime> last_login{};
    bool is_superuser = false;
    std::string username{};
    std::string first_name{};
    std::string last_name{};
    std::string email{};
    bool is_staff = false;
    bool is_active = true;
    DateTime date_joined{};
    orm::ManyToMany<Group> groups{};
    orm::ManyToMany<Permission> user_permissions{};

    std::string get_full_name() const;
    static void describe(orm::Describe<User>& user);
};

/// A session as it is kept. Table django_session; `session_data` is signed, see session.hpp.
struct SessionRow : orm::Model<SessionRow> {
    orm::Id<std::string> session_key{};
    std::string session_data{};
    DateTime expire_date{};

    static void describe(orm::Describe<SessionRow>& session);
};

/// How often something failed of late: see throttle.hpp.
struct FailedAttempt : orm::Model<FailedAttempt> {
    orm::Id<std::string> key{};
    std::int64_t count = 0;
    DateTime last{};

    static void describe(orm::Describe<FailedAttempt>& attempt);
};

/// The second factor of a user, by their key as text: of any user model. See two_factor.hpp. Table auth_secondfactor.
struct SecondFactorRow : orm::Model<SecondFactorRow> {
    orm::Id<std::string> user{};
    std::string secret{};        // sealed by the site's secret key
    std::int64_t last_step = 0;  // of the code that was taken last

    static void describe(orm::Describe<SecondFactorRow>& factor);
};

/// One that is not used yet. Table auth_recoverycode.
struct RecoveryCode : orm::Model<RecoveryCode> {
    orm::Id<> id{};
    std::string user{};
    std::string hash{};

    static void describe(orm::Describe<RecoveryCode>& code);
};

/// Saves a new user with this password (hashed here); without one nobody can log in as them.
User create_user(std::string username, std::string email, std::string_view password);
User create_superuser(std::string username, std::string email, std::string_view password);

}  // namespace portico::auth
