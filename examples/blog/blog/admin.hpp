#pragma once
#include <portico/admin/admin.hpp>

#include "models.hpp"

namespace blog {

struct AuthorAdmin : portico::admin::ModelAdmin<Author> {
    AuthorAdmin();
};

struct TagAdmin : portico::admin::ModelAdmin<Tag> {
    TagAdmin();
};

struct PostAdmin : portico::admin::ModelAdmin<Post> {
    PostAdmin();
};

struct CommentAdmin : portico::admin::ModelAdmin<Comment> {
    CommentAdmin();
};

}  // namespace blog
