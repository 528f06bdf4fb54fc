#include <portico/orm/model_info.hpp>
#include <portico/orm/settings.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

namespace {

template <class Rows> std::vector<std::string> names(const Rows& rows) {
    std::vector<std::string> all;
    for (const auto& row : rows) all.push_back(row.name);
    return all;
}

class Relations : public BlogTest {
protected:
    Author ann = make_author("Ann"), bob = make_author("Bob");
    Tag cpp = Tag::objects.create({.name = "cpp"}), web = Tag::objects.create({.name = "web"}), sql = Tag::objects.create({.name = "sql"});
    Post one = make_post("one", ann), two = make_post("two", bob), three = make_post("three", ann);

    Relations() {
        one.related(&Post::tags).add({cpp, web});
        two.related(&Post::tags).add(web);
        Comment::objects.create({.post = one, .name = "x", .text = "first"});
        Comment::objects.create({.post = one, .name = "y", .text = "second"});
    }
};

TEST_F(Relations, AReferenceLoadsThoseOfAllPeersAtOnce) {
    auto posts = Post::objects.order_by(&Post::id).to_vector();
    orm::QueryLog log;
    EXPECT_EQ(posts[0].author->name, "Ann");
    EXPECT_EQ(posts[1].author->name, "Bob");
    EXPECT_EQ(posts[2].author->name, "Ann");
    EXPECT_EQ(log.size(), 1u) << log.str();
}

TEST_F(Relations, AKeyIsReadWithoutTheDatabase) {
    auto posts = Post::objects.order_by(&Post::id);
    EXPECT_EQ(posts.results().items.size(), 3u);
    orm::QueryLog log;
    EXPECT_EQ(posts[1].author.id(), bob.id);
    EXPECT_EQ(log.size(), 0u);
}

TEST_F(Relations, SelectRelatedIsOneStatement) {
    orm::QueryLog log;
    for (const Post& post : Post::objects.select_related(&Post::author, &Post::reviewer)) {
        EXPECT_FALSE(post.author->name.empty());
        EXPECT_FALSE(post.reviewer);
    }
    EXPECT_EQ(log.size(), 1u) << log.str();
}

TEST_F(Relations, SelectRelatedGoesFurther) {
    orm::QueryLog log;
    for (const Comment& comment : Comment::objects.select_related(F(&Comment::post, &Post::author)))
        EXPECT_EQ(comment.post->author->name, "Ann");
    EXPECT_EQ(log.size(), 1u) << log.str();
}

TEST_F(Relations, PrefetchIsOneStatementForEach) {
    orm::QueryLog log;
    std::vector<std::string> all;
    for (const Post& post : Post::objects.order_by(&Post::id).prefetch_related(&Post::tags, back(&Comment::post))) {
        for (const Tag& tag : post.tags) all.push_back(post.title + ":" + tag.name);
        for (const Comment& comment : post.related(&Comment::post)) all.push_back(post.title + ":" + comment.text);
    }
    EXPECT_THAT(all, ElementsAre("one:cpp", "one:web", "one:first", "one:second", "two:web"));
    EXPECT_EQ(log.size(), 3u) << log.str();
    EXPECT_THAT(log.str(), Not(HasSubstr("OUTER"))) << "SQLite reads all of an outer join's first table";
}

TEST_F(Relations, PrefetchGoesFurther) {
    orm::QueryLog log;
    std::vector<std::string> all;
    for (const Author& author : Author::objects.order_by(&Author::id).prefetch_related(F(back(&Post::author), &Post::tags))) {
        for (const Post& post : author.related(&Post::author)) {
            for (const Tag& tag : post.tags) all.push_back(author.name + ":" + tag.name);
        }
    }
    EXPECT_THAT(all, UnorderedElementsAre("Ann:cpp", "Ann:web", "Bob:web"));
    EXPECT_EQ(log.size(), 3u) << log.str();
}

TEST_F(Relations, PrefetchTakesAQuerySet) {
    auto authors = Author::objects.order_by(&Author::id)
                       .prefetch_related(back(&Post::author), Post::objects.filter(F(&Post::title) == "three"));
    orm::QueryLog log;
    EXPECT_EQ(authors[0].related(&Post::author)[0].title, "three");
    EXPECT_EQ(authors[1].related(&Post::author).size(), 0u);
    EXPECT_EQ(log.size(), 2u) << log.str();
}

TEST_F(Relations, ManyToManyLoadsThoseOfAllPeersAtOnce) {
    auto posts = Post::objects.order_by(&Post::id).to_vector();
    orm::QueryLog log;
    EXPECT_THAT(names(posts[0].tags), ElementsAre("cpp", "web"));
    EXPECT_THAT(names(posts[1].related(&Post::tags)), ElementsAre("web"));
    EXPECT_TRUE(posts[2].tags.empty());
    EXPECT_EQ(log.size(), 1u) << log.str();
}

TEST_F(Relations, RelatedRowsCanBeNarrowed) {
    EXPECT_EQ(ann.related(&Post::author).filter(F(&Post::title) == "one").count(), 1);
    EXPECT_EQ(ann.related(&Post::author).order_by(-F(&Post::title))[0].title, "three");
    EXPECT_EQ(web.related(&Post::tags).count(), 2);
    EXPECT_EQ(Post::objects.filter(F(&Post::tags, &Tag::name) == "web").count(), 2);
    EXPECT_EQ(Tag::objects.filter(F(back(&Post::tags), &Post::author) == bob).get().name, "web");
}

TEST_F(Relations, AddRemoveSetClearWriteTheTableBetween) {
    auto tags = one.related(&Post::tags);
    tags.add({cpp, sql});
    EXPECT_THAT(names(one.related(&Post::tags)), ElementsAre("cpp", "sql", "web"));
    tags.remove(cpp);
    EXPECT_THAT(names(tags), ElementsAre("sql", "web"));
    tags.set({cpp});
    EXPECT_THAT(names(one.tags), ElementsAre("cpp"));
    one.related(&Post::tags).create({.name = "new"});
    EXPECT_THAT(names(one.related(&Post::tags)), ElementsAre("cpp", "new"));
    web.related(&Post::tags).add(three);
    EXPECT_THAT(names(Post::objects.get(F(&Post::slug) == "three").tags), ElementsAre("web"));
    tags.clear();
    EXPECT_EQ(one.related(&Post::tags).count(), 0);
}

TEST_F(Relations, CreateThroughTheOwnerSetsTheReference) {
    Post post = ann.related(&Post::author).create({.title = "four", .slug = "four"});
    EXPECT_EQ(post.author.id(), ann.id);
    EXPECT_EQ(ann.related(&Post::author).count(), 3);
    bob.related(&Post::author).add(post);
    EXPECT_EQ(ann.related(&Post::author).count(), 2);
    EXPECT_THROW(bob.related(&Post::author).remove(post), Error);
    bob.related(&Post::reviewer).add(post);
    bob.related(&Post::reviewer).clear();
    EXPECT_EQ(bob.related(&Post::reviewer).count(), 0);
}

TEST_F(Relations, ForbidNamesWhatIsMissing) {
    orm::LazyLoadingScope scope(orm::LazyLoading::forbid);
    Post post = Post::objects.get(F(&Post::slug) == "one");
    try {
        (void)post.author->name;
        FAIL();
    } catch (const orm::NotLoaded& error) {
        EXPECT_STREQ(error.what(), "\"Post.author\" was not loaded");
        EXPECT_EQ(error.hint(), "add .select_related(&Post::author) to the query");
    }
    EXPECT_THROW((void)post.tags.size(), orm::NotLoaded);
}

TEST_F(Relations, OneLoadsOneByOne) {
    orm::LazyLoadingScope scope(orm::LazyLoading::one);
    auto posts = Post::objects.order_by(&Post::id).to_vector();
    orm::QueryLog log;
    EXPECT_EQ(posts[0].author->name, "Ann");
    EXPECT_EQ(posts[1].author->name, "Bob");
    EXPECT_EQ(posts[1].author->name, "Bob");
    EXPECT_EQ(log.size(), 2u) << log.str();
}

TEST_F(Relations, ANullReferenceIsTestedNotRead) {
    EXPECT_FALSE(one.reviewer);
    EXPECT_THROW((void)one.reviewer->name, Error);
}

TEST_F(Relations, WhatWasNotSavedHasNoRelatedRows) {
    EXPECT_THROW((void)Post{}.related(&Post::tags).count(), Error);
    EXPECT_THROW((void)Post{}.tags.size(), Error);
}

TEST_F(Relations, TwoKeysToOneModel) {
    two.reviewer = ann;
    two.save();
    auto titles = [](const orm::QuerySet<Post>& posts) { return posts.values_list(&Post::title); };
    EXPECT_THAT(titles(ann.related(&Post::author)), UnorderedElementsAre("one", "three"));
    EXPECT_THAT(titles(ann.related(&Post::reviewer)), UnorderedElementsAre("two"));
    EXPECT_EQ(Author::objects.filter(F(back(&Post::author), &Post::title) == "two", F(back(&Post::reviewer), &Post::title) == "two").count(), 0);
    EXPECT_EQ(Post::objects.get(F(&Post::author, &Author::name) == "Bob", F(&Post::reviewer, &Author::name) == "Ann").title, "two");
    orm::QueryLog log;
    Post both = Post::objects.select_related(&Post::author, &Post::reviewer).get(F(&Post::id) == two.id);
    EXPECT_EQ(both.author->name + both.reviewer->name, "BobAnn");
    EXPECT_EQ(log.size(), 1u);
}

TEST_F(Relations, OneToOneBothWays) {
    Biography::objects.create({.author = ann, .motto = "onwards"});
    EXPECT_THROW(Biography::objects.create({.author = ann}), orm::IntegrityError);
    EXPECT_EQ(Author::objects.get(F(back(&Biography::author), &Biography::motto) == "onwards").name, "Ann");
    const TypeInfo& type = *orm::model<Author>().type;
    EXPECT_EQ(type.attribute(&ann, "biography")->attribute("motto")->str(), "onwards");
    EXPECT_TRUE(type.attribute(&bob, "biography")->is_null());
}

TEST_F(Relations, TemplatesSeeObjectsKeysAndTheOtherDirection) {
    const TypeInfo& type = *orm::model<Post>().type;
    Value post(one);
    EXPECT_EQ(post.attribute("author")->attribute("name")->str(), "Ann");
    EXPECT_EQ(post.attribute("author")->str(), "Ann");
    EXPECT_EQ(post.attribute("author_id")->str(), "1");
    EXPECT_EQ(post.attribute("pk")->str(), "1");
    EXPECT_TRUE(post.attribute("reviewer")->is_null());
    EXPECT_EQ(post.attribute("get_absolute_url")->str(), "/posts/one/");
    EXPECT_EQ(post.attribute("get_status_display")->str(), "Published");
    EXPECT_EQ(post.attribute("comments")->attribute("count")->str(), "2");
    EXPECT_EQ(post.attribute("tags")->attribute("all")->size(), 2u);
    EXPECT_EQ(Value(ann).attribute("posts")->attribute("first")->str(), "one");
    EXPECT_EQ(type.find("author")->get(&one).str(), "1");
}

TEST_F(Relations, TemplatesLoadForAllPeers) {
    auto posts = Post::objects.order_by(&Post::id);
    Value list(posts);
    orm::QueryLog log;
    std::string text;
    list.each([&](const Value& post) {
        text += post.attribute("author")->str() + ":";
        post.attribute("tags")->attribute("all")->each([&](const Value& tag) { return text += tag.str() + ",", true; });
        post.attribute("comments")->attribute("all")->each([&](const Value& comment) { return text += comment.attribute("text")->str(), true; });
        return text += ";", true;
    });
    EXPECT_EQ(text, "Ann:cpp,web,firstsecond;Bob:web,;Ann:;");
    EXPECT_EQ(log.size(), 4u) << log.str();
}

}  // namespace
