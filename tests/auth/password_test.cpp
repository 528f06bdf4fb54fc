#include <portico/auth/passwords.hpp>

#include <gmock/gmock.h>

#include <portico/auth/password_rules.hpp>

namespace portico::auth {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

std::vector<std::string> codes(std::string_view password, const PersonalFacts& facts = {}) {
    std::vector<std::string> out;
    for (const auto& fault : PasswordRules().faults(password, facts)) out.push_back(fault.code);
    return out;
}

TEST(Passwords, NewOnesAreArgon2AndMatchThemselves) {
    std::string encoded = make_password("correct horse", "argon2", PasswordCost::low);
    EXPECT_THAT(encoded, StartsWith("argon2$argon2id$v=19$m=64,t=1,p=1$"));
    EXPECT_TRUE(check_password("correct horse", encoded));
    EXPECT_FALSE(check_password("correct Horse", encoded));
}

TEST(Passwords, EachAlgorithmReadsWhatItWrote) {
    for (const char* algorithm : {"argon2", "pbkdf2_sha256", "pbkdf2_sha1", "scrypt", "bcrypt_sha256", "bcrypt"}) {
        std::string encoded = make_password("sésame", algorithm, PasswordCost::low);
        EXPECT_TRUE(check_password("sésame", encoded)) << encoded;
        EXPECT_FALSE(check_password("sesame", encoded)) << encoded;
    }
}

TEST(Passwords, TwoOfTheSameDiffer) {
    EXPECT_NE(make_password("x", "argon2", PasswordCost::low), make_password("x", "argon2", PasswordCost::low));
}

TEST(Passwords, UnusableOnesMatchNothing) {
    std::string encoded = unusable_password();
    EXPECT_FALSE(is_usable_password(encoded));
    EXPECT_FALSE(check_password("", encoded));
    EXPECT_FALSE(check_password(encoded, encoded));
}

TEST(Passwords, MalformedOnesMatchNothing) {
    for (const char* bad : {"", "!", "plain", "argon2$", "argon2$argon2id$v=19$m=x,t=1,p=1$a$b", "pbkdf2_sha256$0$a$b",
                            "pbkdf2_sha256$abc$x$y", "scrypt$3$s$8$5$x", "bcrypt$$2b$04$short", "crypt$$x"}) {
        EXPECT_FALSE(check_password("x", bad)) << bad;
    }
}

TEST(Passwords, WeakerAndForeignHashesAreRenewed) {
    EXPECT_TRUE(must_renew_password(make_password("x", "argon2", PasswordCost::low)));
    EXPECT_FALSE(must_renew_password(make_password("x", "argon2", PasswordCost::low), PasswordCost::low));
    EXPECT_TRUE(must_renew_password(make_password("x", "pbkdf2_sha256", PasswordCost::low), PasswordCost::low));
    EXPECT_FALSE(must_renew_password(unusable_password()));
}

TEST(PasswordRules, RefuseShortCommonAndNumericOnes) {
    EXPECT_THAT(codes("k~z"), ElementsAre("password_too_short"));
    EXPECT_THAT(codes("Password123"), ElementsAre("password_too_common"));
    EXPECT_THAT(codes("83746501928"), ElementsAre("password_entirely_numeric"));
    EXPECT_THAT(codes("kelp-forest-umbrella"), IsEmpty());
}

TEST(PasswordRules, RefuseTheTwentyThousandCommonest) {
    if (!is_common_password("1234567890123")) GTEST_SKIP() << "built without Django's list of common passwords: install python3-django";
    EXPECT_THAT(codes(" Secret12 "), ElementsAre("password_too_common"));
    EXPECT_FALSE(is_common_password(""));
}

TEST(PasswordRules, RefuseWhatIsLikeTheLogin) {
    PersonalFacts facts{{"username", "johnsmith"}, {"email address", "john.smith@example.com"}};
    EXPECT_THAT(codes("johnsmith1", facts), ElementsAre("password_too_similar"));
    EXPECT_THAT(codes("kelp-forest-umbrella", facts), IsEmpty());
    EXPECT_EQ(PasswordRules().faults("johnsmith1", facts).front().text(), "The password is too similar to the username.");
}

}  // namespace
}  // namespace portico::auth
