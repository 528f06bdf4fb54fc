/// Common table expressions.
#include <portico/orm/functions.hpp>
#include <portico/orm/window.hpp>
#include <portico/orm/with.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

namespace {

struct Total {
    std::int64_t author = 0;
    std::optional<std::int64_t> views{};
};

struct Best {
    std::int64_t author = 0;
    std::string title{};
};

struct Depth {
    std::int64_t id = 0;
    int level = 0;
};

class CommonTables : public BlogTest {
protected:
    CommonTables() {
        Author ann = make_author("Ann"), bob = make_author("Bob");
        make_author("Cy");
        make("Ann10", ann, 10);
        make("Ann20", ann, 20);
        make("Bob5", bob, 5);
    }
    static void make(const std::string& title, const Author& author, int views) {
        Post::objects.create({.title = title, .slug = title, .status = Status::published, .author = author, .views = views});
    }
    Category category(const std::string& name, std::optional<Category> parent = {}) {
        Category made{.name = name};
        if (parent) made.parent = *parent;
        made.save();
        return made;
    }

    orm::With<Total, Post> totals = orm::with<Total>("totals", Post::objects.filter(F(&Post::status) == Status::published))
                                        .column(&Total::author, &Post::author)
                                        .column(&Total::views, sum(&Post::views));
    orm::CteRow<Total, Author> theirs = totals.where(&Total::author, F(&Author::id));
};

TEST_F(CommonTables, RowsAreFilteredAndOrderedByThem) {
    EXPECT_THAT(Author::objects.filter(theirs[&Total::views] > 7).values_list(&Author::name), ElementsAre("Ann"));
    EXPECT_THAT(Author::objects.filter(theirs[&Total::views].isnull()).values_list(&Author::name), ElementsAre("Cy"));
    EXPECT_THAT(Author::objects.order_by(theirs[&Total::views].desc().nulls_last()).values_list(&Author::name), ElementsAre("Ann", "Bob", "Cy"));
    EXPECT_EQ(Author::objects.filter(theirs[&Total::views] > 1).count(), 2);
    EXPECT_TRUE(Author::objects.filter(theirs[&Total::views] == 30).exists());
}

TEST_F(CommonTables, TheirColumnsComeAlong) {
    std::vector<std::pair<std::string, std::optional<std::int64_t>>> seen;
    for (auto& [author, views] : Author::objects.order_by(&Author::name).annotated(theirs[&Total::views])) seen.emplace_back(author.name, views);
    EXPECT_THAT(seen, ElementsAre(std::pair("Ann", 30), std::pair("Bob", 5), std::pair("Cy", std::nullopt)));
    EXPECT_EQ(Author::objects.aggregate(max(theirs[&Total::views])), 30);
}

TEST_F(CommonTables, OneIsWrittenOnceHoweverOftenItIsNamed) {
    auto sql = Author::objects.filter(theirs[&Total::views] > 1, theirs[&Total::views] < 100).order_by(theirs[&Total::views]).sql();
    EXPECT_EQ(sql.find("WITH \"totals\""), 0u) << sql;
    EXPECT_EQ(sql.find("SUM("), sql.rfind("SUM("));
    EXPECT_EQ(sql.find("JOIN \"totals\""), sql.rfind("JOIN \"totals\""));
}

TEST_F(CommonTables, APostMayBeComparedWithItsAuthorsTotal) {
    auto whole = totals.where(&Total::author, F(&Post::author, &Author::id));
    EXPECT_THAT(Post::objects.filter(F(&Post::views) * 2 > whole[&Total::views]).values_list(&Post::title), UnorderedElementsAre("Ann20", "Bob5"));
}

TEST_F(CommonTables, UpdatesAndSubqueriesMayNameThem) {
    Author::objects.filter(theirs[&Total::views] > 7).update(F(&Author::email) = "busy@example.org");
    EXPECT_EQ(Author::objects.get(F(&Author::email) == "busy@example.org").name, "Ann");
    auto busy = Author::objects.filter(theirs[&Total::views] > 7);
    EXPECT_EQ(Post::objects.filter(F(&Post::author).in(busy)).count(), 2);
}

TEST_F(CommonTables, TheFirstOfEachComeAlong) {
    auto of_author = orm::Window<Post>().partition_by(&Post::author).order_by(-F(&Post::views));
    auto best = orm::with<Best>("best", Post::objects.filter(of_author.row_number() <= 1)).column(&Best::author, &Post::author).column(&Best::title, &Post::title);
    auto theirs = best.where(&Best::author, F(&Author::id));
    EXPECT_THAT(Author::objects.order_by(&Author::name).values_list(&Author::name, theirs[&Best::title]),
                ElementsAre(std::tuple("Ann", "Ann20"), std::tuple("Bob", "Bob5"), std::tuple("Cy", std::nullopt)));
    auto two = orm::with<Best>("best", Post::objects.filter(of_author.row_number() <= 2)).column(&Best::author, &Post::author).column(&Best::title, &Post::title);
    EXPECT_THAT(Author::objects.order_by(&Author::name, two.where(&Best::author, F(&Author::id))[&Best::title]).values_list(two.where(&Best::author, F(&Author::id))[&Best::title]),
                ElementsAre("Ann10", "Ann20", "Bob5", std::nullopt));
}

TEST_F(CommonTables, RecursiveOnesGoOnFromTheRowsBefore) {
    auto all = category("all"), books = category("books", all), novels = category("novels", books), music = category("music", all);
    auto roots = orm::with<Depth>("depths", Category::objects.filter(F(&Category::parent).isnull()))
                     .column(&Depth::id, &Category::id)
                     .column(&Depth::level, orm::constant<Category>(0));
    auto parents = roots.where(&Depth::id, F(&Category::parent));
    auto depths = roots.then(Category::objects.all(), &Category::id, parents[&Depth::level] + 1);
    auto own = depths.where(&Depth::id, F(&Category::id));
    EXPECT_THAT(Category::objects.order_by(own[&Depth::level], &Category::name).values_list(&Category::name, own[&Depth::level]),
                ElementsAre(std::tuple("all", 0), std::tuple("books", 1), std::tuple("music", 1), std::tuple("novels", 2)));
    EXPECT_THAT(Category::objects.filter(own[&Depth::level] == 2).values_list(&Category::name), ElementsAre("novels"));
}

TEST_F(CommonTables, WrongOnesAreRefused) {
    auto other = orm::with<Total>("totals", Post::objects).column(&Total::author, &Post::author).column(&Total::views, max(&Post::views));
    auto of_other = other.where(&Total::author, F(&Author::id));
    EXPECT_THROW(Author::objects.filter(theirs[&Total::views] > of_other[&Total::views]).count(), Error);
    auto nothing = orm::with<Total>("nothing", Post::objects).column(&Total::author, &Post::author);
    EXPECT_THROW(Author::objects.filter(nothing.where(&Total::author, F(&Author::id))[&Total::views] > 1).count(), Error);
    EXPECT_THROW(nothing.then(Post::objects.all(), &Post::author, &Post::views), Error);
}

}  // namespace
