/// A server over TCP with TLS, whose certificate is signed by an authority of the test's own.
#include <portico/orm/databases.hpp>

#include "postgresql_fixture.hpp"
#include "private_server.hpp"

namespace portico::orm {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class PostgresqlOverTls : public testing::Test {
protected:
    /// The server runs while the tests of this suite do.
    static void SetUpTestSuite() {
        folder_ = std::make_unique<test::Folder>();
        server_ = std::make_unique<test::PrivateServer>(folder_->path(), "tls");
    }
    static void TearDownTestSuite() {
        server_.reset();
        folder_.reset();
    }

    static std::string url(const std::string& host, const std::string& options, const std::string& password = "sesame") {
        return "postgresql://guarded:" + password + "@" + host + ":" + server_->port + "/postgres?" + options;
    }
    static std::string authority() { return "&sslrootcert=" + server_->home + "/root.crt"; }

    /// "true" where the connection is encrypted; else what went wrong.
    static std::string encrypted(const std::string& url) {
        Databases databases;
        UseDatabases use(databases);
        databases.add("default", {.url = url});
        try {
            return connection().value({"SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()", {}})->str();
        } catch (const Error& error) {
            return error.full();
        }
    }

    static inline std::unique_ptr<test::Folder> folder_;
    static inline std::unique_ptr<test::PrivateServer> server_;
};

TEST_F(PostgresqlOverTls, Require) {
    EXPECT_EQ(encrypted(url("127.0.0.1", "sslmode=require")), "true");
    EXPECT_EQ(encrypted(url("localhost", "sslmode=require")), "true");
}

TEST_F(PostgresqlOverTls, VerifyFullKnowsTheAuthorityAndTheName) {
    EXPECT_EQ(encrypted(url("localhost", "sslmode=verify-full" + authority())), "true");
    EXPECT_EQ(encrypted(url("127.0.0.1", "sslmode=verify-ca" + authority())), "true");
}

TEST_F(PostgresqlOverTls, AnotherNameThanTheCertificatesIsRefused) {
    EXPECT_THAT(encrypted(url("127.0.0.1", "sslmode=verify-full" + authority())),
                AllOf(HasSubstr("can't connect"), HasSubstr("does not match host name"), HasSubstr("verify-full"), Not(HasSubstr("sesame"))));
}

TEST_F(PostgresqlOverTls, AnUnknownAuthorityIsRefused) {
    EXPECT_THAT(encrypted(url("localhost", "sslmode=verify-full&sslrootcert=" + server_->home + "/server.crt")),
                AllOf(HasSubstr("certificate"), HasSubstr("sslrootcert"), Not(HasSubstr("sesame"))));
    EXPECT_THAT(encrypted(url("localhost", "sslmode=verify-full&sslrootcert=/nowhere/root.crt")),
                AllOf(HasSubstr("/nowhere/root.crt"), HasSubstr("sslrootcert"), Not(HasSubstr("sesame"))));
}

TEST_F(PostgresqlOverTls, AWrongPasswordIsNotShown) {
    EXPECT_THAT(encrypted(url("localhost", "sslmode=require", "open-sesam")),
                AllOf(HasSubstr("password authentication failed"), HasSubstr("database.url"), Not(HasSubstr("open-sesam"))));
    EXPECT_THAT(encrypted("postgresql://guarded@localhost:" + server_->port + "/postgres?sslmode=require"), HasSubstr("password"));
}

TEST_F(PostgresqlOverTls, WithoutTlsTheServerRefuses) {
    EXPECT_THAT(encrypted(url("localhost", "sslmode=disable")),
                AllOf(HasSubstr("no encryption"), HasSubstr("pg_hba.conf"), Not(HasSubstr("sesame"))));
}

TEST_F(PostgresqlOverTls, AStatementLongerThanARecordArrives) {
    Databases databases;
    UseDatabases use(databases);
    databases.add("default", {.url = url("localhost", "sslmode=verify-full" + authority())});
    const std::string long_text(3'000'000, 'x');
    EXPECT_EQ(connection().value({"SELECT $1 || '!'", {long_text}})->str(), long_text + "!");
}

}  // namespace
}  // namespace portico::orm
