/// Who may do what with which rows: permissions of models, constants for them, own ones, and policies.
#include <gmock/gmock.h>

#include <sstream>

#include <portico/auth/app.hpp>
#include <portico/auth/guards.hpp>
#include <portico/auth/models.hpp>
#include <portico/auth/permissions.hpp>
#include <portico/auth/policies.hpp>
#include <portico/auth/testing.hpp>
#include <portico/base/json.hpp>
#include <portico/http/response.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_log.hpp>
#include <portico/orm/shortcuts.hpp>
#include <portico/project/checks.hpp>
#include <portico/routing/urls.hpp>
#include <portico/testing/test_case.hpp>

#include "../orm/test_database.hpp"

namespace library {

using namespace portico;

struct Shelf : orm::Model<Shelf> {
    orm::Id<> id{};
    std::string name{};
    static void describe(orm::Describe<Shelf>&) {}
};

struct Note : orm::Model<Note> {
    orm::Id<> id{};
    std::string text{};
    bool open = false;
    orm::ForeignKey<auth::User> owner{};
    static void describe(orm::Describe<Note>& note) { note.field(&Note::text).max_length(100); }
};

inline const auto pin_note = auth::permission<Note>("pin_note", "Can pin notes");
inline constexpr auth::Action pin{"pin"};

struct NotePolicy : auth::Policy<Note> {
    orm::QuerySet<Note> rows(const auth::CurrentUser& user, auth::Action action, const orm::QuerySet<Note>& notes) const override {
        if (user.has_perm(perm::change<Note>)) return notes;
        if (action == pin) return user.has_perm(pin_note) ? notes : notes.none();
        if (action == auth::Action::add) return user ? notes : notes.none();
        const auto own = F(&Note::owner) == user.as<auth::User>();
        return action == auth::Action::view ? notes.filter(F(&Note::open) == true || own) : notes.filter(own);
    }
};

struct VisitorPolicy : NotePolicy {};

namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Response list(Request& request) {
    std::string texts;
    for (const Note& note : auth::allowed(request, auth::Action::view, Note::objects.order_by(&Note::id))) texts += note.text + "\n";
    return Response(texts);
}

Response change(Request& request, std::int64_t id) {
    auto note = get_or_404(Note::objects.filter(F(&Note::id) == id));
    auth::require(request, auth::Action::change, note);
    return Response("changed " + note.text);
}

Response pinned(Request&) { return Response("pinned"); }

App app() {
    return App("library")
        .with(orm::models<Shelf, Note>())
        .with(auth::permissions({pin_note}))
        .with(auth::policies<NotePolicy>())
        .with(urls({path<list>("notes/").use(auth::login_required()), path<change>("notes/<int:id>/").use(auth::login_required()),
                    path<pinned>("pinned/").use(auth::permission_required(pin_note))}));
}

class PolicyTest : public TestCase {
protected:
    PolicyTest() : TestCase(project()) {}
    static Project& project() {
        static Project project({.settings = {{"database.url", (new orm::test::TestDatabase)->url()}, {"secret_key", "a secret of the tests"}}});
        static const bool installed = (project.install(auth::app()), project.install(app()), true);
        (void)installed;
        return project;
    }
    static auth::CurrentUser as(const auth::User& user) { return auth::CurrentUser({&installed<auth::User>(), std::make_shared<auth::User>(user)}); }
    static void give(auth::User& user, const auth::ModelPermission& permission) {
        user.related(&auth::User::user_permissions).add(auth::Permission::objects.get(F(&auth::Permission::codename) == permission.codename()));
    }
    Note note(const std::string& text, const auth::User& owner, bool open = false) {
        return Note::objects.create({.text = text, .open = open, .owner = owner});
    }

