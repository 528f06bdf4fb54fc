#include <portico/base/json.hpp>
#include <portico/base/type_info.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/saving.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

namespace {

class PartialLoading : public BlogTest {
protected:
    Author ann = make_author("Ann");
    Post post = Post::objects.create({.title = "Open", .slug = "open", .body = "Long", .author = ann, .views = 5});
};

TEST_F(PartialLoading, OnlyWhatIsNamedIsSelected) {
    auto posts = Post::objects.only(&Post::title);
    EXPECT_THAT(posts.sql(), Not(HasSubstr("\"body\"")));
    EXPECT_EQ(posts[0].title, "Open");
    EXPECT_EQ(posts[0].body, "");
    EXPECT_EQ(posts[0].id, post.id);
    EXPECT_EQ(posts[0].author.id(), ann.id);
    EXPECT_EQ(posts[0].author->name, "Ann");
}

TEST_F(PartialLoading, AllButWhatIsDeferredIsSelected) {
    auto posts = Post::objects.defer(&Post::body, &Post::slug);
    EXPECT_THAT(posts.sql(), Not(HasSubstr("\"slug\"")));
    EXPECT_EQ(posts[0].views, 5);
    EXPECT_EQ(posts[0].body, "");
}

TEST_F(PartialLoading, SavingWritesWhatWasChangedAndNothingThatWasNotLoaded) {
    Post loaded = Post::objects.only(&Post::title).get();
    loaded.title = "Shut";
    loaded.save();
    EXPECT_EQ(Post::objects.get().body, "Long");
    EXPECT_EQ(Post::objects.get().title, "Shut");
    loaded.body = "Longer";
    loaded.save();
    EXPECT_EQ(Post::objects.get().body, "Longer");
}

TEST_F(PartialLoading, TemplatesReadWhatIsMissing) {
    Post loaded = Post::objects.only(&Post::title).get();
    orm::QueryLog log;
    const TypeInfo& type = *orm::model<Post>().type;
    EXPECT_EQ(type.attribute(&loaded, "title")->str(), "Open");
    EXPECT_EQ(log.size(), 0u);
    EXPECT_EQ(type.attribute(&loaded, "body")->str(), "Long");
    EXPECT_EQ(log.size(), 1u);
    EXPECT_EQ(loaded.body, "Long");
    EXPECT_THAT(orm::changed_fields(type, &loaded), IsEmpty());
}

TEST_F(PartialLoading, JsonHasTheWholeRow) {
    Post loaded = Post::objects.only(&Post::title).get();
    EXPECT_THAT(to_json(Value(loaded)), HasSubstr(R"("body":"Long")"));
}

TEST_F(PartialLoading, ValidationLooksAtTheWholeRow) {
    Post loaded = Post::objects.only(&Post::views).get();
    EXPECT_THAT(loaded.validate(), IsEmpty());
}

TEST_F(PartialLoading, OfARelatedModel) {
    auto posts = Post::objects.select_related(&Post::author).only(&Post::title, F(&Post::author, &Author::name));
    EXPECT_THAT(posts.sql(), Not(HasSubstr("\"email\"")));
    EXPECT_EQ(posts[0].author->name, "Ann");
    EXPECT_EQ(posts[0].author->email, "");
}

}  // namespace
