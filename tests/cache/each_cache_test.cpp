/// What every cache does, in memory and in a table.
#include <portico/cache/cache.hpp>

#include "shop.hpp"

namespace shop {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

struct EachCache : CacheTest, testing::WithParamInterface<const char*> {
    const cache::Cache kept = cache::named(GetParam());
};

TEST_P(EachCache, EntriesEnd) {
    kept.set("short", 1, 10s);
    kept.set("usual", 1);
    kept.set("long", 1, cache::Lifetime::forever());
    kept.set("never", 1, 0s);
    EXPECT_FALSE(kept.contains("never"));
    {
        FrozenClock later(now() + 11s);
        EXPECT_FALSE(kept.contains("short"));
        EXPECT_TRUE(kept.contains("usual"));
    }
    FrozenClock later(now() + 6min);
    EXPECT_FALSE(kept.contains("usual"));
    EXPECT_TRUE(kept.contains("long"));
}

TEST_P(EachCache, SettingAgainReplaces) {
    kept.set("a", 1, 10s);
    kept.set("a", "text", 10min);
    FrozenClock later(now() + 1min);
    EXPECT_EQ(kept.get<std::string>("a"), "text");
    kept.set("a", 2, -1s);
    EXPECT_FALSE(kept.contains("a"));
}

TEST_P(EachCache, AddIsForWhatIsNotThere) {
    EXPECT_TRUE(kept.add("a", 1, 10s));
    EXPECT_FALSE(kept.add("a", 2, 10s));
    EXPECT_EQ(kept.get<int>("a"), 1);
    FrozenClock later(now() + 11s);
    EXPECT_TRUE(kept.add("a", 3));
    EXPECT_EQ(kept.get<int>("a"), 3);
}

TEST_P(EachCache, ReplaceIsForWhatIsThere) {
    EXPECT_FALSE(kept.replace("a", 1));
    EXPECT_FALSE(kept.contains("a"));
    kept.set("a", 1, 10s);
    EXPECT_TRUE(kept.replace("a", 2, 10s));
    EXPECT_EQ(kept.get<int>("a"), 2);
    FrozenClock later(now() + 11s);
    EXPECT_FALSE(kept.replace("a", 3));
}

TEST_P(EachCache, TouchLetsLive) {
    kept.set("a", 1, 10s);
    EXPECT_TRUE(kept.touch("a", 10min));
    EXPECT_FALSE(kept.touch("b", 10min));
    FrozenClock later(now() + 1min);
    EXPECT_TRUE(kept.contains("a"));
    EXPECT_TRUE(kept.touch("a", 0s));
    EXPECT_FALSE(kept.contains("a"));
}

TEST_P(EachCache, Counts) {
    EXPECT_EQ(kept.incr("visits"), std::nullopt);
    kept.set("visits", 5, 10s);
    EXPECT_EQ(kept.incr("visits"), 6);
    EXPECT_EQ(kept.incr("visits", 10), 16);
    EXPECT_EQ(kept.decr("visits"), 15);
    EXPECT_EQ(kept.get<int>("visits"), 15);
    kept.set("word", "many");
    EXPECT_THROW(kept.incr("word"), Error);
    kept.set("most", std::numeric_limits<std::int64_t>::max());
    EXPECT_THROW(kept.incr("most"), Error);
    FrozenClock later(now() + 11s);
    EXPECT_EQ(kept.incr("visits"), std::nullopt) << "it goes when it would have gone";
}

TEST_P(EachCache, SeveralAtOnce) {
    kept.set_many({{"a", 1}, {"b", 2}, {"a", 3}}, 10s);
    kept.set_many(std::map<std::string, int>{{"c", 4}});
    EXPECT_THAT(kept.get_many<int>({"a", "b", "c", "none", "a"}), ElementsAre(Pair("a", 3), Pair("b", 2), Pair("c", 4)));
    EXPECT_EQ(kept.remove_many({"a", "c", "none"}), 2);
    EXPECT_THAT(kept.get_many<int>({"a", "b", "c"}), ElementsAre(Pair("b", 2)));
    EXPECT_THAT(kept.get_many<int>({}), IsEmpty());
    FrozenClock later(now() + 11s);
    EXPECT_EQ(kept.remove_many({"b"}), 0);
    EXPECT_EQ(kept.clear_expired(), GetParam() == std::string_view("table") ? 1 : 0);
}

TEST_P(EachCache, ClearTakesEverything) {
    kept.set("a", 1);
    kept.version(2).set("b", 2);
    kept.clear();
    EXPECT_FALSE(kept.contains("a"));
    EXPECT_FALSE(kept.version(2).contains("b"));
}

TEST_P(EachCache, AnyBytesComeBack) {
    const std::string any("\0\xff\xfe=\n'\"", 7);
    kept.set("bytes", Bytes{any});
    EXPECT_EQ(kept.get<Bytes>("bytes"), Bytes{any});
    kept.set("empty", "");
    EXPECT_EQ(kept.get<std::string>("empty"), "");
}

INSTANTIATE_TEST_SUITE_P(Memory, EachCache, testing::Values("default"), [](const auto&) { return "Default"; });
INSTANTIATE_TEST_SUITE_P(Database, EachCache, testing::Values("table"), [](const auto&) { return "Table"; });

}  // namespace shop
