#include "../../framework/cache/src/redis/reply.hpp"

#include <gtest/gtest.h>

#include <portico/cache/backend.hpp>

namespace portico::cache {

using Type = RedisReply::Type;

TEST(RedisReplies, AreTakenOneAfterTheOther) {
    const std::string all = "+OK\r\n:-42\r\n$5\r\na\r\nbc\r\n$-1\r\n*2\r\n$0\r\n\r\n*-1\r\n-ERR no\r\n";
    std::string_view bytes = all;
    EXPECT_EQ(take_reply(bytes)->text, "OK");
    EXPECT_EQ(take_reply(bytes)->number, -42);
    EXPECT_EQ(take_reply(bytes)->text, "a\r\nbc");
    EXPECT_EQ(take_reply(bytes)->type, Type::nothing);
    const RedisReply list = *take_reply(bytes);
    ASSERT_EQ(list.items.size(), 2u);
    EXPECT_TRUE(list.items[0].is_text());
    EXPECT_EQ(list.items[1].type, Type::nothing);
    EXPECT_EQ(take_reply(bytes)->type, Type::error);
    EXPECT_TRUE(bytes.empty());
}

TEST(RedisReplies, ThatAreNotAllThereAreWaitedFor) {
    const std::string all = "*3\r\n:1\r\n$2\r\nab\r\n*1\r\n+x\r\n";
    for (std::size_t size = 0; size < all.size(); ++size) {
        std::string_view bytes(all.data(), size);
        EXPECT_FALSE(take_reply(bytes)) << size;
        EXPECT_EQ(bytes.size(), size) << "nothing is taken off";
    }
}

TEST(RedisReplies, ThatAreNoneAreRefused) {
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "*1\r\n";
    for (const std::string& odd : {std::string("HTTP/1.1 400\r\n"), std::string(":x\r\n"), std::string(":\r\n"), std::string("$2\r\nabc\r\n"),
                                   std::string("$99999999999999999999\r\n"), deep}) {
        std::string_view bytes = odd;
        EXPECT_THROW(take_reply(bytes), CacheError) << odd;
    }
}

TEST(RedisReplies, CommandsKeepEveryByte) {
    std::string out;
    append_command(out, {"SET", "k", std::string("\0\r\n", 3)});
    EXPECT_EQ(out, "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3\r\n" + std::string("\0\r\n", 3) + "\r\n");
}

}  // namespace portico::cache
