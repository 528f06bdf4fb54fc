#include <gtest/gtest.h>
#include <portico/base/decimal.hpp>
#include <portico/base/error.hpp>

using portico::ConversionError;
using portico::Decimal;

TEST(Decimal, KeepsItsDigits) {
    EXPECT_EQ(Decimal("19.90").str(), "19.90");
    EXPECT_EQ(Decimal("-0.05").str(), "-0.05");
    EXPECT_EQ(Decimal("1e3").str(), "1000");
    EXPECT_EQ(Decimal("15e-1").str(), "1.5");
}

TEST(Decimal, IsEqualWhateverItsScale) {
    EXPECT_EQ(Decimal("1.5"), Decimal("1.50"));
    EXPECT_LT(Decimal("1.49"), Decimal("1.5"));
    EXPECT_GT(Decimal("-1"), Decimal("-1.1"));
}

TEST(Decimal, CalculatesExactly) {
    EXPECT_EQ((Decimal("0.1") + Decimal("0.2")).str(), "0.3");
    EXPECT_EQ((Decimal("1") - Decimal("0.01")).str(), "0.99");
    EXPECT_EQ((Decimal("19.90") * Decimal(3)).str(), "59.70");
}

TEST(Decimal, RoundsHalvesToEven) {
    EXPECT_EQ(Decimal("2.5").rounded(0).str(), "2");
    EXPECT_EQ(Decimal("3.5").rounded(0).str(), "4");
    EXPECT_EQ(Decimal("-2.51").rounded(1).str(), "-2.5");
    EXPECT_EQ(Decimal("2").rounded(2).str(), "2.00");
}

TEST(Decimal, RefusesWhatIsNoNumberOrTooLong) {
    EXPECT_THROW(Decimal("abc"), ConversionError);
    EXPECT_THROW(Decimal(""), ConversionError);
    EXPECT_THROW(Decimal("1.2.3"), ConversionError);
    EXPECT_THROW(Decimal("12345678901234567890"), ConversionError);
    EXPECT_FALSE(Decimal::parse("1e999"));
}

TEST(Decimal, RefusesAProductThatDoesNotFit) {
    EXPECT_THROW(Decimal(std::int64_t{9'000'000'000'000}) * Decimal(std::int64_t{9'000'000'000'000}), ConversionError);
}

TEST(Decimal, CountsDigits) {
    EXPECT_EQ(Decimal("123.45").digits(), 5);
    EXPECT_EQ(Decimal("0.05").digits(), 2);
}
