/// What is found at start-up of models that ask for too much.
#include <gmock/gmock.h>

#include <sstream>

#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/project/project.hpp>

#include "database_fixture.hpp"
#include "shop_models.hpp"

namespace memos {

namespace orm = portico::orm;

struct Memo : orm::Model<Memo> {
    orm::Id<> id{};
    orm::ForeignKey<shop::Topic> topic{};
    static void describe(orm::Describe<Memo>& memo) { memo.field(&Memo::topic).on_delete(orm::db_cascade); }
};

struct Pin : orm::Model<Pin> {
    orm::Id<> id{};
    orm::ForeignKey<Memo> memo{};
    static void describe(orm::Describe<Pin>& pin) { pin.field(&Pin::memo).on_delete(orm::cascade); }
};

struct Watched : orm::Model<Watched> {
    orm::Id<> id{};
    orm::ForeignKey<shop::Topic> topic{};
    static void describe(orm::Describe<Watched>& watched) {
        watched.field(&Watched::topic).on_delete(orm::db_cascade);
        watched.before_delete([](const Watched&) {});
    }
};

struct Overlapping : orm::Model<Overlapping> {
    orm::Id<> id{};
    int place = 0;
    static void describe(orm::Describe<Overlapping>& one) {
        one.unique(&Overlapping::place).deferrable(orm::Deferrable::immediate).name("overlapping_place");
        one.exclude("overlapping").with(&Overlapping::place, "=");
    }
};

}  // namespace memos

namespace portico {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What "check" says of these models.
std::string findings(const orm::Models& models) {
    orm::test::Folder folder;
    orm::test::TestDatabase database;
    std::ostringstream out;
    Project project({.settings = {{"database.url", Value(database.url())}}, .root = folder.path(), .out = &out, .err = &out});
    project.install(migrations::app());
    project.install(App("memos").with(models));
    project.run({"check"});
    return out.str();
}

TEST(ModelChecks, DeletingByTheDatabaseMustNotPassOverTheProgram) {
    shop::install();
    const std::string found = findings(orm::models<memos::Memo, memos::Pin, memos::Watched>());
    EXPECT_THAT(found, AllOf(HasSubstr("orm.E004 memos.Memo: \"Memo.topic\" leaves deleting to the database"), HasSubstr("\"Pin.memo\" has an on_delete that the program sees to"),
                             HasSubstr("\"Watched\" has hooks for its deletion"), Not(HasSubstr("E003"))));
}

TEST(ModelChecks, RulesThatTheDatabaseDoesNotKnowAreNamed) {
    const std::string found = findings(orm::models<memos::Overlapping>());
    if (orm::test::on_postgresql()) {
        EXPECT_THAT(found, Not(HasSubstr("orm.E003")));
    } else {
        EXPECT_THAT(found, AllOf(HasSubstr("\"overlapping_place\" is deferrable, which sqlite does not know"), HasSubstr("\"overlapping\" excludes rows by an operator")));
    }
}

}  // namespace
}  // namespace portico
