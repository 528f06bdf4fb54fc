#include <portico/base/error.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/transaction.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

class ModelOptions : public BlogTest {
protected:
    void SetUp() override { told.clear(); }
    Person make(const std::string& name) { return Person::objects.create({.name = name}); }
    static std::vector<std::string> names(const orm::QuerySet<Person>& people) {
        return people.order_by(&Person::id).values_list(&Person::name);
    }
};

TEST_F(ModelOptions, EachSaveCountsTheVersionUp) {
    Person ann = make("Ann");
    ann.name = "Anne";
    ann.save();
    ann.save();  // nothing changed
    EXPECT_EQ(ann.version, 1);
    EXPECT_EQ(Person::objects.get().version, 1);
    Person::objects.update(F(&Person::name) = "Anna");
    EXPECT_EQ(Person::objects.get().version, 2);
}

TEST_F(ModelOptions, WhatTheDatabaseComputesIsReadAgain) {
    Person ann = make("ann");
    EXPECT_EQ(ann.initial, "A");
    ann.name = "bob";
    ann.initial = "Z";  // not written
    ann.save();
    EXPECT_EQ(ann.initial, "B");
    EXPECT_EQ(Person::objects.filter(F(&Person::initial) == "B").count(), 1);
    EXPECT_THROW(Person::objects.update(F(&Person::initial) = "Z"), Error);
}

TEST_F(ModelOptions, AFieldTellsItsColumnWithoutATable) {
    const TypeInfo& post = installed<Post>();
    const orm::Column title = orm::column_of(*post.find("title")), author = orm::column_of(*post.find("author"));
    EXPECT_EQ(title.type.max_length, 200u);
    EXPECT_EQ(title.name, "title");
    EXPECT_EQ(author.name, "author_id");
    EXPECT_EQ(author.type.kind, Kind::integer);
    EXPECT_FALSE(author.type.automatic);
    EXPECT_TRUE(author.indexed);
    EXPECT_EQ(orm::column_of(*post.find("cover")).type.max_length, 100u);
    EXPECT_TRUE(orm::column_of(*post.find("reviewer")).nullable);
    EXPECT_THROW(orm::column_of(*post.find("tags")), Error);
    EXPECT_THROW(orm::column_of(*installed<Author>().find("address")), Error);
}

TEST_F(ModelOptions, AnOlderVersionIsNotSaved) {
    Person mine = make("Ann"), theirs = Person::objects.get();
    theirs.name = "Anne";
    theirs.save();
    mine.name = "Anna";
    EXPECT_THROW(mine.save(), orm::StaleObject);
    EXPECT_EQ(Person::objects.get().name, "Anne");
    mine.refresh_from_db();
    mine.name = "Anna";
    mine.save();
    EXPECT_EQ(Person::objects.get().name, "Anna");
}

TEST_F(ModelOptions, ARowThatHasGoneIsNotAnOlderVersion) {
    Person ann = make("Ann");
    Person::objects.delete_();
    ann.name = "Anne";
    EXPECT_THROW(ann.save(), orm::NotFound);
    EXPECT_EQ(ann.version, 0);
}

TEST_F(ModelOptions, HooksAreCalledAroundSavesAndDeletes) {
    Person ann = make("Ann");
    ann.name = "Anne";
    ann.save();
    ann.delete_();
    EXPECT_THAT(told, ElementsAre("before Ann", "made Ann", "before Anne", "changed Anne", "going Anne", "gone Anne"));
}

TEST_F(ModelOptions, HooksOfQuerySetsDeletesAreCalledForEachObject) {
    make("Ann"), make("Bob");
    told.clear();
    Person::objects.delete_();
    EXPECT_THAT(told, UnorderedElementsAre("going Ann", "going Bob", "gone Ann", "gone Bob"));
}

TEST_F(ModelOptions, AHookThatThrowsEndsTheSave) {
    EXPECT_THROW(make("nobody"), Error);
    EXPECT_EQ(Person::objects.count(), 0);
}

TEST_F(ModelOptions, ManyToManyThroughAModelOfItsOwn) {
    Person ann = make("Ann"), bob = make("Bob");
    Team team = Team::objects.create({.name = "Red"});
    team.related(&Team::members).add({ann, bob});
    EXPECT_EQ(Membership::objects.get(F(&Membership::person) == ann).role, "member");
    Membership::objects.filter(F(&Membership::person) == bob).update(F(&Membership::role) = "captain");
    EXPECT_THAT(names(team.related(&Team::members)), ElementsAre("Ann", "Bob"));
    EXPECT_EQ(Team::objects.filter(F(&Team::members, &Person::name) == "Ann").count(), 1);
    EXPECT_THAT(names(Person::objects.filter(F(back(&Membership::person), &Membership::role) == "captain")), ElementsAre("Bob"));
    EXPECT_THAT(Team::objects.prefetch_related(&Team::members).get().members.size(), 2u);
    team.related(&Team::members).remove(ann);
    EXPECT_THAT(names(team.related(&Team::members)), ElementsAre("Bob"));
    team.delete_();
    EXPECT_EQ(Membership::objects.count(), 0);
    EXPECT_EQ(Person::objects.count(), 2);
}

