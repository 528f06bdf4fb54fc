// docs/reference/http.md lists what the cases show; PORTICO_WRITE_DOCS=1 writes its table anew.
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include "case_file.hpp"

namespace server_tests {

namespace {

/// "RFC 9112 6.3" before "RFC 9112 11.2": numbers by their value.
std::vector<std::pair<std::string, int>> sort_key(const std::string& rule) {
    std::vector<std::pair<std::string, int>> key;
    for (std::size_t i = 0; i < rule.size();) {
        auto end = i;
        bool digits = std::isdigit(static_cast<unsigned char>(rule[i]));
        while (end < rule.size() && static_cast<bool>(std::isdigit(static_cast<unsigned char>(rule[end]))) == digits) ++end;
        key.emplace_back(digits ? "" : rule.substr(i, end - i), digits ? std::stoi(rule.substr(i, end - i)) : 0);
        i = end;
    }
    return key;
}

std::string table() {
    std::map<std::vector<std::pair<std::string, int>>, std::pair<std::string, std::vector<std::string>>> rules;
    for (const auto& file : std::filesystem::directory_iterator(PORTICO_HTTP_CASES))
        for (const Case& one : read_cases(file.path())) {
            auto& [rule, cases] = rules[sort_key(one.rule)];
            rule = one.rule;
            cases.push_back(one.title + " (" + one.file + ")");
        }
    std::string table = "| rule | cases |\n|---|---|\n";
    for (auto& [key, entry] : rules) {
        std::sort(entry.second.begin(), entry.second.end());
        table += "| " + entry.first + " | ";
        for (const std::string& one : entry.second) table += (&one == &entry.second.front() ? "" : "; ") + one;
        table += " |\n";
    }
    return table;
}

TEST(HttpRules, ThePageListsEveryCase) {
    const std::string page = PORTICO_HTTP_PAGE, mark = "<!-- made of tests/server/cases -->\n";
    std::ostringstream text;
    text << std::ifstream(page).rdbuf();
    auto at = text.str().find(mark);
    ASSERT_NE(at, std::string::npos) << page << " has no line " << mark;
    std::string wanted = text.str().substr(0, at + mark.size()) + table();
    if (std::getenv("PORTICO_WRITE_DOCS")) std::ofstream(page) << wanted;
    else EXPECT_EQ(text.str(), wanted) << "run test_server once with PORTICO_WRITE_DOCS=1";
}

TEST(HttpRules, NoTwoCasesHaveOneName) {
    std::map<std::string, int> names;
    for (const auto& file : std::filesystem::directory_iterator(PORTICO_HTTP_CASES))
        for (const Case& one : read_cases(file.path()))
            EXPECT_EQ(++names[one.file + "." + one.name()], 1) << one.file << ": " << one.title;
}

}  // namespace

}  // namespace server_tests
