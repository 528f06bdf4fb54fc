/// Rules that databases hold, and what a person is told who breaks them.
#include <portico/base/error.hpp>
#include <portico/orm/constraints.hpp>
#include <portico/orm/places.hpp>
#include <portico/orm/saving.hpp>

#include "model_tables.hpp"

namespace shop {
namespace {

class Rules : public ModelTables {
protected:
    /// What the database says of saving it, in the model's words.
    template <class T> std::optional<orm::FieldError> refusal(T object) {
        try {
            orm::atomic([&] { object.save(); });
        } catch (const orm::IntegrityError& error) {
            return orm::broken_rule(orm::model<T>(), error);
        }
        return orm::FieldError{"", "nothing is wrong", ""};
    }
};

TEST_F(Rules, NullsMeetWhereTheyAreNotDistinct) {
    make<Lesson>();
    Lesson::objects.create({.name = "Judo", .hour = 9});
    Lesson::objects.create({.name = "Chess", .room = "0", .hour = 9});
    Lesson third{.name = "Dance", .hour = 9};
    auto errors = third.validate();
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].message, "The room is taken.");
    EXPECT_EQ(errors[0].code, "taken");
    auto told = refusal(third);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->message, "The room is taken.");
    EXPECT_EQ(told->code, "taken");
    third.hour = 10;
    EXPECT_THAT(third.validate(), IsEmpty());
    third.save();
}

TEST_F(Rules, ExpressionsAreUniqueAndAskedBefore) {
    make<Lesson>();
    Lesson::objects.create({.name = "Judo", .room = "a", .hour = 9});
    Lesson second{.name = "JUDO", .room = "a", .hour = 10};
    ASSERT_EQ(second.validate().size(), 1u);
    EXPECT_EQ(second.validate()[0].message, "There is such a lesson.");
    auto told = refusal(second);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->message, "There is such a lesson.");
    Lesson first = Lesson::objects.get();
    EXPECT_THAT(first.validate(), IsEmpty()) << "its own row does not count";
}

TEST_F(Rules, ChecksHaveMessagesAndCodesOfTheirOwn) {
    make<Lesson>();
    Lesson late{.name = "Night", .hour = 24};
    ASSERT_EQ(late.validate().size(), 1u);
    EXPECT_EQ(late.validate()[0].code, "late");
    auto told = refusal(late);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->message, "A day has 24 hours.");
    EXPECT_EQ(told->code, "late");
}

TEST_F(Rules, OfSingleFieldsAreToldThere) {
    make<Product, Offer>();
    Product::objects.create({.code = "tea", .name = "Tea"});
    auto told = refusal(Product{.code = "tea", .name = "Other"});
    ASSERT_TRUE(told);
    EXPECT_EQ(told->field, "code");
    EXPECT_EQ(told->message, "Product with this Code already exists.");
    auto nowhere = refusal(Offer{.product = "no such"});
    if (is_sqlite()) {
        EXPECT_FALSE(nowhere) << "SQLite does not tell";
    } else {
        ASSERT_TRUE(nowhere);
        EXPECT_EQ(nowhere->field, "product");
    }
}

TEST_F(Rules, IndexesOfOtherKindsAreMadeWhereTheyExist) {
    make<Lesson>();
    const std::string table = made("shop_lesson");
    EXPECT_THAT(table, AllOf(HasSubstr("lesson_hour_hash"), HasSubstr("lesson_name_like")));
    if (is_sqlite()) {
        EXPECT_THAT(table, AllOf(Not(HasSubstr("lesson_tags")), Not(HasSubstr("varchar_pattern_ops")), Not(HasSubstr("USING"))));
    } else {
        EXPECT_THAT(table, AllOf(HasSubstr("lesson_tags ON"), HasSubstr("USING gin (tags)"), HasSubstr("USING hash (hour)"), HasSubstr("USING brin (hour)"),
                                 HasSubstr("(name varchar_pattern_ops, hour DESC)"), HasSubstr("(room, hour) NULLS NOT DISTINCT")));
    }
}

