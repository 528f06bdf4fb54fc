#include <portico/orm/any_query_set.hpp>
#include <portico/orm/model_info.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class ByName : public BlogTest {
protected:
    Author ann = make_author("Ann"), bob = make_author("Bob");
    Post one = make_post("one", ann), two = make_post("two", bob, Status::draft);
    orm::AnyQuerySet posts{orm::model<Post>()};

    std::vector<std::string> titles(const orm::AnyQuerySet& rows) {
        std::vector<std::string> all;
        for (auto& object : rows.objects()) all.push_back(object.type->str(object.object.get()));
        return all;
    }
};

TEST_F(ByName, TextLookupsOverRelations) {
    EXPECT_THAT(titles(posts.where("author__name__icontains", "ANN")), ElementsAre("one"));
    EXPECT_THAT(titles(posts.where("author", ann.id.value())), ElementsAre("one"));
    EXPECT_THAT(titles(posts.where("author__pk", "2")), ElementsAre("two"));
    EXPECT_THAT(titles(posts.where("status", "draft")), ElementsAre("two"));
    EXPECT_THAT(titles(posts.where("pk__in", "1,7")), ElementsAre("one"));
    EXPECT_THAT(titles(posts.where("reviewer__isnull", "True").where("id__lt", "2")), ElementsAre("one"));
    EXPECT_EQ(orm::AnyQuerySet(orm::model<Author>()).where("posts__title__startswith", "tw").count(), 1);
    EXPECT_EQ(orm::AnyQuerySet(orm::model<Author>()).where("address__town", "Bath").count(), 0);
    EXPECT_EQ(posts.where("published_at__year__gte", "2020").count(), 0);
}

TEST_F(ByName, UnknownNamesAreToldWithTheNearest) {
    try {
        (void)posts.where("authr__name", "x").count();
        FAIL();
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "\"authr\" in \"authr__name\" is no field of \"Post\"");
        EXPECT_EQ(error.hint(), "did you mean \"author\"?");
    }
    EXPECT_THROW((void)posts.where("title__icontain", "x").count(), Error);
    EXPECT_THROW((void)posts.where("views", "many").count(), ConversionError);
}

TEST_F(ByName, OrderSliceValuesFind) {
    EXPECT_THAT(titles(posts.order_by({"-title"})), ElementsAre("two", "one"));
    EXPECT_THAT(titles(posts.order_by({"author__name"}).slice(1, 1)), ElementsAre("two"));
    auto rows = posts.order_by({"id"}).values({"title", "author__name", "status"});
    EXPECT_EQ(rows[1][1].str(), "Bob");
    EXPECT_EQ(rows[1][2].str(), "draft");
    EXPECT_EQ(posts.find(Value(2)).type->name, "Post");
    EXPECT_FALSE(posts.find(Value(9)));
    EXPECT_EQ(posts.order_by({"title"}).first_object().value().str(), "one");
}

TEST_F(ByName, FirstDoesNotShortenTheRest) {
    EXPECT_TRUE(posts.first_object());
    EXPECT_EQ(posts.objects().size(), 2u);
}

TEST_F(ByName, BecomesTypedAgain) {
    orm::QuerySet<Post> typed(posts.where("title", "one"));
    EXPECT_EQ(typed.get().title, "one");
    EXPECT_THROW(orm::QuerySet<Author>{posts}, Error);
}

TEST_F(ByName, IsAListForTemplates) {
    Value value{posts.order_by({"id"})};
    EXPECT_EQ(value.size(), 2u);
    EXPECT_EQ(value.at(1)->str(), "two");
    EXPECT_TRUE(value.truthy());
    EXPECT_EQ(value.str(), "<QuerySet [<Post: one>, <Post: two>]>");
}

TEST_F(ByName, ModelsTellTheirTables) {
    const orm::ModelInfo& post = orm::model<Post>();
    EXPECT_EQ(post.table, "blog_post");
    EXPECT_EQ(post.label(), "blog.Post");
    EXPECT_EQ(post.column("author")->name, "author_id");
    EXPECT_EQ(post.column("author")->type.kind, Kind::integer);
    EXPECT_EQ(post.relation("tags")->through, "blog_post_tags");
    EXPECT_THAT(post.relation("tags")->through_from, ElementsAre("post_id"));
    EXPECT_EQ(orm::model<Author>().incoming_relation("posts")->name, "author");
    EXPECT_EQ(post.indexes[0].name, "blog_post_status_published_at_idx");
    EXPECT_THAT(post.indexes[0].columns, ElementsAre("status", "-published_at"));
    EXPECT_EQ(orm::find_model("blog.post"), &post);
    EXPECT_EQ(post.verbose_name_plural, "posts");
}

}  // namespace
