#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include <sys/stat.h>

#include <portico/base/text.hpp>
#include <portico/project/project.hpp>
#include <portico/storage/app.hpp>
#include <portico/storage/file_system_storage.hpp>
#include <portico/testing/client.hpp>

namespace storage_tests {

using namespace portico;
using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

namespace fs = std::filesystem;

std::string new_folder() {
    std::string pattern = (fs::temp_directory_path() / "portico-media-XXXXXX").string();
    return mkdtemp(pattern.data());
}

class StorageTest : public testing::Test {
protected:
    StorageTest() : folder(new_folder()) {}
    ~StorageTest() override { fs::remove_all(folder); }

    std::string folder;
    FileSystemStorage storage{fs::path(folder) / "media", "/media/"};
};

TEST_F(StorageTest, KeepsWhatItIsGiven) {
    std::string name = storage.save_bytes("covers/a.png", std::string("\0png", 4));
    EXPECT_EQ(name, "covers/a.png");
    EXPECT_EQ(storage.read(name), std::string("\0png", 4));
    EXPECT_EQ(storage.size(name), 4U);
    EXPECT_TRUE(storage.exists(name));
    EXPECT_LT(now() - storage.modified(name), std::chrono::minutes(1));
}

TEST_F(StorageTest, KeepsUploadedFiles) {
    std::string name = storage.save("a.txt", UploadedFile("file", "a.txt", "hello"));
    EXPECT_EQ(storage.read(name), "hello");
    struct stat status{};
    ASSERT_EQ(stat(storage.path(name).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0644U);
}

TEST_F(StorageTest, GivesAnotherNameWhereOneIsTaken) {
    storage.save_bytes("covers/a.tar.gz", "1");
    std::string second = storage.save_bytes("covers/a.tar.gz", "2");
    EXPECT_THAT(second, MatchesRegex("covers/a\\.tar_[a-zA-Z0-9]{7}\\.gz"));
    EXPECT_EQ(storage.read("covers/a.tar.gz"), "1");
    EXPECT_EQ(storage.read(second), "2");
}

TEST_F(StorageTest, ShortensNamesThatAreTooLong) {
    std::string name = storage.save_bytes("x/" + std::string(300, 'a') + ".png", "1");
    EXPECT_LE(name.size(), 257U);
    EXPECT_THAT(name, MatchesRegex("x/a+_[a-zA-Z0-9]{7}\\.png"));
}

TEST_F(StorageTest, RemovesOnceAndAgain) {
    std::string name = storage.save_bytes("a", "1");
    storage.remove(name);
    EXPECT_FALSE(storage.exists(name));
    EXPECT_NO_THROW(storage.remove(name));
}

TEST_F(StorageTest, RefusesNamesThatLeadOut) {
    for (std::string name : {"../a", "/etc/passwd", "a/../../b", "", "a//b", "a\\b", ".", "a/"}) {
        EXPECT_THROW(storage.save_bytes(name, "x"), SuspiciousName) << name;
        EXPECT_THROW(storage.read(name), SuspiciousName) << name;
    }
    EXPECT_THROW(storage.remove(std::string("a\0b", 3)), SuspiciousName);
}

TEST_F(StorageTest, TellsWhichFileIsMissing) {
    try {
        storage.read("none.txt");
        FAIL();
    } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("none.txt"));
    }
}

TEST_F(StorageTest, TellsWhyItCannotWrite) {
    std::ofstream(fs::path(folder) / "media") << "a file where the folder should be";
    EXPECT_THROW(storage.save_bytes("a/b.txt", "x"), Error);
}

TEST_F(StorageTest, EscapesUrls) { EXPECT_EQ(storage.url("a b/ü.png"), "/media/a%20b/%C3%BC.png"); }

TEST(FileNames, AreMadeHarmless) {
    EXPECT_EQ(valid_file_name(" my photo (1).PNG "), "my_photo_1.PNG");
    EXPECT_EQ(valid_file_name("Übung.pdf"), "Übung.pdf");
    EXPECT_EQ(valid_file_name("a/b\\c<d>.txt"), "abcd.txt");
    EXPECT_THROW(valid_file_name(".."), SuspiciousName);
    EXPECT_THROW(valid_file_name("???"), SuspiciousName);
}

TEST(FileNames, GetTheirFolderWithTheDate) {
    FrozenClock clock(at(Date{std::chrono::year(2026), std::chrono::month(3), std::chrono::day(9)}));
    EXPECT_EQ(storage_name("covers/%Y/%m/%d", "../my photo.png"), "covers/2026/03/09/my_photo.png");
    EXPECT_EQ(storage_name("", "C:\\temp\\a.txt"), "a.txt");
}

class MediaTest : public StorageTest {
protected:
    std::unique_ptr<Project> make(Map settings = {}) {
        settings.set("media_root", Value(folder + "/media"));
        auto project = std::make_unique<Project>(ProjectOptions{.settings = std::move(settings)});
        project->install(storage::app());
        return project;
    }
};

TEST_F(MediaTest, IsServedWhileDeveloping) {
    auto project = make();
    {
        Project::Scope current(*project);
        default_storage().save_bytes("covers/a.png", "png");
    }
    auto answer = TestClient(*project).get("/media/covers/a.png");
    EXPECT_EQ(answer.status(), 200);
    EXPECT_EQ(answer.text(), "png");
    EXPECT_EQ(answer.header("Content-Type"), "image/png");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_THAT(std::string(answer.header("Content-Disposition")), Not(HasSubstr("attachment")));
}

TEST_F(MediaTest, ThatCouldRunScriptsIsOnlyOfferedForSaving) {
    auto project = make();
    storage.save_bytes("a.html", "<script>");
    storage.save_bytes("a.svg", "<svg/>");
    TestClient client(*project);
    EXPECT_THAT(std::string(client.get("/media/a.html").header("Content-Disposition")),
                HasSubstr("attachment"));
    EXPECT_THAT(std::string(client.get("/media/a.svg").header("Content-Disposition")),
                HasSubstr("attachment"));
    EXPECT_THAT(std::string(client.get("/media/a.svg").header("Content-Security-Policy")),
                HasSubstr("sandbox"));
}

TEST_F(MediaTest, NeverLeavesItsFolder) {
    std::ofstream(fs::path(folder) / "secret.txt") << "secret";
    auto project = make();
    TestClient client(*project);
    EXPECT_EQ(client.get("/media/../secret.txt").status(), 404);
    EXPECT_EQ(client.get("/media/%2e%2e/secret.txt").status(), 404);
    EXPECT_EQ(client.get("/media//etc/passwd").status(), 404);
    EXPECT_EQ(client.get("/media/none.png").status(), 404);
}

TEST_F(MediaTest, IsNotServedUnlessToldTo) {
    storage.save_bytes("a.png", "png");
    auto project = make({{"storage.serve_media", false}});
    EXPECT_EQ(TestClient(*project).get("/media/a.png").status(), 404);
}

}  // namespace storage_tests
