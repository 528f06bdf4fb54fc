/// Written by inspectdb from the tables of a database. Which on_delete was meant no database keeps: without one it is protect, or set_null where a
/// reference may be null.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include <portico/orm/model.hpp>

namespace blog {

namespace orm = portico::orm;

struct AuthGroup;
struct AuthGroupPermissions;
struct AuthPermission;
struct AuthUser;
struct AuthUserGroups;
struct AuthUserUserPermissions;
struct Author;
struct Comment;
struct Post;
struct Tag;
struct DjangoAdminLog;
struct DjangoContentType;
struct DjangoSession;

/// Table auth_group.
struct AuthGroup : orm::Model<AuthGroup> {
    orm::Id<int> id{};
    std::string name{};
    orm::ManyToMany<AuthPermission> permissions{};
    static void describe(orm::Describe<AuthGroup>& auth_group);
};

/// Table auth_group_permissions.
struct AuthGroupPermissions : orm::Model<AuthGroupPermissions> {
    orm::Id<> id{};
    orm::ForeignKey<AuthGroup> group{};
    orm::ForeignKey<AuthPermission> permission{};
    static void describe(orm::Describe<AuthGroupPermissions>& auth_group_permissions);
};

/// Table auth_permission.
struct AuthPermission : orm::Model<AuthPermission> {
    orm::Id<int> id{};
    std::string name{};
    orm::ForeignKey<DjangoContentType> content_type{};
    std::string codename{};
    static void describe(orm::Describe<AuthPermission>& auth_permission);
};

/// Table auth_user.
struct AuthUser : orm::Model<AuthUser> {
    orm::Id<int> id{};
    std::string password{};
    std::optional<portico::DateTime> last_login{};
    bool is_superuser = false;
    std::string username{};
    std::string first_name{};
    std::string last_name{};
    std::string email{};
    bool is_staff = false;
    bool is_active = false;
    portico::DateTime date_joined{};
    orm::ManyToMany<AuthGroup> groups{};
    orm::ManyToMany<AuthPermission> user_permissions{};
    static void describe(orm::Describe<AuthUser>& auth_user);
};

/// Table auth_user_groups.
struct AuthUserGroups : orm::Model<AuthUserGroups> {
    orm::Id<> id{};
    orm::ForeignKey<AuthUser> user{};
    orm::ForeignKey<AuthGroup> group{};
    static void describe(orm::Describe<AuthUserGroups>& auth_user_groups);
};

/// Table auth_user_user_permissions.
struct AuthUserUserPermissions : orm::Model<AuthUserUserPermissions> {
    orm::Id<> id{};
    orm::ForeignKey<AuthUser> user{};
    orm::ForeignKey<AuthPermission> permission{};
    static void describe(orm::Describe<AuthUserUserPermissions>& auth_user_user_permissions);
};

/// Table blog_author.
struct Author : orm::Model<Author> {
    orm::Id<> id{};
    std::string name{};
    std::string email{};
    std::string bio{};
    bool active = false;
    static void describe(orm::Describe<Author>& author);
};

/// Table blog_comment.
struct Comment : orm::Model<Comment> {
    orm::Id<> id{};
    std::string name{};
    std::string text{};
    bool approved = false;
    portico::DateTime created{};
    orm::ForeignKey<Post> post{};
    static void describe(orm::Describe<Comment>& comment);
};

/// Table blog_post.
struct Post : orm::Model<Post> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    std::string body{};
    std::string status{};
    std::optional<portico::DateTime> published_at{};
    std::uint32_t views = 0;
    std::optional<portico::Decimal> rating{};
    bool featured = false;
    std::string cover{};
    orm::ForeignKey<Author> author{};
    orm::OptionalForeignKey<Author> reviewer{};
    orm::ManyToMany<Tag> tags{};
    static void describe(orm::Describe<Post>& post);
};

/// Table blog_tag.
struct Tag : orm::Model<Tag> {
    orm::Id<> id{};
    std::string name{};
    std::string slug{};
    static void describe(orm::Describe<Tag>& tag);
};

/// Table django_admin_log.
struct DjangoAdminLog : orm::Model<DjangoAdminLog> {
    orm::Id<int> id{};
    portico::DateTime action_time{};
    std::optional<std::string> object_id{};
    std::string object_repr{};
    std::uint16_t action_flag = 0;
    std::string change_message{};
    orm::OptionalForeignKey<DjangoContentType> content_type{};
    orm::ForeignKey<AuthUser> user{};
    static void describe(orm::Describe<DjangoAdminLog>& django_admin_log);
};

/// Table django_content_type.
struct DjangoContentType : orm::Model<DjangoContentType> {
    orm::Id<int> id{};
    std::string app_label{};
    std::string model{};
    static void describe(orm::Describe<DjangoContentType>& django_content_type);
};

/// Table django_session.
struct DjangoSession : orm::Model<DjangoSession> {
    orm::Id<std::string> session_key{};
    std::string session_data{};
    portico::DateTime expire_date{};
    static void describe(orm::Describe<DjangoSession>& django_session);
};

}  // namespace blog
