/// features.md says which test shows which feature of migrations; here it is kept to that.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::set<std::string> tests_in_sources() {
    std::set<std::string> names;
    const std::regex test(R"(TEST(?:_F|_P)?\((\w+), (\w+)\))");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(PORTICO_TESTS_DIR)) {
        if (entry.path().extension() == ".cpp" && entry.path().parent_path().filename() == "does_not_compile")
            names.insert("does_not_compile." + entry.path().stem().string());
        if (entry.path().extension() != ".cpp") continue;
        const std::string text = read(entry.path());
        for (std::sregex_iterator at(text.begin(), text.end(), test), end; at != end; ++at)
            names.insert((*at)[1].str() + "." + (*at)[2].str());
    }
    return names;
}

/// Row → its cell of tests.
std::map<std::string, std::string> rows() {
    std::map<std::string, std::string> found;
    std::istringstream text(read(std::filesystem::path(PORTICO_TESTS_DIR) / "migrations" / "features.md"));
    const std::regex row(R"(\| (\d\.\d+) \|[^|]*\|([^|]*)\|)");
    for (std::string line; std::getline(text, line);) {
        std::smatch parts;
        if (std::regex_search(line, parts, row)) found[parts[1]] = parts[2];
    }
    return found;
}

TEST(MigrationFeatures, EachRowNamesTestsThatExistOrWhatIsMissing) {
    const auto tests = tests_in_sources();
    const std::regex name(R"(`([\w.]+)`)");
    for (const auto& [row, cell] : rows()) {
        std::size_t named = 0;
        for (std::sregex_iterator at(cell.begin(), cell.end(), name), end; at != end; ++at, ++named)
            EXPECT_TRUE(tests.contains((*at)[1])) << "row " << row << " names the test " << (*at)[1];
        EXPECT_TRUE(named > 0 || cell.find("missing") != std::string::npos) << "row " << row;
    }
}

TEST(MigrationFeatures, NoRowIsForgotten) {
    const auto known = rows();
    for (int i = 1; i <= 21; ++i) EXPECT_TRUE(known.contains("9." + std::to_string(i))) << "9." << i;
    for (int i : {5, 6, 7, 8, 9, 13, 14, 15}) EXPECT_TRUE(known.contains("2." + std::to_string(i))) << "2." << i;
}

}  // namespace
