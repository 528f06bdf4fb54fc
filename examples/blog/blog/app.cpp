#include "app.hpp"

#include <portico/admin/admin.hpp>
#include <portico/api/router.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/commands.hpp>
#include <portico/routing/urls.hpp>

#include "admin.hpp"
#include "api.hpp"
#include "demo.hpp"
#include "models.hpp"
#include "views.hpp"

using namespace portico;

namespace blog {

App app() {
    return App("blog")
        .with(orm::models<Author, Tag, Post, Comment>())
        .with(admin::models<AuthorAdmin, TagAdmin, PostAdmin, CommentAdmin>())
        .with(urls({path<post_list>("", "post-list"),
                    path<post_detail>("posts/<slug:slug>/", "post-detail"),
                    path<posts_by_tag>("tags/<slug:slug>/", "tag"),
                    path<posts_by_author>("authors/<int:id>/", "author")}))
        .with(api::router("api/posts/")
                  .get<list_posts>("")
                  .post<create_post>("")
                  .get<get_post>("<int:id>/"))
        .with(command<make_demo>("demo", "Makes authors, tags, posts and comments from a seed."));
}

}  // namespace blog
