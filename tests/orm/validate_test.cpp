#include <portico/orm/clean_value.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/saving.hpp>

#include "blog_test.hpp"

using namespace portico;
using namespace blog;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

class Validating : public BlogTest {
protected:
    Author ann = make_author("Ann"), idle = make_author("Idle", false);
    Post post{.title = "Open", .slug = "open", .body = "text", .author = ann};

    static std::vector<std::string> codes(const std::vector<orm::FieldError>& errors) {
        std::vector<std::string> all;
        for (const auto& error : errors) all.push_back(error.field + ":" + error.code);
        return all;
    }
};

TEST_F(Validating, AGoodObjectHasNoErrors) { EXPECT_THAT(codes(post.validate()), IsEmpty()); }

TEST_F(Validating, AllErrorsAtOnce) {
    post.title = std::string(201, 'x');
    post.slug = "not a slug";
    post.body = "";
    post.views = -1;
    post.rating = Decimal("7.25");
    post.author = {};
    EXPECT_THAT(codes(post.validate()),
                ElementsAre("title:max_length", "slug:invalid", "body:blank", "views:min_value", "rating:max_value",
                            "rating:max_decimal_places", "author:null"));
}

TEST_F(Validating, MessagesAreDjangos) {
    post.title = "";
    EXPECT_EQ(post.validate().at(0).message, "This field cannot be blank.");
}

TEST_F(Validating, UniqueFieldsAndCombinations) {
    post.save();
    EXPECT_THAT(codes(post.validate()), IsEmpty());
    Post second{.title = "Open", .slug = "open", .body = "text", .author = ann};
    auto errors = second.validate();
    EXPECT_THAT(codes(errors), ElementsAre("slug:unique", ":unique_together"));
    EXPECT_EQ(errors[0].message, "Post with this Slug already exists.");
    EXPECT_EQ(errors[1].message, "Post with this Author and Title already exists.");
}

TEST_F(Validating, ReferencesMustExistAndBeAmongTheChoices) {
    post.author = 99;
    post.reviewer = idle;
    EXPECT_THAT(codes(post.validate()), ElementsAre("author:invalid", "reviewer:invalid"));
}

TEST_F(Validating, FieldsCanBeLeftOut) {
    post.title = "";
    EXPECT_THAT(orm::validate(*orm::model<Post>().type, &post, {"title"}), IsEmpty());
}

TEST_F(Validating, NothingIsNotEnoughWhereSomethingIsRequired) {
    FieldInfo published = *installed<Post>().find("published_at");
    EXPECT_THAT(orm::clean_value(published, {}).errors, IsEmpty());
    published.required = true;
    EXPECT_THAT(codes(orm::clean_value(published, {}).errors), ElementsAre("published_at:blank"));
}

TEST_F(Validating, FullCleanThrowsThemAll) {
    post.title = "";
    EXPECT_THROW(
        try { post.full_clean(); } catch (const orm::ValidationError& error) {
            EXPECT_EQ(error.errors().size(), 1u);
            throw;
        },
        orm::ValidationError);
}

}  // namespace
