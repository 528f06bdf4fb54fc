// Models for a database made by Django.
#include "django_fixture.hpp"

#include <portico/orm/any_query_set.hpp>

#include "django_models.hpp"

namespace portico::migrations {
namespace {

/// Where the models that inspectdb writes for Django's tables are kept, so that they are compiled with the tests.
std::string kept(const std::string& name) {
    return std::string(PORTICO_TESTS_FOLDER "/django/") + (orm::test::on_postgresql() ? "postgresql/" : "sqlite/") + name;
}

using InspectDjango = DjangoDatabase;

TEST_F(InspectDjango, TheModelsAreThoseThatAreCompiledHere) {
    project.install(app());
    ASSERT_EQ(run({"inspectdb", "--app", "blog", "--output", (folder.path() / "made").string()}), 0) << out.str();
    for (const char* name : {"models.hpp", "models.cpp"}) {
        const std::string made = (folder.path() / "made" / name).string();
        if (std::getenv("PORTICO_KEEP_MODELS")) std::filesystem::copy_file(made, kept(name), std::filesystem::copy_options::overwrite_existing);
        EXPECT_EQ(read(made), read(kept(name))) << "with PORTICO_KEEP_MODELS=1 they are kept";
    }
}

/// A site whose tables Django has made.
class TakenOver : public DjangoDatabase {
protected:
    TakenOver() {
        project.install(app());
        project.install(App("blog").with(django_models()).with(resources));
    }
    std::string dump(const std::string& name) {
        EXPECT_EQ(make("dump '" + (folder.path() / name).string() + "'"), 0) << said();
        return text_of(name);
    }
};

TEST_F(TakenOver, MigrationsFindNothingToDo) {
    ASSERT_EQ(run({"makemigrations"}), 0) << out.str();
    EXPECT_THAT(out.str(), testing::HasSubstr("0001_initial.json"));
    EXPECT_EQ(run({"migrate", "--fake-initial"}), 0) << out.str();
    EXPECT_EQ(out.str(), "No migrations to apply\n") << "Django has written down a first migration of that app itself";
    EXPECT_EQ(run({"makemigrations"}), 0);
    EXPECT_EQ(out.str(), "No changes detected\n");
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
}

TEST_F(TakenOver, TablesOfUnknownOriginAreTakenOverByFaking) {
    {
        Project::Scope current(project);
        orm::connection().execute({"DROP TABLE django_migrations", {}});
    }
    ASSERT_EQ(run({"makemigrations"}), 0) << out.str();
    EXPECT_EQ(run({"migrate", "--fake-initial"}), 0) << out.str();
    EXPECT_EQ(out.str(), "Applying blog.0001_initial... faked\n");
    EXPECT_EQ(run({"makemigrations", "--check"}), 0);
    EXPECT_EQ(run({"migrate", "--drift"}), 0) << out.str();
}

TEST_F(TakenOver, RowsGoToAndFroBetweenBoth) {
    const std::string of_django = dump("rows.json");
    EXPECT_EQ(of_django, read(PORTICO_TESTS_FOLDER "/django/rows.json")) << "what is recorded is what this Django writes";
    ASSERT_EQ(run({"flush", "--noinput"}), 0) << out.str();
    ASSERT_EQ(run({"loaddata", (folder.path() / "rows.json").string()}), 0) << out.str();
    EXPECT_EQ(dump("again.json"), of_django);
    const std::string ours = (folder.path() / "ours.json").string();
    ASSERT_EQ(run({"dumpdata", "blog.author", "blog.tag", "blog.post", "blog.comment", "--output", ours}), 0) << out.str();
    ASSERT_EQ(run({"flush", "--noinput"}), 0) << out.str();
    EXPECT_EQ(make("load '" + ours + "'"), 0) << said();
    EXPECT_EQ(dump("once_more.json"), of_django);
}

/// Without Django: what it wrote once.
TEST(RecordedDjango, RowsAreLoaded) {
    orm::test::TestDatabase database;
    std::ostringstream out;
    Project project({.settings = {{"database.url", Value(database.url())}}, .out = &out, .err = &out});
    project.install(app());
    project.install(App("blog").with(django_models()));
    create_tables(project);
    Project::Scope current(project);
    EXPECT_EQ(project.run({"loaddata", PORTICO_TESTS_FOLDER "/django/rows.json"}), 0) << out.str();
    EXPECT_THAT(out.str(), testing::HasSubstr("Installed 7 objects from 1 fixture"));
    const auto models = django_models().models();
    const auto post = std::find_if(models.begin(), models.end(), [](auto* model) { return model->name == "Post"; });
    const auto rows = orm::AnyQuerySet(**post).where("tags__slug", "cpp").values(std::vector<std::string>{"title", "author__name", "rating", "reviewer__active"});
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_EQ(rows[0], (List{Value("First"), Value("Ann Ötzi"), Value(Decimal("4.5")), Value(false)}));
}

}  // namespace
}  // namespace portico::migrations
