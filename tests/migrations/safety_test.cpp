/// What is claimed of locks and rewrites, held against what PostgreSQL does: each operation is run in a transaction, and pg_locks and
/// relfilenode are looked at before it ends.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <ostream>

#include <portico/base/json.hpp>
#include <portico/migrations/safety.hpp>
#include <portico/orm/dialect.hpp>
#include <portico/orm/transaction.hpp>

#include "database_fixture.hpp"
#include "states.hpp"

namespace portico::migrations {
namespace {

using namespace test;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

using Locks = std::map<std::string, std::string>;  // the strongest on each table

int strength(const std::string& lock) {
    static const std::vector<std::string> in_order{"SHARE UPDATE EXCLUSIVE", "SHARE", "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"};
    return static_cast<int>(std::find(in_order.begin(), in_order.end(), lock) - in_order.begin());
}

struct Case {
    std::string name;
    OperationPointer operation;
    std::vector<OperationPointer> first{};  // done before it, and committed
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

FieldState changed(FieldState field, void (*change)(FieldState&)) {
    change(field);
    return field;
}

class PostgresqlSafety : public orm::test::DatabaseTest, public testing::WithParamInterface<Case> {
protected:
    PostgresqlSafety() {
        auto editor = make_schema_editor(database());
        for (const ModelState& model : before.models()) editor->create_model(before, model);
        editor->finish();
        database().script("INSERT INTO blog_author (name, email) VALUES ('Ann', 'ann@example.org'); "
                          "INSERT INTO blog_tag (name) VALUES ('cpp'); "
                          "INSERT INTO blog_post (title, author_id, views) VALUES ('Open', 1, 3), ('Second', 1, 4)");
    }

    /// Each table's file: a rewritten one has another.
    std::map<std::string, std::string> files() {
        std::map<std::string, std::string> found;
        database().query({"SELECT relname, relfilenode FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema())", {}},
                         [&](const orm::Row& row) { found.emplace(row.text(0), row.text(1)); });
        return found;
    }
    /// By their names of before, also of tables that are gone or are called otherwise by now.
    Locks locks_held(const std::map<std::string, std::string>& names) {
        Locks found;
        database().query({"SELECT relation, mode FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation'", {}}, [&](const orm::Row& row) {
            const auto table = names.find(std::string(row.text(0)));
            const std::string lock = in_words(row.text(1));
            if (table == names.end() || lock.empty()) return;
            std::string& strongest = found[table->second];
            if (strongest.empty() || strength(lock) > strength(strongest)) strongest = lock;
        });
        return found;
    }
    std::map<std::string, std::string> names_of_tables() {
        std::map<std::string, std::string> found;
        database().query({"SELECT oid, relname FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(current_schema())", {}},
                         [&](const orm::Row& row) { found.emplace(row.text(0), row.text(1)); });
        return found;
    }
    /// How often each table was read from its beginning, as this session counts it.
    std::map<std::string, std::int64_t> scans() {
        std::map<std::string, std::int64_t> found;
        database().query({"SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE schemaname = current_schema()", {}},
                         [&](const orm::Row& row) { found.emplace(row.text(0), row.integer(1)); });
        return found;
    }
    void do_first(const std::vector<OperationPointer>& operations) {
        for (const OperationPointer& operation : operations) {
            ProjectState after = before;
            operation->apply(after, "blog");
            orm::Atomic transaction(database(), {});
            auto editor = make_schema_editor(database());
            operation->forwards(*editor, before, after, {.app = "blog"});
            editor->finish();
            transaction.commit();
            before = std::move(after);
        }
    }
    /// "AccessExclusiveLock" as the documentation calls it; nothing for those that keep no writer and no change of a table waiting.
    static std::string in_words(std::string_view mode) {
        if (mode == "ShareUpdateExclusiveLock") return "SHARE UPDATE EXCLUSIVE";
        if (mode == "AccessExclusiveLock") return "ACCESS EXCLUSIVE";
        if (mode == "ExclusiveLock") return "EXCLUSIVE";
        if (mode == "ShareRowExclusiveLock") return "SHARE ROW EXCLUSIVE";
        if (mode == "ShareLock") return "SHARE";
        return {};
    }
    static Locks claimed(const Safety& safety) {
        Locks found;
        for (const TableImpact& one : safety.tables)
            if (!found.contains(one.table) || strength(one.lock) > strength(found[one.table])) found[one.table] = one.lock;
        return found;
    }

