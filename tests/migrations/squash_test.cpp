#include "file_site.hpp"

namespace portico::migrations {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class Squash : public test::FileSite {
protected:
    Squash() {
        write("0001_initial", initial);
        write("0002_a", adding("a"));
        write("0003_code", R"({"operations": [{"op": "run_sql", "sql": "UPDATE shop_post SET a = 'told'", "reverse": "", "elidable": true}]})");
        write("0004_b", adding("b"));
        write("0005_c", adding("c"));
    }
    void add_row(const std::string& more = {}) {
        rows("INSERT INTO shop_post (title, a" + more + ") VALUES ('Open', 'mine'" + (more.empty() ? "" : ", '', ''") + ") RETURNING id");
    }
    void expect_all_there() {
        EXPECT_EQ(run({"migrate", "--check"}), 0) << out.str();
        EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
    }
};

TEST_F(Squash, OneStandsForSeveral) {
    EXPECT_EQ(run({"squashmigrations", "shop", "0004"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("0003_code: left out, as it says itself: run SQL"), HasSubstr("shop.0004_squashed stands for 4 migrations, with 1 operations instead of 3")));
    EXPECT_THAT(read("0004_squashed.json"), HasSubstr(R"("replaces": ["0001_initial", "0002_a", "0003_code", "0004_b"])"));
    EXPECT_EQ(read("latest"), "0005_c\n");
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Applying shop.0004_squashed... OK"), HasSubstr("Applying shop.0005_c... OK"), Not(HasSubstr("0002_a"))));
    EXPECT_THAT(applied(), ElementsAre("0001_initial", "0002_a", "0003_code", "0004_b", "0004_squashed", "0005_c"));
    expect_all_there();
    EXPECT_EQ(run({"migrate", "shop", "zero"}), 0) << out.str();
    EXPECT_THAT(applied(), testing::IsEmpty());
}

TEST_F(Squash, WhereAllAreAppliedItIsApplied) {
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    add_row(", b, c");
    ASSERT_EQ(run({"squashmigrations", "shop", "0001", "0005"}), 0) << out.str();
    EXPECT_EQ(read("latest"), "0005_squashed\n");
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("No migrations to apply"));
    EXPECT_EQ(applied().back(), "0005_squashed") << "written down, for when the others' files are gone";
    for (const char* name : {"0001_initial", "0002_a", "0003_code", "0004_b", "0005_c"}) std::filesystem::remove(migrations() / (std::string(name) + ".json"));
    expect_all_there();
    EXPECT_THAT(rows("SELECT title || a FROM shop_post"), ElementsAre("Openmine"));
}

TEST_F(Squash, GoingBackCountsItAsOne) {
    ASSERT_EQ(run({"squashmigrations", "shop", "0004"}), 0) << out.str();
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    rows("INSERT INTO django_migrations (app, name, applied) VALUES ('guestbook', '0001_initial', '2026-01-01') RETURNING name");
    EXPECT_EQ(run({"migrate", "--back", "3"}), 1);
    EXPECT_THAT(out.str(), HasSubstr("only 2 migrations are applied, so 3 can't be taken back"));
    EXPECT_EQ(run({"migrate", "--back", "2", "--plan"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("shop.0005_c (undone)"), HasSubstr("shop.0004_squashed (undone)")));
    EXPECT_EQ(run({"migrate", "--back", "1"}), 0) << out.str();
    EXPECT_THAT(applied(), ElementsAre("0001_initial", "0002_a", "0003_code", "0004_b", "0004_squashed", "0001_initial"));
}

TEST_F(Squash, WrittenDownLaterItStillComesFirst) {
    ASSERT_EQ(run({"migrate"}), 0) << out.str();
    ASSERT_EQ(run({"squashmigrations", "shop", "0004"}), 0) << out.str();
    rows("INSERT INTO django_migrations (app, name, applied) VALUES ('shop', '0004_squashed', '2026-01-01') RETURNING name");
    EXPECT_EQ(run({"migrate", "--back", "1"}), 0) << out.str();
    EXPECT_THAT(applied(), ElementsAre("0001_initial", "0002_a", "0003_code", "0004_b", "0004_squashed"));
}

TEST_F(Squash, WhereSomeAreAppliedTheOthersAreToo) {
    ASSERT_EQ(run({"migrate", "shop", "0002"}), 0) << out.str();
    add_row();
    ASSERT_EQ(run({"squashmigrations", "shop", "0004"}), 0) << out.str();
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Applying shop.0003_code... OK"), HasSubstr("Applying shop.0004_b... OK"), HasSubstr("Applying shop.0005_c... OK")));
    EXPECT_THAT(rows("SELECT title || a || b || c FROM shop_post"), ElementsAre("Opentoldnewnew"));
    expect_all_there();
}

TEST_F(Squash, WhereSomeAreAppliedAndTheFilesAreGoneItIsToldWhich) {
    ASSERT_EQ(run({"migrate", "shop", "0002"}), 0) << out.str();
    ASSERT_EQ(run({"squashmigrations", "shop", "0004"}), 0) << out.str();
    std::filesystem::remove(migrations() / "0004_b.json");
    EXPECT_NE(run({"migrate"}), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("some of the migrations for which \"shop.0004_squashed\" stands"), HasSubstr("\"0004_b\" is gone")));
}

TEST(SquashedSet, OthersMayDependOnWhatItStandsFor) {
    const std::string none = R"("operations": []})";
    auto migration = [&](const std::string& app, const std::string& name, const std::string& more) { return parse_migration("{" + more + none, app, name, name); };
    const MigrationSet set = MigrationSet::of({migration("shop", "0001_initial", ""), migration("shop", "0002_a", ""), migration("shop", "0003_b", ""),
                                               migration("blog", "0001_initial", R"("dependencies": {"shop": "0002_a"}, )"),
                                               migration("shop", "0003_squashed", R"("replaces": ["0001_initial", "0002_a", "0003_b"], )"),
                                               migration("wiki", "0001_initial", R"("dependencies": {"shop": "0003_squashed"}, )")});
    auto labels = [](const MigrationSet& line) {
        std::vector<std::string> all;
        for (const Migration* one : line.in_order()) all.push_back(one->label());
        return all;
    };
    EXPECT_THAT(labels(set), ElementsAre("shop.0003_squashed", "blog.0001_initial", "wiki.0001_initial"));
    EXPECT_EQ(set.for_database({}), nullptr);
    EXPECT_EQ(set.for_database({{"shop", "0001_initial"}, {"shop", "0002_a"}, {"shop", "0003_b"}}), nullptr);
    const auto parts = set.for_database({{"shop", "0001_initial"}});
    ASSERT_NE(parts, nullptr);
    EXPECT_THAT(labels(*parts), ElementsAre("shop.0001_initial", "shop.0002_a", "shop.0003_b", "blog.0001_initial", "wiki.0001_initial"));
}

TEST_F(Squash, InTheMiddleAndWithoutOptimizing) {
    EXPECT_EQ(run({"squashmigrations", "shop", "0002", "0004", "--no-optimize", "--squashed-name", "columns"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("shop.0004_columns stands for 3 migrations, with 2 operations instead of 2"));
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
    expect_all_there();
}

TEST_F(Squash, TheFirstComesBeforeTheLast) {
    EXPECT_EQ(run({"squashmigrations", "shop", "0003", "0002"}), 1);
    EXPECT_THAT(out.str(), HasSubstr("\"shop.0003_code\" comes after \"shop.0002_a\""));
}

TEST_F(Squash, WhatMustBeKeptIsNamed) {
    write("0003_code", R"({"operations": [{"op": "run_sql", "sql": "UPDATE shop_post SET a = 'told'", "reverse": ""}]})");
    write("0005_c", adding("c"));
    EXPECT_EQ(run({"squashmigrations", "shop", "0005"}), 0) << out.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("0003_code: kept, and nothing is moved over it: run SQL"), HasSubstr("with 4 operations instead of 5")));
}

TEST_F(Squash, AMigrationIsMadeLess) {
    write("0006_much", R"({"operations": [
        {"op": "add_field", "model": "Post", "field": {"name": "d", "type": "text", "null": true}},
        {"op": "rename_field", "model": "Post", "from": "d", "to": "e"}]})");
    EXPECT_EQ(run({"optimizemigration", "shop", "0006", "--check"}), 1);
    EXPECT_EQ(run({"optimizemigration", "shop", "0006"}), 0) << out.str();
    EXPECT_THAT(out.str(), HasSubstr("shop.0006_much: 1 operations instead of 2"));
    EXPECT_EQ(run({"optimizemigration", "shop", "0006"}), 0);
    EXPECT_THAT(out.str(), HasSubstr("can't be made less"));
    EXPECT_EQ(run({"migrate"}), 0) << out.str();
}

}  // namespace
}  // namespace portico::migrations
