#include <map>
#include <optional>

#include <gmock/gmock.h>
#include <portico/base/date_time.hpp>
#include <portico/base/reflect.hpp>

using namespace portico;
using testing::ElementsAre;
using testing::IsEmpty;

namespace blog {

enum class Status { draft, published };
enum Level : unsigned char { low = 3, high };
enum class Sign : int { minus = -1, zero, plus };

template <class T> struct Model {};

struct Post : Model<Post> {
    std::string title{};
    std::optional<std::string> subtitle{};
    std::optional<DateTime> published_at{};
    std::vector<int> votes{};
    std::map<std::string, int> counts{};
    Status status = Status::draft;
};

struct NoDefault {
    explicit NoDefault(int);
};
struct HoldsNoDefault {
    int before = 0;
    NoDefault middle;
    int after = 0;
};
struct Empty {};
struct Single {
    std::optional<int> only{};
};
struct Nested {
    Single inner{};
    int outer = 0;
};

}  // namespace blog

namespace {

enum class Mood { calm, happy };
struct Guest {
    std::optional<Mood> mood{};
    int seats = 1;
};

}  // namespace

TEST(Reflect, CountsATypeWithoutLinkage) { EXPECT_EQ(reflect::field_count<Guest>(), 2u); }

TEST(Reflect, CountsFieldsBesideAnEmptyBase) { EXPECT_EQ(reflect::field_count<blog::Post>(), 6u); }

TEST(Reflect, CountsAMemberWithoutDefaultConstructor) { EXPECT_EQ(reflect::field_count<blog::HoldsNoDefault>(), 3u); }

TEST(Reflect, CountsANestedStructAsOne) { EXPECT_EQ(reflect::field_count<blog::Nested>(), 2u); }

TEST(Reflect, CountsNoFieldsAndOne) {
    EXPECT_EQ(reflect::field_count<blog::Empty>(), 0u);
    EXPECT_EQ(reflect::field_count<blog::Single>(), 1u);
}

TEST(Reflect, NamesFieldsInOrder) {
    EXPECT_THAT(reflect::field_names<blog::Post>(),
                ElementsAre("title", "subtitle", "published_at", "votes", "counts", "status"));
    EXPECT_THAT(reflect::field_names<blog::Empty>(), IsEmpty());
}

TEST(Reflect, NamesEnumeratorsWithTheirValues) {
    auto level = reflect::enumerators<blog::Level>();
    ASSERT_EQ(level.size(), 2u);
    EXPECT_EQ(level[0].name, "low");
    EXPECT_EQ(level[0].value, 3);
    EXPECT_EQ(level[1].name, "high");
}

TEST(Reflect, SeesNegativeEnumerators) {
    auto sign = reflect::enumerators<blog::Sign>();
    ASSERT_EQ(sign.size(), 3u);
    EXPECT_EQ(sign[0].name, "minus");
    EXPECT_EQ(sign[0].value, -1);
}

namespace {
enum class Hidden { here, there = 4 };
}  // namespace

TEST(Reflect, NamesEnumeratorsOfAnEnumWithoutANamespaceOfItsOwn) {
    auto hidden = reflect::enumerators<Hidden>();
    ASSERT_EQ(hidden.size(), 2u);
    EXPECT_EQ(hidden[1].name, "there");
    EXPECT_EQ(hidden[1].value, 4);
}

TEST(Reflect, NamesTypesWithTheirNamespace) { EXPECT_EQ(reflect::type_name<blog::Post>(), "blog::Post"); }
