/// What a site answers while its database can't work: a clear 503, and as before when that is over, without a restart.
#include <gmock/gmock.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <random>

#include <portico/middleware/app.hpp>
#include <portico/orm/app.hpp>
#include <portico/orm/atomic_requests.hpp>
#include <portico/project/project.hpp>
#include <portico/routing/urls.hpp>

#include "database_fixture.hpp"
#include "private_server.hpp"

namespace notes {

using namespace portico;
using orm::test::PrivateServer;
using testing::AllOf;
using testing::HasSubstr;

void add(const std::string& text) { orm::connection().execute({"INSERT INTO note (text) VALUES (" + orm::connection().dialect().placeholder(1) + ")", {Value(text)}}); }

/// 20,000 characters that can't be compressed.
std::string random_text() {
    static std::mt19937 random;
    std::string text(20'000, ' ');
    for (char& c : text) c = static_cast<char>('0' + random() % 75);
    return text;
}

std::string number() { return orm::connection().value({"SELECT count(*) FROM note", {}})->str(); }
std::string write() {
    add(random_text());
    return "written";
}
std::string cut_off() {
    add("lost");
    orm::connection().execute({"SELECT pg_terminate_backend(pg_backend_pid())", {}});
    add("after it");
    return "written";
}

/// A site whose database has one table.
class Site {
public:
    Site(const std::string& database, const std::filesystem::path& root)
        : project_({.settings = {{"debug", false}, {"database.url", database}, {"database.timeout", "2s"}}, .root = root}) {
        project_.install(standard_middleware());
        project_.install(orm::app());
        project_.install(App("notes").with(urls({path<number>("number/"), path<write>("write/"),
                                                 path<cut_off>("cut-off/").use(orm::atomic_requests())})));
        Project::Scope use(project_);
        orm::connection().script("CREATE TABLE note (text text NOT NULL)");
    }
    std::string get(const std::string& path) {
        Request request({.target = path, .headers = {{"Host", "testserver"}}});
        const Response response = project_.handle(request);
        return std::to_string(response.status()) + " " + std::string(response.text());
    }
    int count() { return std::stoi(get("/number/").substr(4)); }

private:
    Project project_;
};

TEST(PostgresqlSite, AnswersAgainWhenTheServerIsBack) {
    orm::test::Folder folder;
    PrivateServer server(folder.path());
    Site site(server.url, folder.path());
    EXPECT_EQ(site.get("/number/"), "200 0");
    server.control("halt");
    EXPECT_THAT(site.get("/number/"), AllOf(testing::StartsWith("503"), HasSubstr("Try again")));
    server.control("continue");
    EXPECT_EQ(site.get("/number/"), "200 0");
}

TEST(PostgresqlSite, LosesItsConnectionInATransaction) {
    orm::test::Folder folder;
    PrivateServer server(folder.path());
    Site site(server.url, folder.path());
    EXPECT_THAT(site.get("/cut-off/"), testing::StartsWith("503"));
    EXPECT_EQ(site.get("/number/"), "200 0") << "what was written before the connection was lost went with it";
}

/// A disk of its own, of so many KiB. It is mounted for this process and those that it starts.
class SmallDisk {
public:
    SmallDisk(std::filesystem::path folder, int kib) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
        const std::string size = "mode=777,size=" + std::to_string(kib) + "k";
        mounted_ = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                   ::mount("none", folder_.c_str(), "tmpfs", 0, size.c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;
    explicit operator bool() const { return mounted_; }

    /// What else lies on it, and may go.
    void put_ballast(int kib) { std::ofstream(folder_ / "ballast") << std::string(static_cast<std::size_t>(kib) * 1024, 'b'); }
    void take_ballast() { std::filesystem::remove(folder_ / "ballast"); }
    const std::filesystem::path& folder() const { return folder_; }

private:
    std::filesystem::path folder_;
    bool mounted_ = false;
};

/// Fills it until there is no room; says how many were written.
int fill(Site& site) {
    int written = 0;
    std::string answer;
    while ((answer = site.get("/write/")).starts_with("200")) ++written;
    EXPECT_THAT(answer, testing::StartsWith("503"));
    EXPECT_GT(written, 3);
    return written;
}

void outlives_a_full_disk(Site& site, SmallDisk& disk) {
    const int written = fill(site);
    EXPECT_EQ(site.count(), written) << "what was acknowledged is there, what was refused is not";
    disk.take_ballast();
    EXPECT_EQ(site.get("/write/"), "200 written");
    EXPECT_EQ(site.count(), written + 1);
}

TEST(FullDiskOfSqlite, IsToldAndOutlived) {
    orm::test::Folder folder;
    SmallDisk disk(folder.path() / "disk", 2048);
    if (!disk) GTEST_SKIP() << "a small disk can't be mounted: that needs root";
    disk.put_ballast(1024);
    Site site("sqlite:" + (disk.folder() / "db.sqlite3").string(), folder.path());
    outlives_a_full_disk(site, disk);
}

/// The server's tables lie on the small disk, its log of changes elsewhere: without room for that it would stop.
TEST(PostgresqlFullDisk, IsToldAndOutlived) {
    orm::test::Folder folder;
    SmallDisk disk(folder.path() / "disk", 2048);
    if (!disk) GTEST_SKIP() << "a small disk can't be mounted: that needs root";
    disk.put_ballast(1024);
    PrivateServer server(folder.path());
    const auto tables = disk.folder() / "tables";
    std::filesystem::create_directory(tables);
    struct stat owner {};
    ASSERT_EQ(::stat(server.home.c_str(), &owner), 0);
    ASSERT_EQ(::chown(tables.c_str(), owner.st_uid, owner.st_gid), 0);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::others_exec, std::filesystem::perm_options::add);

    orm::Databases databases(folder.path());
    databases.add("default", {.url = server.url});
    databases.connection().execute({"CREATE TABLESPACE small LOCATION '" + tables.string() + "'", {}});
    Site site(server.url + "&options=-cdefault_tablespace%3Dsmall", folder.path());
    outlives_a_full_disk(site, disk);
}

}  // namespace notes