TEST_F(Rules, IndexesChangeTheirKindByMigrations) {
    ProjectState before = state<Lesson>();
    for (auto& index : before.get("shop.Lesson").indexes) index.more = {};
    migrate_to(before);
    make<Lesson>();
    EXPECT_EQ(steps().size(), 10u) << "each of five goes and comes";
    Lesson::objects.create({.name = "Judo", .hour = 9});
    EXPECT_THROW(orm::atomic([&] { Lesson::objects.create({.name = "Dance", .hour = 9}); }), orm::IntegrityError);
    undo("0001");
    Lesson::objects.create({.name = "Dance", .hour = 9});
    EXPECT_THAT(made("shop_lesson"), Not(HasSubstr("USING hash")));
}

TEST_F(Rules, ValuesAreUniqueForADayAMonthAYear) {
    make<Bulletin>();
    using namespace std::chrono;
    const Date first = year(2026) / 3 / 1, last = year(2026) / 3 / 31, next_year = year(2027) / 3 / 1;
    Bulletin::objects.create({.slug = "a", .headline = "h", .series = "s", .day = first, .printed = sys_days(first)});
    Bulletin same{.slug = "a", .headline = "h", .series = "s", .day = first, .printed = sys_days(first) + hours(5)};
    auto errors = same.validate();
    ASSERT_EQ(errors.size(), 3u);
    EXPECT_EQ(errors[0].message, "Slug must be unique for Day date.");
    EXPECT_EQ(errors[0].code, "unique_for_date");
    EXPECT_EQ(errors[1].field, "headline");
    EXPECT_EQ(errors[2].message, "Series must be unique for Day year.");
    same.day = last;
    same.printed = sys_days(last);
    ASSERT_EQ(same.validate().size(), 2u) << "another day of the same month and year";
    same.day = next_year;
    same.printed = sys_days(year(2026) / 4 / 1);
    EXPECT_THAT(same.validate(), IsEmpty());
    EXPECT_THAT(Bulletin::objects.get().validate(), IsEmpty()) << "its own row does not count";
}

TEST_F(Rules, CommentsAreKeptWhereTheDatabaseCan) {
    make<Product>();
    const std::string of_column = "SELECT coalesce(col_description('shop_product'::regclass, 2), '-')";
    const std::string of_table = "SELECT coalesce(obj_description('shop_product'::regclass), '-')";
    auto comments = [&] { return is_sqlite() ? std::vector<std::string>{"What can be bought.", "As it's printed on the box"} : std::vector{texts(of_table)[0], texts(of_column)[0]}; };
    EXPECT_THAT(comments(), ElementsAre("What can be bought.", "As it's printed on the box"));
    ProjectState other = state<Product>();
    other.get("shop.Product").db_comment.clear();
    other.get("shop.Product").find("code")->db_comment = "Short";
    migrate_to(other);
    EXPECT_THAT(steps(), ElementsAre("change the comment of Product", "alter field code of Product"));
    if (!is_sqlite()) {
        EXPECT_THAT(comments(), ElementsAre("-", "Short"));
    }
    undo("0001");
    EXPECT_THAT(comments(), ElementsAre("What can be bought.", "As it's printed on the box"));
}

TEST_F(Rules, TheLatestGoesByWhatTheModelSays) {
    make<Product, Lesson>();
    Product::objects.create({.code = "a", .name = "A"});
    Product::objects.create({.code = "b", .name = "B"});
    EXPECT_EQ(Product::objects.latest()->code, "b");
    EXPECT_EQ(Product::objects.earliest()->code, "a");
    EXPECT_THROW(Lesson::objects.latest(), Error);
}

class PostgresqlRules : public Rules {};

