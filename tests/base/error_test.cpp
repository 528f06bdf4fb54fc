#include <gtest/gtest.h>
#include <portico/base/error.hpp>

using namespace portico;

TEST(DidYouMean, NamesTheNearest) {
    std::vector<std::string> known{"debug", "secret_key", "allowed_hosts"};
    EXPECT_EQ(did_you_mean("debgu", known), "did you mean \"debug\"?");
    EXPECT_EQ(did_you_mean("secretkey", known), "did you mean \"secret_key\"?");
}

TEST(DidYouMean, IsSilentWhenNothingIsNear) {
    std::vector<std::string> known{"debug"};
    EXPECT_EQ(did_you_mean("template_dirs", known), "");
}

TEST(Error, JoinsMessageAndHint) { EXPECT_EQ(Error("it broke", "mend it").full(), "it broke; mend it"); }
