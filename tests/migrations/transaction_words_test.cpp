/// SQL of a migration's own may not end the transaction that it is run in.
#include <gtest/gtest.h>

#include "../../migrations/src/transaction_words.hpp"

namespace portico::migrations {
namespace {

/// What both databases' readings find.
std::string both(std::string_view sql) {
    const std::string word = transaction_word(sql, Quoting::sqlite);
    EXPECT_EQ(word, transaction_word(sql, Quoting::postgresql));
    return word;
}

TEST(TransactionWords, AreFoundAtTheBeginningOfAStatement) {
    EXPECT_EQ(both("COMMIT"), "COMMIT");
    EXPECT_EQ(both("DELETE FROM a; -- all\n commit work;"), "COMMIT");
    EXPECT_EQ(both("/* ; */ begin immediate; UPDATE a SET b = 1; end"), "BEGIN");
    EXPECT_EQ(both("UPDATE a SET b = 1; END"), "END");
    EXPECT_EQ(both("START TRANSACTION"), "START TRANSACTION");
    EXPECT_EQ(both("PREPARE TRANSACTION 'a'"), "PREPARE TRANSACTION");
    EXPECT_EQ(both("INSERT INTO a VALUES ('it''s'); ROLLBACK"), "ROLLBACK");
    EXPECT_EQ(both("CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END; ABORT"), "ABORT");
}

TEST(TransactionWords, AreNoneElsewhere) {
    EXPECT_EQ(both(""), "");
    EXPECT_EQ(both("UPDATE a SET b = 'x; COMMIT;', \"end\" = 1, `begin` = 2 -- ; COMMIT\n"), "");
    EXPECT_EQ(both("SAVEPOINT s; ROLLBACK TO s; ROLLBACK TRANSACTION TO SAVEPOINT s; RELEASE s"), "");
    EXPECT_EQ(both("CREATE TRIGGER t AFTER DELETE ON a BEGIN UPDATE b SET c = CASE WHEN d THEN 1 END; DELETE FROM e; END; SELECT 1"), "");
    EXPECT_EQ(both("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 1"), "");
}

TEST(TransactionWords, AreReadAsTheDatabaseDoes) {
    auto word = [](std::string_view sql) { return transaction_word(sql, Quoting::sqlite) + "|" + transaction_word(sql, Quoting::postgresql); };
    EXPECT_EQ(word("DO $$ BEGIN PERFORM 1; END $$; UPDATE commits SET begin_at = 1"), "END|");
    EXPECT_EQ(word("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN; COMMIT; END $body$; SELECT 1"), "|") << "a body to either";
    EXPECT_EQ(word("SELECT $a$; COMMIT; SELECT $a$"), "COMMIT|");
    EXPECT_EQ(word("SELECT E'\\'; COMMIT;'"), "COMMIT|");
    EXPECT_EQ(word("SELECT [; COMMIT; SELECT ]"), "|COMMIT");
    EXPECT_EQ(word("SELECT 1 /* /* */ ; COMMIT; -- */"), "COMMIT|");
    EXPECT_EQ(word("\xEF\xBB\xBF""COMMIT"), "COMMIT|COMMIT");
}

}  // namespace
}  // namespace portico::migrations
