#include <portico/orm/keys.hpp>

#include "blog_test.hpp"

namespace blog {
namespace {

using testing::HasSubstr;

class Keys : public BlogTest {};
class PostgresqlKeys : public BlogTest {};

TEST_F(Keys, GivenByHandAreCountedOnFrom) {
    Tag::objects.bulk_create(std::vector<Tag>{{.id = 41, .name = "a"}, {.id = 7, .name = "b"}});
    orm::continue_keys<Tag>();
    EXPECT_EQ(Tag::objects.create({.name = "c"}).id, 42);
}

TEST_F(Keys, OfAnEmptyTableBeginWithOne) {
    orm::continue_keys<Tag>();
    EXPECT_EQ(Tag::objects.create({.name = "a"}).id, 1);
}

TEST_F(Keys, OfOtherKindsAreLeftAlone) { EXPECT_NO_THROW(orm::continue_keys<Seat>()); }

TEST_F(PostgresqlKeys, GivenByHandAreNotKnownToTheCounter) {
    Tag::objects.create({.id = 1, .name = "a"});
    try {
        Tag::objects.create({.name = "b"});
        ADD_FAILURE() << "was created";
    } catch (const orm::IntegrityError& error) {
        EXPECT_THAT(error.full(), HasSubstr("orm::continue_keys"));
    }
}

}  // namespace
}  // namespace blog
