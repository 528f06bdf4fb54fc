/// Codes of authenticator apps, and the square that they scan.
#include <gtest/gtest.h>

#include <portico/auth/totp.hpp>
#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

#include "../../auth/src/qr_code.hpp"

namespace portico::auth {
namespace {

/// RFC 6238, appendix B, the last six digits: the secret is "12345678901234567890".
constexpr const char* rfc_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

DateTime at(std::int64_t seconds) { return DateTime(std::chrono::seconds(seconds)); }

TEST(Totp, GivesTheCodesOfTheRfc) {
    EXPECT_EQ(totp_code(rfc_secret, totp_step(at(59))), "287082");
    EXPECT_EQ(totp_code(rfc_secret, totp_step(at(1111111109))), "081804");
    EXPECT_EQ(totp_code(rfc_secret, totp_step(at(1234567890))), "005924");
    EXPECT_EQ(totp_code(rfc_secret, totp_step(at(20000000000))), "353130");
}

TEST(Totp, TakesTheCodeBeforeAndTheOneAfter) {
    const DateTime moment = at(1234567890);
    const std::int64_t step = totp_step(moment);
    EXPECT_EQ(matching_totp_step(rfc_secret, "005924", moment), step);
    EXPECT_EQ(matching_totp_step(rfc_secret, "005 924", moment), step);
    EXPECT_EQ(matching_totp_step(rfc_secret, totp_code(rfc_secret, step - 1), moment), step - 1);
    EXPECT_EQ(matching_totp_step(rfc_secret, totp_code(rfc_secret, step + 1), moment), step + 1);
    EXPECT_FALSE(matching_totp_step(rfc_secret, totp_code(rfc_secret, step - 2), moment));
    EXPECT_FALSE(matching_totp_step(rfc_secret, "", moment));
}

TEST(Totp, SecretsAreBase32) {
    EXPECT_EQ(base32("12345678901234567890"), rfc_secret);
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(from_base32("mzxw 6ytb oi=="), "foobar");
    EXPECT_FALSE(from_base32("01"));
    EXPECT_EQ(make_totp_secret().size(), 32u);
    EXPECT_NE(make_totp_secret(), make_totp_secret());
    EXPECT_THROW(totp_code("!", 0), ConversionError);
}

TEST(Totp, TheUrlIsWhatAppsRead) {
    EXPECT_EQ(totp_url("MZXW6YTBOI", "example.org:8000", "ann@example.org & co"),
              "otpauth://totp/example.org%3A8000:ann@example.org%20%26%20co?secret=MZXW6YTBOI&issuer=example.org%3A8000");
}

/// Recorded after two other encoders made the same square of it, and a reader read it.
TEST(QrCode, IsTheSquareThatOthersMake) {
    const std::string svg = qr_svg("otpauth://totp/example.org:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=example.org");
    EXPECT_EQ(text::hex(sha256(svg)), "f8eaf1637dcb278f83a3f0f2f7854819f373cb2530b989bc46612eaf3500328c");
    EXPECT_NE(qr_svg(std::string(230, 'x')), "");
    EXPECT_EQ(qr_svg(std::string(231, 'x')), "") << "too long";
}

}  // namespace
}  // namespace portico::auth
