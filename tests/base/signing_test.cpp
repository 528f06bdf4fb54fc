#include <gtest/gtest.h>
#include <portico/base/date_time.hpp>
#include <portico/base/signing.hpp>

using namespace portico;

namespace {
const std::string secret = "oracle-secret-key-0123456789abcdef";
}

TEST(Signer, VerifiesWhatItSigned) {
    Signer signer(secret);
    EXPECT_EQ(signer.unsign(signer.sign("a:b")), "a:b");
}

TEST(Signer, RefusesWhatWasChanged) {
    Signer signer(secret);
    auto changed = signer.sign("user=1");
    changed[5] = '2';
    EXPECT_THROW(signer.unsign(changed), BadSignature);
    EXPECT_THROW(signer.unsign("no separator"), BadSignature);
}

TEST(Signer, TakesFormerSecrets) {
    auto signed_before = Signer("old").sign("x");
    EXPECT_EQ(Signer("new", "django.core.signing.Signer", {"old"}).unsign(signed_before), "x");
    EXPECT_THROW(Signer("new").unsign(signed_before), BadSignature);
}

TEST(TimestampSigner, ExpiresAfterItsAge) {
    TimestampSigner signer(secret);
    auto start = *parse_date_time("2026-01-01T00:00:00Z");
    std::string text;
    {
        FrozenClock frozen(start);
        text = signer.sign("x");
    }
    FrozenClock later(start + std::chrono::seconds(61));
    EXPECT_EQ(signer.unsign(text), "x");
    EXPECT_THROW(signer.unsign(text, std::chrono::seconds(60)), SignatureExpired);
}

TEST(RandomString, DiffersEachTime) {
    EXPECT_EQ(random_string(32).size(), 32u);
    EXPECT_NE(random_string(32), random_string(32));
}

TEST(Base62, RoundTrips) {
    EXPECT_EQ(base62(1767225600), "1vb66i");
    EXPECT_EQ(from_base62(base62(1767225600)), 1767225600);
    EXPECT_THROW(from_base62("!"), BadSignature);
}