    auth::User ann = auth::create_user("ann", "ann@example.org", ""), bob = auth::create_user("bob", "bob@example.org", "");
};

TEST_F(PolicyTest, ConstantsAreNamesOfPermissions) {
    EXPECT_EQ(perm::change<Note>.str(), "library.change_note");
    EXPECT_EQ(perm::remove<auth::Group>.str(), "auth.delete_group");
    EXPECT_EQ(pin_note.str(), "library.pin_note");
    give(ann, perm::view<Shelf>);
    EXPECT_TRUE(as(ann).has_perm(perm::view<Shelf>));
    EXPECT_FALSE(as(ann).has_perm(perm::add<Shelf>));
    EXPECT_TRUE(as(ann).has_perms({"library.view_shelf"}));
    EXPECT_FALSE(as(ann).has_perms({"library.view_shelf", "library.add_shelf"}));
}

TEST_F(PolicyTest, OwnPermissionsAreMadeByMigrateAndGuardRoutes) {
    EXPECT_EQ(auth::Permission::objects.get(F(&auth::Permission::codename) == "pin_note").name, "Can pin notes");
    auth::force_login(client, ann);
    EXPECT_EQ(client.get("/pinned/").status(), 403);
    give(ann, pin_note);
    EXPECT_EQ(client.get("/pinned/").text(), "pinned");
}

TEST_F(PolicyTest, PeopleWithAPermissionAreFound) {
    auth::User eve = auth::create_user("eve", "", ""), zoe = auth::create_superuser("zoe", "", ""), gone = auth::create_user("gone", "", "");
    give(ann, pin_note);
    give(gone, pin_note);
    gone.is_active = false;
    gone.save();
    auto group = auth::Group::objects.create({.name = "Pinners"});
    group.related(&auth::Group::permissions).add(auth::Permission::objects.get(F(&auth::Permission::codename) == "pin_note"));
    bob.related(&auth::User::groups).add(group);
    ann.related(&auth::User::groups).add(group);
    auto names = [](const orm::QuerySet<auth::User>& users) { return users.order_by(&auth::User::username).values_list(&auth::User::username); };
    EXPECT_THAT(names(auth::users_with<auth::User>(pin_note)), ElementsAre("ann", "bob", "zoe"));
    EXPECT_THAT(names(auth::users_with<auth::User>(pin_note, {.superusers = false})), ElementsAre("ann", "bob"));
    EXPECT_THAT(names(auth::users_with<auth::User>(pin_note, {.active_only = false})), ElementsAre("ann", "bob", "gone", "zoe"));
    EXPECT_EQ(auth::people_with("library.fly_note", {.superusers = false}).count(), 0);
}

TEST_F(PolicyTest, FiltersQuerySets) {
    note("ann's", ann);
    note("bob's", bob);
    note("open", bob, true);
    auto texts = [&](const auth::User& user, auth::Action action) {
        return auth::allowed(as(user), action, Note::objects.order_by(&Note::id)).values_list(&Note::text);
    };
    EXPECT_THAT(texts(ann, auth::Action::view), ElementsAre("ann's", "open"));
    EXPECT_THAT(texts(ann, auth::Action::change), ElementsAre("ann's"));
    EXPECT_THAT(texts(bob, auth::Action::remove), ElementsAre("bob's", "open"));
    EXPECT_THAT(texts(bob, pin), IsEmpty());
    give(bob, perm::change<Note>);
    EXPECT_THAT(texts(bob, auth::Action::view), ElementsAre("ann's", "bob's", "open"));
}

TEST_F(PolicyTest, SaysTheSameOfOneObject) {
    Note own = note("ann's", ann), other = note("bob's", bob);
    EXPECT_TRUE(auth::may(as(ann), auth::Action::change, own));
    EXPECT_FALSE(auth::may(as(ann), auth::Action::change, other));
    EXPECT_TRUE(auth::may(as(ann), auth::Action::add, Note{.text = "new", .owner = ann}));
    EXPECT_TRUE(auth::may<Note>(as(ann), auth::Action::change));
    EXPECT_FALSE(auth::may<Note>(as(ann), pin));
    EXPECT_FALSE(auth::may<Note>(auth::CurrentUser(), auth::Action::add));
}

TEST_F(PolicyTest, SuperusersMayEverythingAndInactivePeopleNothing) {
    Note own = note("ann's", ann);
    EXPECT_TRUE(auth::may(as(auth::create_superuser("zoe", "", "")), auth::Action::remove, own));
    ann.is_active = false;
    EXPECT_FALSE(auth::may(as(ann), auth::Action::view, own));
    EXPECT_EQ(auth::allowed(as(ann), auth::Action::view, Note::objects.all()).count(), 0);
}

TEST_F(PolicyTest, ModelsWithoutOneGoByThePermissions) {
    Shelf shelf = Shelf::objects.create({.name = "A"});
    EXPECT_FALSE(auth::may(as(ann), auth::Action::change, shelf));
    EXPECT_EQ(auth::allowed(as(ann), auth::Action::change, Shelf::objects.all()).count(), 0);
    give(ann, perm::change<Shelf>);
    EXPECT_TRUE(auth::may(as(ann), auth::Action::change, shelf));
    EXPECT_EQ(auth::allowed(as(ann), auth::Action::change, Shelf::objects.all()).count(), 1);
}

TEST_F(PolicyTest, ViewsAnswerByIt) {
    Note own = note("ann's", ann), hidden = note("bob's", bob), open = note("open", bob, true);
    auth::force_login(client, ann);
    EXPECT_EQ(client.get("/notes/").text(), "ann's\nopen\n");
    auto at = [](const Note& one) { return "/notes/" + std::to_string(one.id.value()) + "/"; };
    EXPECT_EQ(client.get(at(own)).text(), "changed ann's");
    EXPECT_EQ(client.get(at(open)).status(), 403) << "it may be looked at";
    EXPECT_EQ(client.get(at(hidden)).status(), 404) << "nobody learns that there is such a note";
}

TEST(Policies, TwoForOneModelAreRefused) {
    std::ostringstream out;
    Project project({.settings = {{"database.url", "sqlite::memory:"}, {"secret_key", "a secret of the tests"}}, .out = &out, .err = &out});
    project.install(auth::app());
    project.install(App("library").with(orm::models<Shelf, Note>()).with(auth::policies<NotePolicy, VisitorPolicy>()));
    std::string told;
    for (const CheckMessage& one : project.check()) told += one.str() + "\n";
    EXPECT_THAT(told, AllOf(HasSubstr("auth.E006 library.Note: two policies say who may do what with it"), HasSubstr("hint: let one of them speak for both")));
}

}  // namespace
}  // namespace library
