#include "app.hpp"

#include <portico/admin/admin.hpp>
#include <portico/api/router.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/commands.hpp>
#include <portico/routing/urls.hpp>

#include "admin.hpp"
#include "api.hpp"
#include "make_session.hpp"
#include "models.hpp"
#include "views.hpp"

using namespace portico;

namespace bench {

App app() {
    return App("bench")
        .with(orm::models<World, Fortune, Author, Tag, Post>())
        .with(admin::models<AuthorAdmin, TagAdmin, PostAdmin>())
        .with(urls({path<plaintext>("plaintext", "plaintext"),
                    path<fortunes>("fortunes", "fortunes"),
                    path<post_list>("posts/", "post-list")}))
        .with(api::router()
                  .get<hello>("json")
                  .get<random_world>("db")
                  .get<random_worlds>("queries")
                  .get<update_worlds>("updates")
                  .get<newest_posts>("api/posts/")
                  .post<create_post>("api/posts/"))
        .with(command<make_session>("make_session", "Makes a user and a session; prints its cookie."));
}

}  // namespace bench
