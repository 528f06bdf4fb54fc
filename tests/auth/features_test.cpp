/// features.md and docs/reference/security.md say which test shows what; here they are kept to that.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace {

const std::filesystem::path tests = PORTICO_TESTS_DIR;

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::set<std::string> tests_in_sources() {
    std::set<std::string> names;
    const std::regex test(R"(TEST(?:_F|_P)?\((\w+), (\w+)\))");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(tests)) {
        if (entry.path().extension() != ".cpp") continue;
        if (entry.path().parent_path().filename() == "does_not_compile") names.insert("does_not_compile." + entry.path().stem().string());
        const std::string text = read(entry.path());
        for (std::sregex_iterator at(text.begin(), text.end(), test), end; at != end; ++at) names.insert((*at)[1].str() + "." + (*at)[2].str());
    }
    return names;
}

/// The last cell of each row of its tables that names tests or says what is missing.
std::vector<std::string> cells(const std::string& page) {
    std::vector<std::string> found;
    std::istringstream text(page);
    const std::regex row(R"(^\|.*\|([^|]*(?:`\w+\.\w+`|missing)[^|]*)\|$)");
    for (std::string line; std::getline(text, line);) {
        std::smatch parts;
        if (std::regex_match(line, parts, row)) found.push_back(parts[1]);
    }
    return found;
}

void expect_all_to_exist(const std::filesystem::path& page, std::size_t least) {
    const auto known = tests_in_sources();
    const auto all = cells(read(page));
    EXPECT_GE(all.size(), least);
    const std::regex name(R"(`(\w+\.\w+)`)");
    for (const std::string& cell : all)
        for (std::sregex_iterator at(cell.begin(), cell.end(), name), end; at != end; ++at) EXPECT_TRUE(known.contains((*at)[1])) << page << " names the test " << (*at)[1];
}

TEST(SecurityFeatures, NameTestsThatExist) { expect_all_to_exist(tests / "auth" / "features.md", 30); }

TEST(SecurityFeatures, AttacksNameTestsThatExist) { expect_all_to_exist(tests.parent_path() / "docs" / "reference" / "security.md", 20); }

}  // namespace
