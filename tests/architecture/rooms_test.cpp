/// The rooms of the house and who may know whom: DESIGN.md, section 3, held by a walk over the includes.
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fs = std::filesystem;

namespace {

const fs::path root = PORTICO_SOURCE_DIR;

/// A room's folder below the root and the rooms that it names; it may also use what those may use.
struct Room {
    std::string folder{};
    std::set<std::string> uses{};
};

const std::map<std::string, Room> rooms{
    {"base", {"framework/base", {}}},
    {"fibers", {"framework/fibers", {"base"}}},
    {"http", {"framework/http", {"fibers"}}},
    {"routing", {"framework/routing", {"http"}}},
    {"project", {"framework/project", {"routing"}}},
    {"middleware", {"framework/middleware", {"project"}}},
    {"monitoring", {"framework/monitoring", {"middleware"}}},
    {"cache", {"framework/cache", {"project"}}},
    {"mail", {"framework/mail", {"project"}}},
    {"storage", {"framework/storage", {"project"}}},
    {"staticfiles", {"framework/staticfiles", {"storage"}}},
    {"i18n", {"framework/i18n", {"project"}}},
    {"channels", {"framework/channels", {"project"}}},
    {"testing", {"framework/testing", {"middleware", "mail", "cache"}}},
    {"framework", {"framework", {"middleware", "monitoring", "cache", "staticfiles", "i18n", "channels", "testing"}}},
    {"templates", {"templates", {"framework"}}},
    {"orm", {"orm", {"framework"}}},
    {"migrations", {"migrations", {"orm"}}},
    {"forms", {"forms", {"templates", "orm"}}},
    {"auth", {"auth", {"forms", "migrations"}}},
    {"admin", {"admin", {"auth"}}},
    {"api", {"api", {"auth"}}},
    {"views", {"views", {"auth"}}},
};

void add_allowed(const std::string& room, std::set<std::string>& allowed) {
    if (!allowed.insert(room).second) return;
    for (const auto& used : rooms.at(room).uses) add_allowed(used, allowed);
}

struct Include {
    std::string file{};    // relative to the root
    std::string header{};  // "portico/orm/query_set.hpp"
    std::string room{};
};

std::vector<Include> includes_of(const fs::path& folder) {
    static const std::regex pattern(R"(^\s*#\s*include\s*[<"](portico/([a-z0-9_]+)/[^>"]+)[>"])");
    std::vector<Include> found;
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
        auto extension = entry.path().extension();
        if (extension != ".hpp" && extension != ".cpp") continue;
        std::ifstream file(entry.path());
        for (std::string line; std::getline(file, line);) {
            std::smatch match;
            if (std::regex_search(line, match, pattern)) {
                found.push_back({fs::relative(entry.path(), root).string(), match[1], match[2]});
            }
        }
    }
    return found;
}

class Rooms : public testing::TestWithParam<std::string> {};

}  // namespace

TEST_P(Rooms, KnowOnlyWhatTheyMay) {
    const auto& room = GetParam();
    std::set<std::string> allowed;
    add_allowed(room, allowed);
    if (!fs::exists(root / rooms.at(room).folder)) GTEST_SKIP() << "not built yet";
    for (const auto& include : includes_of(rooms.at(room).folder)) {
        ASSERT_TRUE(rooms.contains(include.room)) << include.file << " includes " << include.header << ", of no known room";
        EXPECT_TRUE(allowed.contains(include.room))
            << include.file << " includes " << include.header << "; " << room << " may not know " << include.room;
    }
}

namespace {
std::vector<std::string> closed_rooms() {
    std::vector<std::string> names;
    for (const auto& [name, room] : rooms) {
        if (name != "framework") names.push_back(name);  // a name for all of them together
    }
    return names;
}
}  // namespace

INSTANTIATE_TEST_SUITE_P(House, Rooms, testing::ValuesIn(closed_rooms()),
                         [](const auto& parameter) { return parameter.param; });

TEST(Rooms, AreWalkedAtAll) { EXPECT_GT(includes_of("framework/base").size(), 40u); }

TEST(Files, StaySmall) {
    for (const auto& [name, room] : rooms) {
        if (!fs::exists(root / room.folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / room.folder)) {
            auto extension = entry.path().extension();
            bool made = entry.path().filename() == "bindings.hpp";
            if ((extension != ".hpp" && extension != ".cpp") || made) continue;
            std::ifstream file(entry.path());
            std::size_t lines = 0;
            for (std::string line; std::getline(file, line);) ++lines;
            EXPECT_LE(lines, 500u) << fs::relative(entry.path(), root) << ": is there a second noun in it?";
        }
    }
}