    ProjectState before = blog();
};

TEST_P(PostgresqlSafety, IsAsPostgresqlDoes) {
    const Operation& operation = *GetParam().operation;
    do_first(GetParam().first);
    ProjectState after = before;
    operation.apply(after, "blog");
    const Safety safety = safety_of(operation, before, after, "blog", database().dialect());

    const auto files_before = files();
    const auto names = names_of_tables();
    const auto scans_before = scans();
    orm::Atomic transaction(database(), {});
    auto editor = make_schema_editor(database());
    operation.forwards(*editor, before, after, {.app = "blog"});
    editor->finish();
    const Locks claims = claimed(safety);
    Locks held = locks_held(names);
    // A comment takes it as well, and keeps nobody but other changes waiting.
    std::erase_if(held, [&](const auto& lock) { return lock.second == "SHARE UPDATE EXCLUSIVE" && !claims.contains(lock.first); });
    EXPECT_EQ(held, claims);
    for (const TableImpact& claim : safety.tables) {
        const bool reads = std::any_of(safety.tables.begin(), safety.tables.end(), [&](auto& one) { return one.table == claim.table && !one.is_brief(); });
        const auto scans_now = scans();
        if (!reads && files_before.contains(claim.table) && scans_now.contains(claim.table)) {
            EXPECT_EQ(scans_now.at(claim.table), scans_before.at(claim.table)) << claim.table << " was read";
        }
    }
    const auto names_now = names_of_tables();
    for (const auto& [table, file] : files()) {
        const auto old = files_before.find(table);
        const bool same = std::any_of(names.begin(), names.end(), [&, &name = table](auto& one) { return one.second == name && names_now.contains(one.first); });
        if (old == files_before.end() || !same) continue;  // another of that name is no rewritten one
        const bool said = std::any_of(safety.tables.begin(), safety.tables.end(), [&, &name = table](auto& one) { return one.table == name && one.rewrites; });
        EXPECT_EQ(old->second != file, said) << table;
    }
    transaction.rollback();
}

CheckState not_valid(const std::string& name, const std::string& condition) {
    return {.name = name, .condition = {{{"postgresql", condition}, {"sqlite", condition}}}, .not_valid = true};
}
FieldState reviewer() { return nullable(foreign_key("reviewer", "blog.Author")); }
FieldState unwatched(FieldState field) { return field.db_constraint = false, field; }

FieldState changed_to(FieldState field, const char* sql) { return field.generated.texts = {{"postgresql", sql}, {"sqlite", sql}}, field; }

std::vector<Case> cases() {
    FieldState check = integer("stars");
    check.type.is_unsigned = check.types[0].is_unsigned = true;
    const FieldState status = changed(text("status", 20), [](FieldState& field) { field.choices = {Value("a"), Value("b")}; field.db_default = Value("a"); });
    const FieldState indexed = changed(integer("views"), [](FieldState& field) { field.indexed = true; });
    const FieldState computed = changed(integer("twice"), [](FieldState& field) { field.generated.texts = {{"postgresql", "views * 2"}, {"sqlite", "views * 2"}}; });
    const auto views_from = [](const char* sql) { return alter_field("Post", changed_to(integer("views"), sql)); };
    FieldState deck = text("deck", 10), place = integer("place"), part = place;
    deck.primary_key = part.primary_key = true;
    const auto berth = [](FieldState one, FieldState other) { return create_model({.app = "blog", .name = "Berth", .table = "blog_berth", .fields = {std::move(one), std::move(other)}}); };
    return {
        {"BecomesComputed", views_from("id * 2")},
        {"IsComputedOtherwise", views_from("id * 3"), {views_from("id * 2")}},
        {"IsNoMoreComputed", alter_field("Post", integer("views")), {views_from("id * 2")}},
        {"BecomesPartOfTheKey", alter_field("Berth", part), {berth(deck, place)}},
        {"AddPartOfTheKey", add_field("Berth", filled(part, Value(1))), {berth(deck, text("side", 5))}},
        {"RemovePartOfTheKey", remove_field("Berth", "place"), {berth(deck, part)}},
        {"CreateModel", create_model(model("blog", "Note", {foreign_key("post", "blog.Post"), text("text", 50)}))},
        {"DeleteModel", delete_model("Post")},
        {"RenameModel", rename_model("Tag", "Word")},
        {"AddOptionalField", add_field("Post", nullable(text("subtitle", 100)))},
        {"AddFilledField", add_field("Post", filled(text("subtitle", 100), Value("none")))},
        {"AddCheckedField", add_field("Post", filled(check, Value(1)))},
        {"AddChoice", add_field("Post", status)},
        {"AddUniqueField", add_field("Post", nullable(unique(text("code", 10))))},
        {"AddIndexedField", add_field("Post", nullable(changed(integer("rank"), [](FieldState& field) { field.indexed = true; })))},
        {"AddComputedField", add_field("Post", computed)},
        {"AddReference", add_field("Post", nullable(foreign_key("reviewer", "blog.Author")))},
        {"AddManyToMany", add_field("Author", many_to_many("tags", "blog.Tag", "blog_author", "author", "tag"))},
        {"RemoveField", remove_field("Post", "views")},
        {"RemoveReference", remove_field("Post", "author")},
        {"RemoveManyToMany", remove_field("Post", "tags")},
        {"RenameField", rename_field("Post", "title", "headline")},
        {"RenameManyToMany", rename_field("Post", "tags", "words")},
        {"LinksLeadElsewhere", alter_field("Post", many_to_many("tags", "blog.Author", "blog_post", "post", "author"))},
        {"LinksAreCalledOtherwise", alter_field("Post", many_to_many("tags", "blog.Tag", "blog_post", "post", "word"))},
        {"LongerText", alter_field("Post", text("title", 300))},
        {"ShorterText", alter_field("Post", text("title", 100))},
        {"UnlimitedText", alter_field("Post", plain("title", {.kind = Kind::text}))},
        {"WiderNumber", alter_field("Post", plain("views", {.kind = Kind::integer, .bits = 64}))},
        {"NumberToText", alter_field("Post", text("views", 20))},
        {"BecomesOptional", alter_field("Post", nullable(text("title", 200)))},
        {"BecomesUnique", alter_field("Post", unique(text("title", 200)))},
        {"BecomesIndexed", alter_field("Post", indexed)},
        {"BecomesPositive", alter_field("Post", changed(integer("views"), [](FieldState& field) { field.type.is_unsigned = field.types[0].is_unsigned = true; }))},
        {"GetsADefault", alter_field("Post", changed(integer("views"), [](FieldState& field) { field.db_default = Value(0); }))},
        {"StaysUnique", alter_field("Author", unique(text("email", 300)))},
        {"RefersToAnother", alter_field("Post", foreign_key("author", "blog.Tag"))},
        {"IsLeftToTheDatabase", alter_field("Post", changed(foreign_key("author", "blog.Author"), [](FieldState& field) { field.on_delete = "CASCADE"; }))},
        {"IsNotWatched", alter_field("Post", changed(foreign_key("author", "blog.Author"), [](FieldState& field) { field.db_constraint = false; }))},
        {"AddUnwatched", add_field("Post", nullable(changed(foreign_key("reviewer", "blog.Author"), [](FieldState& field) { field.db_constraint = false; })))},
        {"GetsAComment", alter_field("Post", changed(integer("views"), [](FieldState& field) { field.db_comment = "so far"; }))},
        {"TableGetsAComment", alter_comment("Post", "What was written")},
        {"AddExclusion", add_exclusion("Post", {.name = "apart", .terms = {{{{{"postgresql", "int4range(views, views, '[]')"}, {"sqlite", "1"}}}, "&&", ""}}})},
        {"AddDeferrable", add_index("Post", {.name = "one_title", .columns = {"title"}, .unique = true, .more = {.deferrable = orm::Deferrable::deferred}})},
        {"AddIndex", add_index("Post", {.name = "by_title", .columns = {"title"}})},
        {"AddUniqueIndex", add_index("Post", {.name = "one_title", .columns = {"title"}, .unique = true})},
        {"AddCheckNotValid", add_check("Post", not_valid("seen", "views > 0"))},
        {"ValidateCheck", validate_check("Post", "seen"), {add_check("Post", not_valid("seen", "views > 0"))}},
        {"RemoveCheck", remove_check("Post", "seen"), {add_check("Post", not_valid("seen", "views > 0"))}},
        {"BecomesRequired", alter_field("Post", filled(text("subtitle", 9), Value("-"))), {add_field("Post", nullable(text("subtitle", 9)))}},
        {"BecomesRequiredAsKnown", alter_field("Post", filled(text("subtitle", 9), Value("-"))),
         {add_field("Post", text("subtitle", 9)), alter_field("Post", nullable(text("subtitle", 9))), add_check("Post", not_valid("known", "\"subtitle\" IS NOT NULL")),
          validate_check("Post", "known")}},
        {"AddReferenceNotValid", add_field("Post", nullable(changed(foreign_key("reviewer", "blog.Author"), [](FieldState& field) { field.not_valid = true; field.indexed = false; })))},
        {"BecomesAReferenceNotValid", alter_field("Post", changed(reviewer(), [](FieldState& field) { field.not_valid = true; })), {add_field("Post", unwatched(reviewer()))}},
        {"ValidateReference", validate_field("Post", "reviewer"),
         {add_field("Post", unwatched(reviewer())), alter_field("Post", changed(reviewer(), [](FieldState& field) { field.not_valid = true; }))}},
        {"BecomesPositiveNotValid", alter_field("Post", changed(integer("views"), [](FieldState& field) { field.type.is_unsigned = field.types[0].is_unsigned = field.not_valid = true; }))},
        {"AddChoiceNotValid", add_field("Post", changed(status, [](FieldState& field) { field.not_valid = true; }))},
        {"ValidateCondition", validate_field("Post", "status"), {add_field("Post", changed(status, [](FieldState& field) { field.not_valid = true; }))}},
        {"AddCheck", add_check("Post", {.name = "seen", .condition = {{{"postgresql", "views > 0"}, {"sqlite", "views > 0"}}}})},
    };
}

INSTANTIATE_TEST_SUITE_P(Operations, PostgresqlSafety, testing::ValuesIn(cases()), [](const auto& info) { return info.param.name; });

class SafetyTest : public orm::test::DatabaseTest {
protected:
    Safety of(const OperationPointer& operation) {
        const ProjectState before = blog();
        ProjectState after = before;
        operation->apply(after, "blog");
        return safety_of(*operation, before, after, "blog", database().dialect());
    }
};

TEST_F(SafetyTest, SaysWhatTheRunningVersionCanNotDoAnyMore) {
    EXPECT_THAT(of(remove_field("Post", "views")).breaks, ElementsAre("reads and writes \"blog_post\".\"views\""));
    EXPECT_THAT(of(rename_field("Post", "title", "headline")).breaks, ElementsAre("reads and writes \"blog_post\".\"title\""));
    EXPECT_THAT(of(delete_model("Post")).breaks, ElementsAre("reads and writes \"blog_post\""));
    EXPECT_THAT(of(rename_model("Tag", "Word")).breaks, ElementsAre("reads and writes \"blog_tag\""));
    EXPECT_THAT(of(add_field("Post", text("subtitle", 100))).breaks, ElementsAre("adds rows to \"blog_post\" without \"subtitle\""));
    EXPECT_THAT(of(add_field("Post", nullable(text("subtitle", 100)))).breaks, IsEmpty());
    EXPECT_THAT(of(alter_field("Post", text("title", 100))).breaks, ElementsAre("writes longer texts to \"blog_post\".\"title\""));
    EXPECT_THAT(of(alter_field("Post", text("title", 300))).breaks, IsEmpty());
    EXPECT_THAT(of(create_model(model("blog", "Note", {}))).breaks, IsEmpty());
}

TEST_F(SafetyTest, LinksThatAreToLeadElsewhereAreLost) {
    const Safety elsewhere = of(alter_field("Post", many_to_many("tags", "blog.Author", "blog_post", "post", "author")));
    EXPECT_TRUE(elsewhere.loses_data);
    EXPECT_THAT(elsewhere.breaks, ElementsAre("reads and writes links to \"blog.Tag\" in \"blog_post_tags\", which are all deleted"));
    const Safety renamed = of(alter_field("Post", many_to_many("tags", "blog.Tag", "blog_post", "post", "word")));
    EXPECT_FALSE(renamed.loses_data);
    EXPECT_THAT(renamed.breaks, ElementsAre("reads and writes \"blog_post_tags\""));
    EXPECT_TRUE(of(remove_field("Post", "views")).loses_data);
    EXPECT_FALSE(of(alter_field("Post", text("title", 300))).loses_data);
}

TEST_F(SafetyTest, WhatAColumnHeldIsLostWhereItIsComputed) {
    const Safety computed = of(alter_field("Post", changed_to(integer("views"), "id * 2")));
    EXPECT_TRUE(computed.loses_data);
    EXPECT_THAT(computed.breaks, ElementsAre("writes \"blog_post\".\"views\", which is computed"));
    FieldState wider = foreign_key("author", "blog.Author");
    wider.columns = {"author_name", "author_number"}, wider.types = {wider.types[0], wider.types[0]};
    EXPECT_TRUE(of(alter_field("Post", wider)).loses_data);
}

TEST_F(SafetyTest, TellsTheSafeFromTheOthers) {
    EXPECT_TRUE(of(create_model(model("blog", "Note", {foreign_key("post", "blog.Post")}))).is_safe());
    EXPECT_TRUE(of(add_field("Post", nullable(text("subtitle", 100)))).is_safe());
    EXPECT_FALSE(of(remove_field("Post", "views")).is_safe());
    EXPECT_FALSE(of(operation_from(*parse_json(R"({"op": "run_sql", "sql": "SELECT 1"})").as_map(), "blog")).is_safe());
}

TEST_F(SafetyTest, WhatTheDatabaseDoesNotDoIsSafe) {
    EXPECT_TRUE(of(operation_from(*parse_json(R"({"op": "remove_field", "model": "Post", "field": "views", "only": "state"})").as_map(), "blog")).is_safe());
}

TEST_F(SafetyTest, SpeaksInSentences) {
    const TableImpact rewritten{.table = "blog_post", .lock = "ACCESS EXCLUSIVE", .rewrites = true};
    EXPECT_EQ(rewritten.str(), "\"blog_post\": ACCESS EXCLUSIVE while every row is rewritten: nobody reads or writes");
    const TableImpact brief{.table = "blog_post", .lock = "SHARE ROW EXCLUSIVE"};
    EXPECT_EQ(brief.str(), "\"blog_post\": SHARE ROW EXCLUSIVE for a moment");
    const TableImpact read{.table = "blog_post", .lock = "SHARE", .scans = true};
    EXPECT_EQ(read.str(), "\"blog_post\": SHARE while every row is read: nobody writes");
}

TEST_F(SafetyTest, TablesThatThePlanMakesAreNobodys) {
    const ProjectState before = blog();
    ProjectState after = before;
    const auto operation = add_index("Post", {.name = "by_title", .columns = {"title"}});
    operation->apply(after, "blog");
    EXPECT_TRUE(safety_of(*operation, before, after, "blog", database().dialect(), {"blog_post"}).is_safe());
}

}  // namespace
}  // namespace portico::migrations
