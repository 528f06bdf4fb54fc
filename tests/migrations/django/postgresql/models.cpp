// The app: App("blog").with(orm::models<AuthGroup, AuthGroupPermissions, AuthPermission, AuthUser, AuthUserGroups, AuthUserUserPermissions, Author, Comment, Post, Tag, DjangoAdminLog, DjangoContentType, DjangoSession>())
#include "models.hpp"

#include <portico/orm/sql.hpp>

namespace blog {

void AuthGroup::describe(orm::Describe<AuthGroup>& auth_group) {
    auth_group.field(&AuthGroup::name).max_length(150).unique();
    auth_group.field(&AuthGroup::permissions).through(&AuthGroupPermissions::group, &AuthGroupPermissions::permission);
    auth_group.table("auth_group");
    auth_group.index(&AuthGroup::name).name("auth_group_name_a6ea08ec_like").opclasses({"varchar_pattern_ops"});
}

void AuthGroupPermissions::describe(orm::Describe<AuthGroupPermissions>& auth_group_permissions) {
    auth_group_permissions.table("auth_group_permissions");
    auth_group_permissions.unique_together(&AuthGroupPermissions::group, &AuthGroupPermissions::permission).name("auth_group_permissions_group_id_permission_id_0cd325b0_uniq");
}

void AuthPermission::describe(orm::Describe<AuthPermission>& auth_permission) {
    auth_permission.field(&AuthPermission::name).max_length(255);
    auth_permission.field(&AuthPermission::codename).max_length(100);
    auth_permission.table("auth_permission");
    auth_permission.unique_together(&AuthPermission::content_type, &AuthPermission::codename).name("auth_permission_content_type_id_codename_01ab375a_uniq");
}

void AuthUser::describe(orm::Describe<AuthUser>& auth_user) {
    auth_user.field(&AuthUser::password).max_length(128);
    auth_user.field(&AuthUser::username).max_length(150).unique();
    auth_user.field(&AuthUser::first_name).max_length(150);
    auth_user.field(&AuthUser::last_name).max_length(150);
    auth_user.field(&AuthUser::email).max_length(254);
    auth_user.field(&AuthUser::groups).through(&AuthUserGroups::user, &AuthUserGroups::group);
    auth_user.field(&AuthUser::user_permissions).through(&AuthUserUserPermissions::user, &AuthUserUserPermissions::permission);
    auth_user.table("auth_user");
    auth_user.index(&AuthUser::username).name("auth_user_username_6821ab7c_like").opclasses({"varchar_pattern_ops"});
}

void AuthUserGroups::describe(orm::Describe<AuthUserGroups>& auth_user_groups) {
    auth_user_groups.table("auth_user_groups");
    auth_user_groups.unique_together(&AuthUserGroups::user, &AuthUserGroups::group).name("auth_user_groups_user_id_group_id_94350c0c_uniq");
}

void AuthUserUserPermissions::describe(orm::Describe<AuthUserUserPermissions>& auth_user_user_permissions) {
    auth_user_user_permissions.table("auth_user_user_permissions");
    auth_user_user_permissions.unique_together(&AuthUserUserPermissions::user, &AuthUserUserPermissions::permission).name("auth_user_user_permissions_user_id_permission_id_14a6b632_uniq");
}

void Author::describe(orm::Describe<Author>& author) {
    author.field(&Author::name).max_length(100);
    author.field(&Author::email).max_length(254).unique();
    author.index(&Author::email).name("blog_author_email_8354ab3e_like").opclasses({"varchar_pattern_ops"});
}

void Comment::describe(orm::Describe<Comment>& comment) {
    comment.field(&Comment::name).max_length(80);
}

void Post::describe(orm::Describe<Post>& post) {
    post.field(&Post::title).max_length(200);
    post.field(&Post::slug).max_length(200).unique();
    post.field(&Post::status).max_length(9);
    post.field(&Post::rating).digits(3, 1);
    post.field(&Post::cover).max_length(100);
    post.field(&Post::reviewer).related_name("post_reviewer_set");
    post.index(&Post::slug).name("blog_post_slug_b95473f2_like").opclasses({"varchar_pattern_ops"});
    post.index(&Post::status, &Post::published_at).name("blog_post_status_5b2843_idx");
    post.check("rating_range", orm::raw_condition<Post>(R"sql(rating >= 0::numeric AND rating <= 5::numeric)sql"));
}

void Tag::describe(orm::Describe<Tag>& tag) {
    tag.field(&Tag::name).max_length(50).unique();
    tag.field(&Tag::slug).max_length(50).unique();
    tag.index(&Tag::name).name("blog_tag_name_c5718cc8_like").opclasses({"varchar_pattern_ops"});
    tag.index(&Tag::slug).name("blog_tag_slug_01068d0e_like").opclasses({"varchar_pattern_ops"});
}

void DjangoAdminLog::describe(orm::Describe<DjangoAdminLog>& django_admin_log) {
    django_admin_log.field(&DjangoAdminLog::object_repr).max_length(200);
    django_admin_log.table("django_admin_log");
}

void DjangoContentType::describe(orm::Describe<DjangoContentType>& django_content_type) {
    django_content_type.field(&DjangoContentType::app_label).max_length(100);
    django_content_type.field(&DjangoContentType::model).max_length(100);
    django_content_type.table("django_content_type");
    django_content_type.unique_together(&DjangoContentType::app_label, &DjangoContentType::model).name("django_content_type_app_label_model_76bd3d3b_uniq");
}

void DjangoSession::describe(orm::Describe<DjangoSession>& django_session) {
    django_session.field(&DjangoSession::session_key).max_length(40);
    django_session.field(&DjangoSession::expire_date).index();
    django_session.table("django_session");
    django_session.index(&DjangoSession::session_key).name("django_session_session_key_c0390e0f_like").opclasses({"varchar_pattern_ops"});
}

}  // namespace blog