TEST_F(PostgresqlRules, UniqueRulesMayWaitForTheEndOfTheTransaction) {
    make<Turn>();
    EXPECT_THAT(made("shop_turn"), HasSubstr("turn_place UNIQUE (place) DEFERRABLE INITIALLY DEFERRED"));
    Turn ann = Turn::objects.create({.name = "Ann", .place = 1}), bob = Turn::objects.create({.name = "Bob", .place = 2});
    orm::atomic([&] {
        ann.place = 2;
        ann.save();
        bob.place = 1;
        bob.save();
    });
    EXPECT_EQ(Turn::objects.get(F(&Turn::place) == 1).name, "Bob");
    EXPECT_THROW(orm::atomic([&] { Turn::objects.create({.name = "Cy", .place = 1}); }), orm::IntegrityError);
    ProjectState other = state<Turn>();
    other.get("shop.Turn").indexes[0].more.deferrable = orm::Deferrable::no;
    migrate_to(other);
    EXPECT_THAT(made("shop_turn"), Not(HasSubstr("DEFERRABLE")));
    undo("0001");
    EXPECT_THAT(made("shop_turn"), HasSubstr("DEFERRABLE INITIALLY DEFERRED"));
}

TEST_F(PostgresqlRules, RowsExcludeEachOtherByAnOperator) {
    make<Booking>();
    Booking::objects.create({.first = 1, .last = 5});
    Booking::objects.create({.first = 5, .last = 7});
    Booking::objects.create({.first = 2, .last = 3, .cancelled = true});
    Booking late{.first = 4, .last = 6};
    ASSERT_EQ(late.validate().size(), 1u);
    EXPECT_EQ(late.validate()[0].message, "Somebody is there already.");
    EXPECT_THAT((Booking{.first = 7, .last = 9}).validate(), IsEmpty());
    EXPECT_THAT((Booking{.first = 4, .last = 6, .cancelled = true}).validate(), IsEmpty());
    EXPECT_THAT(Booking::objects.get(F(&Booking::first) == 1).validate(), IsEmpty()) << "its own row does not count";
    auto told = refusal(late);
    ASSERT_TRUE(told);
    EXPECT_EQ(told->message, "Somebody is there already.");
    EXPECT_EQ(told->code, "exclusion");
    ProjectState without = state<Booking>();
    without.get("shop.Booking").exclusions.clear();
    migrate_to(without);
    EXPECT_THAT(steps(), ElementsAre("remove exclusion booking_overlap from Booking"));
    undo("0001");
    EXPECT_THROW(orm::atomic([&] { Booking::objects.create({.first = 4, .last = 6}); }), orm::IntegrityError);
}

class SqliteRules : public Rules {};

TEST_F(SqliteRules, WhatTheDatabaseDoesNotKnowIsRefused) {
    EXPECT_THROW(make<Turn>(), Error);
    EXPECT_THROW(make<Booking>(), Error);
}

class Places : public ModelTables {
protected:
    std::vector<std::string> in_order(const Question& question) {
        std::vector<std::string> texts;
        for (const Answer& answer : Answer::objects.filter(F(&Answer::question) == question)) texts.push_back(answer.text);
        return texts;
    }
};

TEST_F(Places, NewRowsComeLastAndTheOrderIsChangedAtOnce) {
    make<Question, Answer>();
    Question why = Question::objects.create({.text = "Why?"}), how = Question::objects.create({.text = "How?"});
    for (const char* text : {"a", "b", "c"}) Answer::objects.create({.question = why, .text = text});
    Answer::objects.create({.question = how, .text = "d"});
    EXPECT_THAT(in_order(why), ElementsAre("a", "b", "c"));
    EXPECT_EQ(Answer::objects.get(F(&Answer::text) == "d").place, 0);
    auto answers = why.related(&Answer::question).to_vector();
    std::swap(answers[0], answers[2]);
    orm::set_order(answers);
    EXPECT_THAT(in_order(why), ElementsAre("c", "b", "a"));
    Answer::objects.create({.question = why, .text = "e"});
    EXPECT_THAT(in_order(why), ElementsAre("c", "b", "a", "e"));
    EXPECT_EQ(orm::model<Answer>().relation("question")->related_name, "answers");
}

}  // namespace
}  // namespace shop