TEST_F(ModelOptions, FriendsAreFriendsOfOneAnother) {
    Person ann = make("Ann"), bob = make("Bob"), cy = make("Cy");
    ann.related(&Person::friends).add({bob, cy});
    EXPECT_THAT(names(bob.related(&Person::friends)), ElementsAre("Ann"));
    bob.related(&Person::friends).add(ann);  // is there already
    EXPECT_THAT(names(ann.related(&Person::friends)), ElementsAre("Bob", "Cy"));
    ann.related(&Person::friends).remove(bob);
    EXPECT_THAT(names(bob.related(&Person::friends)), IsEmpty());
    ann.related(&Person::friends).clear();
    EXPECT_THAT(names(cy.related(&Person::friends)), IsEmpty());
}

TEST_F(ModelOptions, ChecksHoldInTheDatabaseAndBeforeIt) {
    Event event{.name = "Fair", .weight = -1};
    auto errors = event.validate();
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].message, "Weigh it again.");
    try {
        event.save();
        FAIL();
    } catch (const orm::IntegrityError& error) {
        EXPECT_EQ(error.kind(), orm::IntegrityError::Kind::check);
        EXPECT_THAT(error.columns(), ElementsAre("event_weight"));
    }
    event.weight = 2;
    event.save();
    EXPECT_EQ(orm::schema_sql(orm::model<Event>(), *orm::model<Event>().checks[0].condition, orm::sqlite_dialect()),
              R"(("weight" >= 0.0 AND "weight" < 1000.0))");
}

TEST_F(ModelOptions, ACheckMayNameFunctionsAndLists) {
    Event event{.name = "", .flags = 7};
    EXPECT_EQ(orm::holds(orm::model<Event>(), &event, *orm::model<Event>().checks[1].condition), true);
    event.save();
    event.flags = 1;
    EXPECT_EQ(orm::holds(orm::model<Event>(), &event, *orm::model<Event>().checks[1].condition), false);
    EXPECT_THROW(event.save(), orm::IntegrityError);
}

TEST_F(ModelOptions, ATypeOfOnesOwnIsAColumn) {
    Event::objects.create({.name = "Fair", .day = std::chrono::year(2026) / 1 / 1, .colour = {255, 128, 0}});
    Event loaded = Event::objects.get(F(&Event::colour) == Colour{255, 128, 0});
    EXPECT_EQ(loaded.colour, (Colour{255, 128, 0}));
    EXPECT_EQ(Event::objects.filter(F(&Event::colour) == Colour{}).count(), 0);
    loaded.colour.red = 0;
    loaded.save();
    EXPECT_EQ(orm::model<Event>().column("colour")->value(&loaded), Value("#008000"));
    EXPECT_EQ(Event::objects.update(F(&Event::colour) = Colour{1, 2, 3}), 1);
    EXPECT_EQ(Event::objects.get().colour.blue, 3);
}

TEST_F(ModelOptions, LookupsOfOnesOwn) {
    Event::objects.create({.name = "Fair", .day = std::chrono::year(2026) / 1 / 1, .colour = {255, 128, 0}});
    Event::objects.create({.name = "Rain", .day = std::chrono::year(2026) / 1 / 2, .colour = {0, 128, 255}});
    EXPECT_EQ(Event::objects.get(red(F(&Event::colour)) == "ff").name, "Fair");
    EXPECT_EQ(Event::objects.get(begins_with(F(&Event::colour), "#00")).name, "Rain");
    EXPECT_EQ(Event::objects.filter(!begins_with(F(&Event::colour), "#00")).get().name, "Fair");
    EXPECT_THAT(Event::objects.order_by(red(F(&Event::colour))).values_list(red(F(&Event::colour))), ElementsAre("00", "ff"));
    orm::AnyQuerySet events(orm::model<Event>());
    EXPECT_EQ(events.where("colour__red__gte", "80").count(), 1);
    EXPECT_EQ(events.where("colour__red", "00").count(), 1);
    EXPECT_EQ(events.where("colour__within", "#0").count(), 1);
    EXPECT_EQ(events.order_by({"-colour__red"}).values(std::vector<std::string>{"name", "colour__red"})[0][1], Value("ff"));
    EXPECT_THROW(events.where("colour__rde", "00").count(), Error);
}

TEST_F(ModelOptions, SomeRowsAloneAreUnique) {
    Event::objects.create({.name = "Fair", .flags = 1});
    Event::objects.create({.name = "Fair", .flags = 2});
    Event third{.name = "Fair", .flags = 1};
    auto errors = third.validate();
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].message, "There is such an event.");
    EXPECT_THROW(third.save(), orm::IntegrityError);
    third.flags = 2;
    EXPECT_THAT(third.validate(), IsEmpty());
}

/// A custom query method is a function of a query set.
orm::QuerySet<Person> known(const orm::QuerySet<Person>& people) { return people.exclude(F(&Person::name) == ""); }

TEST_F(ModelOptions, FunctionsOfQuerySetsChain) {
    make("Ann"), make("");
    EXPECT_THAT(names(known(Person::objects.all()).filter(F(&Person::version) == 0)), ElementsAre("Ann"));
}

}  // namespace
