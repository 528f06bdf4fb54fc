#include "press.hpp"

#include <algorithm>

#include <portico/admin/admin.hpp>
#include <portico/auth/app.hpp>
#include <portico/auth/permissions.hpp>
#include <portico/auth/policies.hpp>
#include <portico/base/text.hpp>
#include <portico/orm/models.hpp>

#include "../orm/test_database.hpp"

using namespace portico;

namespace press {

void Author::describe(orm::Describe<Author>& author) {
    author.field(&Author::name).max_length(100);
    author.field(&Author::email).email().max_length(254).unique();
    author.ordering(F(&Author::name));
    author.display(&Author::name);
}

void Tag::describe(orm::Describe<Tag>& tag) {
    tag.field(&Tag::code).max_length(20);
    tag.field(&Tag::name).max_length(50);
    tag.display(&Tag::name);
    tag.history();
}

void Post::describe(orm::Describe<Post>& post) {
    post.field(&Post::title).max_length(200);
    post.field(&Post::slug).max_length(200).slug().unique();
    post.field(&Post::body).widget("textarea");
    post.field(&Post::author).on_delete(orm::protect).related_name("posts");
    post.field(&Post::reviewer).on_delete(orm::set_null).related_name("reviews");
    post.field(&Post::tags).blank().related_name("posts");
    post.field(&Post::rating).digits(3, 1).range(0, 5);
    post.ordering(-F(&Post::published_at), -F(&Post::id));
    post.display(&Post::title);
    post.property("get_absolute_url", &Post::get_absolute_url);
}

void Comment::describe(orm::Describe<Comment>& comment) {
    comment.field(&Comment::post).on_delete(orm::cascade).related_name("comments");
    comment.field(&Comment::name).max_length(80);
    comment.field(&Comment::text).widget("textarea");
    comment.display(&Comment::name);
}

void Seat::describe(orm::Describe<Seat>& seat) {
    seat.field(&Seat::row).max_length(10);
    seat.field(&Seat::note).blank();
    seat.display([](const Seat& one) { return one.row.value() + std::to_string(one.number.value()); });
}

void Ticket::describe(orm::Describe<Ticket>& ticket) {
    ticket.field(&Ticket::seat).on_delete(orm::cascade);
    ticket.display(&Ticket::holder);
}

namespace {

struct CommentInline : admin::Inline<Comment> {
    CommentInline() { fields(&Comment::name, &Comment::text, &Comment::approved); }
};

/// Those who are no superusers: of tickets their own, where they may view tickets at all, and comments that bear their name or the editor's to look at.
struct TicketPolicy : auth::Policy<Ticket> {
    orm::QuerySet<Ticket> rows(const auth::CurrentUser& user, auth::Action action, const orm::QuerySet<Ticket>& tickets) const override {
        if (!user.has_perm(perm::view<Ticket>)) return tickets.none();
        if (action == auth::Action::remove) return tickets.filter(F(&Ticket::holder) == user.login() + " (used)");
        return tickets.filter(F(&Ticket::holder).startswith(user.login()));
    }
};

struct CommentPolicy : auth::Policy<Comment> {
    orm::QuerySet<Comment> rows(const auth::CurrentUser& user, auth::Action action, const orm::QuerySet<Comment>& comments) const override {
        const auto own = F(&Comment::name) == user.login();
        return action == auth::Action::view ? comments.filter(own || F(&Comment::name) == "editor") : comments.filter(own);
    }
};

struct TicketAdmin : admin::ModelAdmin<Ticket> {
    TicketAdmin() {
        action("Punch", [](Request&, const orm::QuerySet<Ticket>& tickets) { return tickets.update(F(&Ticket::holder) = "punched"); });
    }
};

struct PostAdmin : admin::ModelAdmin<Post> {
    PostAdmin() {
        list_display(&Post::title, &Post::author, &Post::status, &Post::published_at, &Post::views, &Post::rating, &Post::featured,
                     column("letters", [](const Post& post) { return post.body.size(); }));
        list_filter(&Post::status, &Post::author, &Post::published_at, &Post::featured, &Post::reviewer);
        list_filter("Length", {{"long", "Long"}, {"short", "Short"}}, [](const orm::QuerySet<Post>& posts, std::string_view choice) {
            return choice == "long" ? posts.filter(F(&Post::views) > 100) : posts.filter(F(&Post::views) <= 100);
        });
        search_fields(&Post::title, F(&Post::author, &Author::name), F(&Post::tags, &Tag::name));
        list_per_page(10);
        prepopulate(&Post::slug, &Post::title);
        inlines<CommentInline>();
        action("Publish selected posts", [](Request&, const orm::QuerySet<Post>& posts) {
            return posts.update(F(&Post::status) = Status::published);
        });
        action("Say hello", [](Request&, const orm::QuerySet<Post>&) { return Response::text("hello"); }, "view");
    }
};

App press_app() {
    return App("press")
        .with(orm::models<Author, Tag, Post, Comment, Seat, Ticket>())
        .with(admin::models<Author, Tag, PostAdmin, Seat, TicketAdmin>())
        .with(auth::policies<TicketPolicy, CommentPolicy>());
}

constexpr const char* password = "correct horse battery";

void log_in(TestClient& client, const std::string& name) {
    client.post("/admin/login/", {{"username", name}, {"password", password}});
}

}  // namespace

Project& AdminTest::project() {
    static Project project({.settings = {{"database.url", orm::test::url_for_the_program()}, {"time_zone", "Europe/Berlin"}}});
    static const bool installed = [] {
        project.install(auth::app());
        project.install(admin::app({.title = "Press office"}), "admin/");
        project.install(press_app());
        return true;
    }();
    (void)installed;
    return project;
}

AdminTest::AdminTest() : TestCase(project()), ann(Author::objects.create({.name = "Ann Berg", .email = "ann@example.org"})) {
    auth::create_superuser("editor", "editor@example.org", password);
    log_in(client, "editor");
}

void AdminTest::log_in_with(const std::vector<std::string>& permissions) {
    auth::User user = auth::create_user("clerk", "clerk@example.org", password);
    user.is_staff = true;
    user.save();
    for (const std::string& codename : permissions) {
        user.related(&auth::User::user_permissions).add(auth::Permission::objects.get(F(&auth::Permission::codename) == codename));
    }
    client.cookies().clear();
    log_in(client, "clerk");
}

Post AdminTest::make_post(const std::string& title, Status status) {
    return Post::objects.create({.title = title, .slug = text::slugify(title), .body = "Text.", .status = status, .author = ann});
}

std::vector<TestField> AdminTest::form_of(const Post& post, const std::vector<TestField>& changes) {
    std::vector<TestField> form{{"title", post.title}, {"slug", post.slug}, {"body", post.body}, {"views", post.views},
                                {"status", post.status == Status::draft ? "draft" : "published"},
                                {"author", static_cast<std::int64_t>(post.author.id())}, {"reviewer", ""}, {"published_at", ""},
                                {"rating", post.rating ? post.rating->str() : ""}, {"comments-TOTAL_FORMS", 0},
                                {"comments-INITIAL_FORMS", 0}, {"comments-MIN_NUM_FORMS", 0}, {"comments-MAX_NUM_FORMS", 1000}};
    for (const TestField& change : changes) {
        std::erase_if(form, [&](const TestField& field) { return field.name == change.name; });
    }
    form.insert(form.end(), changes.begin(), changes.end());
    return form;
}

}  // namespace press
