/// Who changed what and when.
#include <portico/fibers/fiber.hpp>
#include <portico/fibers/loop.hpp>
#include <portico/orm/history.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/sql.hpp>
#include <portico/orm/transaction.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using orm::Change;
using orm::ChangeKind;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

struct InstalledHistory {
    InstalledHistory() { orm::install<Change>("history"); }
};

class History : InstalledHistory, public BlogTest {
protected:
    /// "changed by ann: title Helo > Hello", the newest first.
    static std::vector<std::string> told(const orm::QuerySet<Change>& changes) {
        std::vector<std::string> all;
        for (const Change& change : changes) {
            std::string text = change.kind == ChangeKind::created ? "created" : change.kind == ChangeKind::changed ? "changed" : "deleted";
            if (!change.who.empty()) text += " by " + change.who;
            for (const auto& field : change.fields()) text += (text.find(':') == text.npos ? ": " : ", ") + field.name + " " + text_of(field.before) + " > " + text_of(field.after);
            all.push_back(text);
        }
        return all;
    }
    static std::string text_of(const Value& value) { return value.is_null() ? "" : value.str(); }
    orm::ActingAs ann{"ann"};
    Paper paper = Paper::objects.create({.title = "Helo", .price = Decimal("2.50")});
};

class PostgresqlHistory : public History {};

TEST_F(History, ASaveKeepsWhatItChanged) {
    paper.title = "Hello";
    paper.pages = 3;
    paper.save();
    paper.save();
    EXPECT_THAT(told(orm::history_of(paper)), ElementsAre("changed by ann: title Helo > Hello, pages 0 > 3",
                                                          "created by ann: title  > Helo, price  > 2.50, pages  > 0"));
    EXPECT_EQ(orm::history_of(paper).first()->object_text, "Hello");
}

TEST_F(History, WhoActsIsAskedWhenSomethingIsChanged) {
    {
        std::string who = "bob";
        orm::ActingAs bob([&] { return who; });
        who = "bob the builder";
        paper.pages = 1;
        paper.save();
    }
    EXPECT_EQ(orm::history_of(paper).first()->who, "bob the builder");
    paper.pages = 2;
    paper.save();
    EXPECT_EQ(orm::history_of(paper).first()->who, "ann");
}

TEST_F(History, WhatIsRolledBackIsNotKept) {
    EXPECT_THROW(orm::atomic([&] {
        paper.title = "Never";
        paper.save();
        throw Error("no");
    }), Error);
    EXPECT_EQ(orm::history_of(paper).count(), 1);
}

TEST_F(History, OthersChangesAreTheirs) {
    Paper same = Paper::objects.get();
    same.title = "Hello";
    same.save();
    paper.pages = 9;
    paper.save();
    EXPECT_THAT(told(orm::history_of(paper).limit(2)), ElementsAre("changed by ann: pages 0 > 9", "changed by ann: title Helo > Hello"));
}

TEST_F(History, UpdatesOfManyRowsAreKept) {
    Paper other = Paper::objects.create({.title = "Other", .pages = 7});
    EXPECT_EQ(Paper::objects.update(F(&Paper::pages) = 7), 2);
    EXPECT_EQ(told(orm::history_of(paper)).front(), "changed by ann: pages 0 > 7");
    EXPECT_EQ(orm::history_of(other).count(), 1) << "it had 7 pages before";
    std::vector<Paper> both = Paper::objects.order_by(&Paper::id);
    both[1].title = "Another";
    EXPECT_EQ(Paper::objects.bulk_update(both, &Paper::title), 2);
    EXPECT_EQ(told(orm::history_of(other)).front(), "changed by ann: title Other > Another");
}

TEST_F(History, ManyNewRowsAreKept) {
    auto made = Paper::objects.bulk_create({{.title = "a"}, {.title = "b"}});
    EXPECT_EQ(told(orm::history_of(made[1])).front(), "created by ann: title  > b, pages  > 0");
}

TEST_F(History, DeletedRowsLeaveTheirValues) {
    Paper kept = paper;
    Category novels{.name = "novels"};
    novels.save();
    Paper::objects.create({.title = "Novel", .category = novels});
    paper.delete_();
    EXPECT_EQ(told(orm::history_of(kept)).front(), "deleted by ann: title Helo > , price 2.50 > , pages 0 > ");
    novels.delete_();
    EXPECT_EQ(told(Change::objects.limit(1)).front(), "changed by ann: category 1 > ");
    EXPECT_EQ(Paper::objects.delete_().total, 1);
    EXPECT_EQ(told(Change::objects.limit(1)).front(), "deleted by ann: title Novel > , pages 0 > ");
}

/// Somebody else updates the row while its update waits: what it was before is what they made of it.
TEST_F(PostgresqlHistory, AnUpdateLocksTheRowsThatItLooksAt) {
    auto add = [] { Paper::objects.update(F(&Paper::pages) = F(&Paper::pages) + 1); };
    fibers::spawn([&] {
        orm::atomic([&] {
            add();
            fibers::Loop::current().post([&] {
                orm::UseDatabases here(databases);
                fibers::spawn(add);
            });
            while (orm::sql<std::int64_t>("SELECT count(*) FROM pg_locks WHERE NOT granted").at(0) == 0) fibers::yield();
        });
    });
    fibers::Loop::current().run();
    EXPECT_THAT(told(Change::objects.filter(F(&Change::kind) == ChangeKind::changed).order_by(-F(&Change::id))),
                ElementsAre("changed by ann: pages 1 > 2", "changed by ann: pages 0 > 1"));
}

TEST_F(History, AnObjectAsItWas) {
    paper.title = "Hello";
    paper.price = Decimal("3.00");
    paper.save();
    paper.title = "Hello, world";
    paper.save();
    auto changes = orm::history_of(paper).to_vector();
    EXPECT_EQ(orm::as_it_was(paper, changes[0]).title, "Hello");
    Paper first = orm::as_it_was(paper, changes[1]);
    EXPECT_EQ(first.title, "Helo");
    EXPECT_EQ(first.price, Decimal("2.50"));
    EXPECT_EQ(paper.title, "Hello, world");
}

TEST_F(History, OtherModelsKeepNone) {
    make_author("Ann").delete_();
    EXPECT_THAT(Change::objects.filter(F(&Change::model) == "blog.Author").to_vector(), IsEmpty());
}

}  // namespace
