#include "blog_models.hpp"

#include <portico/base/error.hpp>
#include <portico/orm/functions.hpp>
#include <portico/orm/models.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

namespace blog {

void Author::describe(orm::Describe<Author>& author) {
    author.field(&Author::name).max_length(100);
    author.field(&Author::email).email().unique();
    author.display(&Author::name);
}

void Tag::describe(orm::Describe<Tag>& tag) {
    tag.field(&Tag::name).max_length(50).unique();
    tag.ordering(&Tag::name);
    tag.display(&Tag::name);
}

void Post::describe(orm::Describe<Post>& post) {
    post.field(&Post::title).max_length(200);
    post.field(&Post::slug).slug().unique();
    post.field(&Post::author).on_delete(orm::protect).related_name("posts");
    post.field(&Post::reviewer).on_delete(orm::set_null).related_name("reviews").limit_choices_to(F(&Author::active) == true);
    post.field(&Post::tags).blank();
    post.field(&Post::views).min(0);
    post.field(&Post::rating).digits(3, 1).range(0, 5);
    post.field(&Post::cover).upload_to("covers/").image();
    post.ordering(-F(&Post::published_at), &Post::id);
    post.index(&Post::status, -F(&Post::published_at));
    post.unique_together(&Post::author, &Post::title);
    post.display(&Post::title);
    post.property("get_absolute_url", &Post::get_absolute_url);
}

void Comment::describe(orm::Describe<Comment>& comment) {
    comment.field(&Comment::post).on_delete(orm::cascade).related_name("comments");
    comment.field(&Comment::name).max_length(80);
    comment.field(&Comment::created).auto_now_add();
    comment.ordering(&Comment::id);
}

void Biography::describe(orm::Describe<Biography>& profile) { profile.field(&Biography::author).on_delete(orm::cascade); }

void Category::describe(orm::Describe<Category>& category) {
    category.field(&Category::name).max_length(50);
    category.field(&Category::parent).on_delete(orm::cascade).related_name("children");
    category.display(&Category::name);
}

void Page::describe(orm::Describe<Page>& page) {
    page.field(&Page::name).max_length(50).unique();
    page.field(&Page::look).json();
}

void Event::describe(orm::Describe<Event>& event) {
    event.field(&Event::colour).max_length(7).lookup("red", red).lookup("within", begins_with);
    event.check("event_weight", F(&Event::weight) >= 0 && F(&Event::weight) < 1000, "Weigh it again.");
    event.check("event_named", length(F(&Event::name)) > 0 || F(&Event::flags).in({7, 8}));
    event.unique(&Event::name).where(F(&Event::flags) == 1).name("event_name_flag").message("There is such an event.");
    event.index(lower(F(&Event::name)), -F(&Event::begins)).name("event_lower_name").include(&Event::day);
}

void Person::describe(orm::Describe<Person>& person) {
    person.field(&Person::friends).symmetrical();
    person.field(&Person::version).version();
    person.field(&Person::initial).generated(upper(left(F(&Person::name), 1)));
    person.before_save([](Person& saved) {
        if (saved.name == "nobody") throw portico::Error("nobody is not a name", "");
        told.push_back("before " + saved.name);
    });
    person.after_save([](const Person& saved, bool created) { told.push_back((created ? "made " : "changed ") + saved.name); });
    person.before_delete([](const Person& going) { told.push_back("going " + going.name); });
    person.after_delete([](const Person& gone) { told.push_back("gone " + gone.name); });
}

void Team::describe(orm::Describe<Team>& team) {
    team.field(&Team::members).through(&Membership::team, &Membership::person).related_name("teams");
}

void Membership::describe(orm::Describe<Membership>& membership) {
    membership.field(&Membership::team).on_delete(orm::cascade);
    membership.field(&Membership::person).on_delete(orm::cascade);
    membership.unique_together(&Membership::team, &Membership::person);
}

std::vector<std::string> told;

void Paper::describe(orm::Describe<Paper>& paper) {
    paper.field(&Paper::title).max_length(100);
    paper.field(&Paper::category).on_delete(orm::set_null);
    paper.field(&Paper::price).digits(8, 2);
    paper.display(&Paper::title);
    paper.history();
}

void install() {
    orm::install<Country, Author, Tag, Post, Comment, Seat, Ticket, Biography, Category, Page, Event, Person, Team, Membership, Paper>("blog");
}

}  // namespace blog
