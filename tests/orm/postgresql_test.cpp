/// Values, errors and transactions of PostgreSQL.
#include <portico/base/log.hpp>
#include <portico/fibers/concurrently.hpp>
#include <thread>

#include <portico/fibers/event.hpp>

#include "postgresql_fixture.hpp"

namespace portico::orm {
namespace {

using namespace std::chrono_literals;
using test::PostgresqlTest;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class PostgresqlErrors : public PostgresqlTest {
protected:
    template <class E> E error_of(const std::string& statement, std::vector<Value> parameters = {}) {
        try {
            sql(statement, std::move(parameters));
        } catch (const E& error) {
            return error;
        }
        throw std::logic_error("no such error");
    }
};

struct Stored {
    const char* type;
    Kind kind;
    Value value;
};

void PrintTo(const Stored& one, std::ostream* out) { *out << one.type; }

class PostgresqlValues : public PostgresqlTest, public testing::WithParamInterface<Stored> {};

TEST_P(PostgresqlValues, ComeBackAsTheyWere) {
    const auto& [type, kind, value] = GetParam();
    sql(std::string("CREATE TABLE t (v ") + type + ")");
    sql("INSERT INTO t VALUES ($1), (NULL)", {value});
    std::vector<Value> found;
    database().query({"SELECT v FROM t ORDER BY v NULLS LAST", {}},
                     [&](const Row& row) { found.push_back(database().dialect().loaded(row, 0, kind)); });
    EXPECT_THAT(found, ElementsAre(value, Value()));
}

const Stored stored[] = {
    {"boolean", Kind::boolean, Value(true)},
    {"smallint", Kind::integer, Value(-32768)},
    {"bigint", Kind::integer, Value(std::int64_t(-9'223'372'036'854'775'807) - 1)},
    {"double precision", Kind::floating, Value(0.1)},
    {"numeric(9, 2)", Kind::decimal, Value(Decimal("-1234567.50"))},
    {"text", Kind::text, Value(std::string())},
    {"varchar(20)", Kind::text, Value("Grüße, \\ und '")},
    {"bytea", Kind::bytes, Value(Bytes{std::string("\0a\xff\\", 4)})},
    {"date", Kind::date, Value(Date{std::chrono::year{1} / 1 / 1})},
    {"time", Kind::time, Value(Time::of(23, 59, 59, 999'999))},
    {"timestamp with time zone", Kind::date_time, Value(*parse_date_time("2026-01-02T03:04:05.000600Z"))},
    {"interval", Kind::duration, Value(Duration(-93'784'000'005))},
    {"uuid", Kind::uuid, Value(*Uuid::parse("0190163d-8694-739b-aea5-966c26f8ad91"))},
    {"jsonb", Kind::json, Value(Map{{"a", Value::list({1, "two", nullptr})}})},
};
INSTANTIATE_TEST_SUITE_P(Types, PostgresqlValues, testing::ValuesIn(stored),
                         [](const auto& one) { return "Kind" + std::to_string(one.index); });

TEST_F(PostgresqlTest, ManyParametersAndRowsInOneStatement) {
    sql("CREATE TABLE t (n bigint, s text)");
    Statement insert{"INSERT INTO t VALUES ", {}};
    for (int i = 0; i < 20'000; ++i) {
        insert.sql += (i ? ", ($" : "($") + std::to_string(2 * i + 1) + ", $" + std::to_string(2 * i + 2) + ")";
        insert.parameters.emplace_back(i);
        insert.parameters.emplace_back(std::string(100, 'x'));
    }
    EXPECT_EQ(database().execute(insert).rows_affected, 20'000);
    std::int64_t sum = 0;
    database().query({"SELECT n, s FROM t", {}}, [&](const Row& row) { sum += row.integer(0) + static_cast<std::int64_t>(row.text(1).size()); });
    EXPECT_EQ(sum, 19'999 * 10'000 + 2'000'000);
    insert.parameters.resize(65'536);
    EXPECT_THAT(message_of([&] { database().execute(insert); }), HasSubstr("PostgreSQL takes 65535"));
}

TEST_F(PostgresqlTest, AStreamOfStatementsAndRepliesLargerThanAllBuffersGoesThrough) {
    sql("CREATE TABLE t (s text)");
    const std::string large(100'000, 'x');
    std::vector<Statement> statements(200, Statement{"INSERT INTO t VALUES ($1) RETURNING s", {large}});
    std::size_t bytes = 0;
    on_a_fiber([&] { database().execute_all(statements, [&](const Row& row) { bytes += row.text(0).size(); }); });
    EXPECT_EQ(bytes, 200 * large.size());
}

TEST_F(PostgresqlTest, AStatementIsPreparedWhenItComesAgain) {
    atomic([&] {
        for (int i = 0; i < 3; ++i) text("SELECT $1 || 'x'", {"a"});
        EXPECT_EQ(text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%|| ''x''%' AND statement NOT LIKE '%count%'"), "1");
        for (int i = 0; i < 600; ++i) text("SELECT " + std::to_string(i / 2));
        EXPECT_LE(*database().value({"SELECT count(*) FROM pg_prepared_statements", {}})->as_integer(), 256);
    });
}

TEST_F(PostgresqlTest, AChangedTableDoesNotSpoilPreparedStatements) {
    sql("CREATE TABLE t (v integer)");
    sql("INSERT INTO t VALUES (7)");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(text("SELECT v FROM t"), "7");
    sql("ALTER TABLE t ALTER v TYPE text");
    EXPECT_EQ(text("SELECT v FROM t"), "7");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(text("SELECT v FROM t"), "7");
    sql("DEALLOCATE ALL");
    EXPECT_EQ(text("SELECT v FROM t"), "7");
}

TEST_F(PostgresqlErrors, NameTableColumnsAndConstraintOfWhatIsUnique) {
    sql(R"(CREATE TABLE t (a integer, "order" text, CONSTRAINT both_unique UNIQUE (a, "order")))");
    sql("INSERT INTO t VALUES (1, 'x')");
    auto error = error_of<IntegrityError>("INSERT INTO t VALUES (1, $1)", {"x"});
    EXPECT_EQ(error.kind(), IntegrityError::Kind::unique);
    EXPECT_EQ(error.table(), "t");
    EXPECT_THAT(error.columns(), ElementsAre("a", "order"));
    EXPECT_EQ(error.constraint(), "both_unique");
}

TEST_F(PostgresqlErrors, NameTheForeignKeyBothWays) {
    sql("CREATE TABLE author (id integer PRIMARY KEY)");
    sql("CREATE TABLE post (author_id integer CONSTRAINT post_author REFERENCES author)");
    auto missing = error_of<IntegrityError>("INSERT INTO post VALUES (77)");
    EXPECT_EQ(missing.kind(), IntegrityError::Kind::foreign_key);
    EXPECT_EQ(missing.table(), "post");
    EXPECT_THAT(missing.columns(), ElementsAre("author_id"));
    sql("INSERT INTO author VALUES (1)");
    sql("INSERT INTO post VALUES (1)");
    auto referred = error_of<IntegrityError>("DELETE FROM author");
    EXPECT_EQ(referred.kind(), IntegrityError::Kind::foreign_key);
    EXPECT_EQ(referred.constraint(), "post_author");
    EXPECT_THAT(referred.what(), HasSubstr("still refer"));
}

TEST_F(PostgresqlErrors, NameChecksAndNulls) {
    sql("CREATE TABLE t (n integer NOT NULL CONSTRAINT positive CHECK (n > 0))");
    EXPECT_THAT(error_of<IntegrityError>("INSERT INTO t VALUES (0)").columns(), ElementsAre("positive"));
    auto null = error_of<IntegrityError>("INSERT INTO t VALUES (NULL)");
    EXPECT_EQ(null.kind(), IntegrityError::Kind::not_null);
    EXPECT_THAT(null.columns(), ElementsAre("n"));
}

TEST_F(PostgresqlErrors, SayWhatDoesNotFitWithoutShowingIt) {
    sql("CREATE TABLE t (n smallint, s varchar(3), u uuid, d numeric(4, 2))");
    EXPECT_THAT(error_of<DataError>("INSERT INTO t (s) VALUES ($1)", {"secret"}).what(), Not(HasSubstr("secret")));
    EXPECT_THAT(error_of<DataError>("INSERT INTO t (n) VALUES ($1)", {40'000}).what(), HasSubstr("out of range"));
    EXPECT_THAT(error_of<DataError>("INSERT INTO t (d) VALUES ($1)", {Decimal("123.45")}).what(), HasSubstr("overflow"));
    EXPECT_THAT(error_of<DataError>("INSERT INTO t (u) VALUES ($1)", {"secret"}).what(), Not(HasSubstr("secret")));
    EXPECT_THAT(error_of<DataError>("INSERT INTO t (s) VALUES ($1)", {std::string("a\0b", 3)}).what(), HasSubstr("NUL character"));
    EXPECT_THAT(error_of<DataError>("INSERT INTO t (s) VALUES ($1)", {std::string("\xff")}).what(), HasSubstr("invalid byte sequence"));
    EXPECT_EQ(text("SELECT count(*) FROM t"), "0");
}

TEST_F(PostgresqlErrors, OfStatementsThatCanNotBe) {
    EXPECT_THAT(message_of([&] { sql(""); }), HasSubstr("empty statement"));
    EXPECT_THAT(message_of([&] { sql("SELEC 1"); }), HasSubstr("syntax error"));
    EXPECT_THAT(message_of([&] { sql("COPY pg_class TO STDOUT"); }), HasSubstr("COPY is not known here"));
    EXPECT_THAT(message_of([&] { database().script("CREATE TABLE t (a integer); COPY t FROM STDIN"); }), HasSubstr("COPY"));
    EXPECT_THROW(sql("BEGIN"), TransactionError);
    EXPECT_EQ(text("SELECT 1"), "1");
}

TEST_F(PostgresqlTest, WarningsGoToTheLog) {
    log::Capture log;
    sql("DO $$ BEGIN RAISE WARNING 'mind the gap'; END $$");
    EXPECT_THAT(log.text(), HasSubstr("mind the gap"));
}

class PostgresqlTransactions : public PostgresqlTest {
protected:
    PostgresqlTransactions() : PostgresqlTest({.timeout = 500ms}) { make_notes(); }
};

TEST_F(PostgresqlTransactions, AFailedStatementSpoilsTheTransactionAndSaysSo) {
    EXPECT_THROW(atomic([&] {
                     add_note("a");
                     EXPECT_THROW(add_note("a"), IntegrityError);
                     EXPECT_THAT(message_of([&] { add_note("b"); }), HasSubstr("an orm::atomic of its own"));
                 }),
                 TransactionError);
    EXPECT_EQ(count_notes(), 0);
}

TEST_F(PostgresqlTransactions, ASwallowedErrorUndoesItsSavepointAlone) {
    atomic([&] {
        add_note("a");
        EXPECT_THROW(atomic([&] { EXPECT_THROW(add_note("a"), IntegrityError); }), TransactionError);
        add_note("b");
    });
    EXPECT_EQ(count_notes(), 2);
}

TEST_F(PostgresqlTransactions, BeginTravelsWithTheFirstStatement) {
    atomic([&] { EXPECT_EQ(database().statistics().in_use, 1U); });
    EXPECT_THROW(atomic([&] { sql("nonsense"); }), OperationalError);
    EXPECT_THROW(atomic([&] { sql("SELECT $1", {std::string("a\0b", 3)}); }), DataError);
    atomic([&] { add_note("a"); });
    EXPECT_EQ(count_notes(), 1);
    EXPECT_EQ(database().statistics().lost, 0U);
}

TEST_F(PostgresqlTransactions, HaveTheIsolationThatWasAskedFor) {
    auto isolation = [&] { return text("SHOW transaction_isolation"); };
    EXPECT_EQ(atomic(isolation), "read committed");
    const std::string usual = text("SHOW lock_timeout");
    EXPECT_EQ(atomic([&] { return text("SHOW lock_timeout"); }, {.lock_timeout = 20ms}), "20ms");
    EXPECT_EQ(text("SHOW lock_timeout"), usual);
    EXPECT_EQ(atomic(isolation, {.isolation = Isolation::serializable, .read_only = true, .deferrable = true}), "serializable");
    EXPECT_THROW(atomic([&] { add_note("a"); }, {.read_only = true}), TransactionError);
    EXPECT_THROW(atomic([&] { atomic([] {}, {.isolation = Isolation::serializable}); }), TransactionError);
}

TEST_F(PostgresqlTransactions, ThatCollideAreRunAgain) {
    add_note("0");
    int runs = 0;
    on_a_fiber([&] {
        atomic([&] {
            const int before = std::stoi(text("SELECT text FROM note"));
            if (++runs == 1) {
                fibers::Event done;
                apart([&] {
                    sql("UPDATE note SET text = '10'");
                    done.set();
                });
                done.wait();
            }
            sql("UPDATE note SET text = $1", {std::to_string(before + 1)});
        }, {.isolation = Isolation::repeatable_read, .retries = 1});
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(text("SELECT text FROM note"), "11");
}

TEST_F(PostgresqlTransactions, ALockIsOfOneAtATime) {
    on_a_fiber([&] {
        atomic([&] {
            lock("invoices");
            bool theirs = true, other = false;
            fibers::Event done;
            apart([&] {
                theirs = atomic([] { return try_lock("invoices"); });
                other = atomic([] { return try_lock("reminders"); });
                done.set();
            });
            done.wait();
            EXPECT_FALSE(theirs);
            EXPECT_TRUE(other);
        });
    });
}

TEST_F(PostgresqlTransactions, OfADeadlockOneGoesOn) {
    sql("CREATE TABLE t (id integer, n integer)");
    sql("INSERT INTO t VALUES (1, 0), (2, 0)");
    sql("ALTER TABLE t SET (autovacuum_enabled = false)");
    int conflicts = 0, ends = 0;
    fibers::Event first, second;
    auto lock_both = [&](int mine, int other, fibers::Event& ready, fibers::Event& go) {
        try {
            atomic([&] {
                sql("SET LOCAL lock_timeout = 0");
                sql("SET LOCAL deadlock_timeout = '50ms'");
                sql("UPDATE t SET n = n + 1 WHERE id = $1", {mine});
                ready.set();
                go.wait();
                sql("UPDATE t SET n = n + 1 WHERE id = $1", {other});
            });
            ++ends;
        } catch (const TransactionConflict&) {
            ++conflicts;
        }
    };
    on_a_fiber([&] {
        fibers::concurrently([&] { lock_both(1, 2, first, second); }, [&] { lock_both(2, 1, second, first); });
    });
    EXPECT_EQ(conflicts, 1);
    EXPECT_EQ(ends, 1);
    EXPECT_EQ(text("SELECT sum(n) FROM t"), "2");
}

TEST_F(PostgresqlTransactions, GiveUpOnALockWithAClearError) {
    add_note("a");
    on_a_fiber([&] {
        atomic([&] {
            sql("UPDATE note SET text = 'b'");
            fibers::Event done;
            apart([&] {
                EXPECT_THAT(message_of([&] { sql("UPDATE note SET text = 'c'"); }), HasSubstr("was not free within 500 ms"));
                done.set();
            });
            done.wait();
        });
    });
    EXPECT_EQ(text("SELECT text FROM note"), "b");
}

TEST_F(PostgresqlTransactions, ALostConnectionIsTold) {
    EXPECT_THROW(atomic([&] {
                     add_note("a");
                     const std::string pid = backend();
                     std::thread([&] {
                         UseDatabases here(databases);
                         sql("SELECT pg_terminate_backend(" + pid + ")");
                     }).join();
                     add_note("b");
                 }),
                 ConnectionLost);
    EXPECT_EQ(count_notes(), 0);
    EXPECT_EQ(database().statistics().lost, 1U);
}

}  // namespace
}  // namespace portico::orm
