// What is kept of models by their names goes along when a migration renames one.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <portico/auth/app.hpp>
#include <portico/auth/models.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

#include "database_fixture.hpp"

namespace before {
struct StockItem : portico::orm::Model<StockItem> {
    portico::orm::Id<> id{};
};
}  // namespace before
namespace after {
struct ShopProduct : portico::orm::Model<ShopProduct> {
    portico::orm::Id<> id{};
    static void describe(portico::orm::Describe<ShopProduct>& product) { product.was("StockItem"); }
};
}  // namespace after

namespace portico::auth {
namespace {

class RenamedModel : public testing::Test {
protected:
    template <class Model> struct Program {
        explicit Program(RenamedModel& test)
            : resources{.label = "shop", .folder = test.app_folder},
              project({.settings = {{"database.url", Value(test.database.url())}}, .root = test.folder.path(), .out = &out, .err = &out}) {
            project.install(app());
            project.install(App("shop").with(orm::models<Model>()).with(resources));
        }
        std::ostringstream out;
        AppResources resources;
        Project project;
    };
    std::string make_app_folder() {
        std::filesystem::create_directory(folder.path() / "shop");
        return (folder.path() / "shop").string();
    }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::string app_folder = make_app_folder();
};

TEST_F(RenamedModel, KeepsItsContentTypeAndPermissions) {
    Value type;
    {
        Program<before::StockItem> old(*this);
        ASSERT_EQ(old.project.run({"makemigrations", "shop"}), 0) << old.out.str();
        ASSERT_EQ(old.project.run({"migrate"}), 0) << old.out.str();
        Project::Scope current(old.project);
        type = Value(ContentType::objects.get(F(&ContentType::app_label) == "shop").id.value());
        auto permission = Permission::objects.get(F(&Permission::codename) == "delete_stockitem");
        permission.name = "May throw it away";
        permission.save();
    }
    Program<after::ShopProduct> now(*this);
    ASSERT_EQ(now.project.run({"makemigrations", "shop"}), 0) << now.out.str();
    EXPECT_THAT(now.out.str(), testing::HasSubstr("Rename model StockItem to ShopProduct"));
    ASSERT_EQ(now.project.run({"migrate"}), 0) << now.out.str();
    Project::Scope current(now.project);
    auto kept = ContentType::objects.get(F(&ContentType::app_label) == "shop");
    EXPECT_EQ(kept.model, "shopproduct");
    EXPECT_EQ(Value(kept.id.value()), type) << "not a new one";
    EXPECT_EQ(Permission::objects.filter(F(&Permission::content_type) == kept).count(), 4);
    EXPECT_EQ(Permission::objects.get(F(&Permission::codename) == "add_shopproduct").name, "Can add shop product");
    EXPECT_EQ(Permission::objects.get(F(&Permission::codename) == "delete_shopproduct").name, "May throw it away");
    EXPECT_EQ(now.project.run({"migrate", "shop", "--back", "1"}), 0) << now.out.str();
    EXPECT_EQ(ContentType::objects.get(F(&ContentType::id) == kept.id).model, "stockitem");
}

/// Permissions are made after each migrate, where there are tables for them.
TEST_F(RenamedModel, WithoutTheirTablesPermissionsAreNotMade) {
    Program<before::StockItem> program(*this);
    auto run = [&](std::vector<std::string> arguments) {
        program.out.str({});
        return program.project.run(arguments);
    };
    ASSERT_EQ(run({"makemigrations", "shop"}), 0) << program.out.str();
    EXPECT_EQ(run({"migrate", "auth", "zero"}), 0) << program.out.str();
    EXPECT_EQ(run({"migrate", "shop"}), 0) << program.out.str();
    EXPECT_EQ(run({"migrate", "auth", "--fake"}), 0) << program.out.str();
    EXPECT_EQ(run({"migrate", "auth", "zero", "--fake"}), 0) << program.out.str();
    EXPECT_EQ(run({"migrate"}), 0) << program.out.str();
    EXPECT_EQ(run({"migrate", "auth", "zero"}), 0) << program.out.str();
}

}  // namespace
}  // namespace portico::auth
