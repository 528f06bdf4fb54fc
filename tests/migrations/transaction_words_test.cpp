/// SQL of a migration's own may not end the transaction that it is run in.
#include <gtest/gtest.h>

#include "../../migrations/src/transaction_words.hpp"

namespace portico::migrations {
namespace {

TEST(TransactionWords, AreFoundAtTheBeginningOfAStatement) {
    EXPECT_EQ(transaction_word("COMMIT"), "COMMIT");
    EXPECT_EQ(transaction_word("DELETE FROM a; -- all\n commit work;"), "COMMIT");
    EXPECT_EQ(transaction_word("/* ; */ begin immediate; UPDATE a SET b = 1; end"), "BEGIN");
    EXPECT_EQ(transaction_word("UPDATE a SET b = 1; END"), "END");
    EXPECT_EQ(transaction_word("START TRANSACTION"), "START TRANSACTION");
    EXPECT_EQ(transaction_word("PREPARE TRANSACTION 'a'"), "PREPARE TRANSACTION");
    EXPECT_EQ(transaction_word("INSERT INTO a VALUES ('it''s'); ROLLBACK"), "ROLLBACK");
    EXPECT_EQ(transaction_word("CREATE TRIGGER t AFTER DELETE ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; END; ABORT"), "ABORT");
}

TEST(TransactionWords, AreNoneElsewhere) {
    EXPECT_EQ(transaction_word(""), "");
    EXPECT_EQ(transaction_word("UPDATE a SET b = 'x; COMMIT;', \"end\" = 1, `begin` = 2 -- ; COMMIT\n"), "");
    EXPECT_EQ(transaction_word("SAVEPOINT s; ROLLBACK TO s; ROLLBACK TRANSACTION TO SAVEPOINT s; RELEASE s"), "");
    EXPECT_EQ(transaction_word("CREATE TRIGGER t AFTER DELETE ON a BEGIN UPDATE b SET c = CASE WHEN d THEN 1 END; DELETE FROM e; END; SELECT 1"), "");
    EXPECT_EQ(transaction_word("CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $body$ BEGIN; COMMIT; END $body$; SELECT E'\\'; COMMIT;'"), "");
    EXPECT_EQ(transaction_word("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 1"), "");
    EXPECT_EQ(transaction_word("DO $$ BEGIN PERFORM 1; END $$; UPDATE commits SET begin_at = 1"), "");
}

}  // namespace
}  // namespace portico::migrations
