/// The database goes away, or hangs, while requests come.
#include "rough_site.hpp"

#include <portico/orm/databases.hpp>

#include "../orm/private_server.hpp"

namespace portico::test {
namespace {

using orm::test::PrivateServer;
using testing::HasSubstr;

/// Clients that all ask at once, each on a connection of its own.
class Crowd {
public:
    Crowd(const RoughSite& site, std::size_t size, const std::string& path) {
        for (std::size_t i = 0; i < size; ++i) {
            clients_.push_back(std::make_unique<Client>(site.port()));
            clients_.back()->send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        }
    }
    /// What they get, all of them read.
    std::vector<Reply> replies() {
        std::vector<Reply> all;
        for (const auto& client : clients_) all.push_back(client->read());
        return all;
    }

private:
    std::vector<std::unique_ptr<Client>> clients_;
};

void expect_503(const std::vector<Reply>& replies) {
    for (const Reply& reply : replies) {
        EXPECT_EQ(reply.status, 503);
        EXPECT_EQ(reply.header("retry-after"), "5");
        EXPECT_THAT(reply.body, HasSubstr("Try again"));
    }
}

class PostgresqlAway : public testing::Test {
protected:
    Reply get(const std::string& path) const {
        Client client = site.client();
        return RoughSite::get(client, path);
    }
    void expect_all_well() const {
        for (const Reply& reply : Crowd(site, 20, "/query/").replies()) EXPECT_EQ(reply.body, "42");
        EXPECT_EQ(get("/readyz").status, 200);
    }
    void expect_503_and_alive() const {
        expect_503(Crowd(site, 20, "/query/").replies());
        EXPECT_EQ(get("/readyz").status, 503);
        EXPECT_EQ(get("/healthz").status, 200);
        EXPECT_TRUE(site.answers());
    }
    std::string active(const std::string& like) const {
        orm::Databases databases;
        databases.add("default", {.url = server.url});
        return databases.connection()
            .value({"SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND query LIKE '" + like + "'", {}})
            ->str();
    }

    TemporaryFolder folder{};
    PrivateServer server{folder.path()};
    RoughSite site{{"database.url=" + server.url, "database.timeout=1s", "database.response_timeout=400ms", "monitoring.ready_for=0s"}};
};

class PostgresqlStopped : public PostgresqlAway {};

TEST_F(PostgresqlStopped, RequestsGet503AndTheSiteWorksAgainWithIt) {
    for (int i = 0; i < 2; ++i) {
        expect_all_well();
        server.control("halt");
        expect_503_and_alive();
        server.control("continue");
    }
    expect_all_well();
}

TEST_F(PostgresqlStopped, RequestsUnderWayGet503) {
    RoughSite patient({"database.url=" + server.url});
    Crowd waiting(patient, 3, "/slow-query/");
    while (active("SELECT 1 FROM pg_sleep(600)%") != "3") {}
    server.control("halt");
    expect_503(waiting.replies());
    server.control("continue");
    Client client = patient.client();
    EXPECT_EQ(RoughSite::get(client, "/query/").body, "42");
}

TEST_F(PostgresqlStopped, ARestartUnderRequestsLosesNoAnswer) {
    expect_all_well();
    Crowd before(site, 20, "/query/");
    server.control("restart");
    Crowd after(site, 20, "/query/");
    for (const Reply& reply : before.replies()) EXPECT_TRUE(reply.status == 200 || reply.status == 503) << reply.head;
    for (const Reply& reply : after.replies()) EXPECT_TRUE(reply.status == 200 || reply.status == 503) << reply.head;
    expect_all_well();
}

class PostgresqlHangs : public PostgresqlAway {};

TEST_F(PostgresqlHangs, RequestsGet503AndTheSiteWorksAgainWithIt) {
    expect_all_well();
    server.control("freeze");
    expect_503_and_alive();
    expect_503_and_alive();
    server.control("thaw");
    expect_all_well();
}

TEST_F(PostgresqlHangs, FromTheFirstRequestOn) {
    server.control("freeze");
    expect_503_and_alive();
    server.control("thaw");
    expect_all_well();
}

TEST_F(PostgresqlHangs, AStatementThatIsOnlySlowIsStoppedOnTheServer) {
    const Reply reply = get("/slow-query/");
    expect_503({reply});
    EXPECT_THAT(site.line_with("503 GET /slow-query/"), HasSubstr("database.response_timeout"));
    while (active("SELECT 1 FROM pg_sleep(600)%") != "0") {}
    EXPECT_EQ(get("/query/").body, "42");
}

}  // namespace
}  // namespace portico::test
