#pragma once
#include <portico/admin/admin.hpp>

#include "models.hpp"

namespace bench {

struct AuthorAdmin : portico::admin::ModelAdmin<Author> {
    AuthorAdmin() { list_display(&Author::name, &Author::email); }
};

struct TagAdmin : portico::admin::ModelAdmin<Tag> {};

struct PostAdmin : portico::admin::ModelAdmin<Post> {
    PostAdmin() { list_display(&Post::title, &Post::author, &Post::published, &Post::created); }
};

}  // namespace bench
