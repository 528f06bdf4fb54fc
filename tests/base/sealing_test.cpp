#include <portico/base/sealing.hpp>

#include <gtest/gtest.h>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico {

TEST(Sealing, WhatWasSealedComesBack) {
    const std::string text("é\0\n", 4);
    EXPECT_EQ(unseal(seal(text, "secret", "voucher"), "voucher", "secret"), text);
    EXPECT_EQ(unseal(seal("", "secret", "voucher"), "voucher", "secret"), "");
}

TEST(Sealing, OnlyWithTheSecretAndForThatPurpose) {
    const std::string sealed = seal("hello", "secret", "voucher");
    EXPECT_EQ(unseal(sealed, "voucher", "another"), std::nullopt);
    EXPECT_EQ(unseal(sealed, "session", "secret"), std::nullopt);
    EXPECT_EQ(unseal(sealed, "voucher", "another", {"former", "secret"}), "hello");
    EXPECT_EQ(unseal(sealed, "voucher", "", {""}), std::nullopt);
    EXPECT_THROW(seal("hello", "", "voucher"), Error);
}

TEST(Sealing, NobodySeesWhatItIs) {
    const std::string first = seal("hello hello hello", "secret", "voucher"), second = seal("hello hello hello", "secret", "voucher");
    EXPECT_NE(first, second);
    EXPECT_EQ(text::from_base64url(first)->find("hello"), std::string::npos);
    EXPECT_EQ(first.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), std::string::npos);
}

TEST(Sealing, EveryChangeIsNoticed) {
    const std::string sealed = seal("hello", "secret", "voucher");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string other = sealed;
        other[i] = other[i] == 'A' ? 'B' : 'A';
        EXPECT_EQ(unseal(other, "voucher", "secret"), std::nullopt) << i;
        EXPECT_EQ(unseal(std::string_view(sealed).substr(0, i), "voucher", "secret"), std::nullopt) << i;
    }
    EXPECT_EQ(unseal(sealed + "A", "voucher", "secret"), std::nullopt);
    EXPECT_EQ(unseal(sealed + "=", "voucher", "secret"), std::nullopt);
}

/// By another implementation (Python's cryptography: HKDF with SHA-256, AESGCM) of what the header says; salt 00 01 … 0f.
TEST(Sealing, IsWhatTheHeaderSays) {
    EXPECT_EQ(unseal("AQABAgMEBQYHCAkKCwwNDg9rOkYI1htRH9evZXHb5PyM0EnivkE", "voucher", "secret"), "hello");
}

}  // namespace portico
