/// Code in the documentation is quoted, not written: a block that begins with ```cpp file=path must stand in that file, word for word.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace fs = std::filesystem;

namespace {

const fs::path root = PORTICO_SOURCE_DIR;

std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

struct Quote {
    std::string page{};
    std::string file{};
    std::string code{};
};

std::vector<Quote> quotes() {
    std::vector<Quote> found;
    for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
        if (entry.path().extension() != ".md") continue;
        std::ifstream page(entry.path());
        bool inside = false;
        for (std::string line; std::getline(page, line);) {
            auto marker = line.starts_with("```") ? line.find(" file=") : std::string::npos;
            if (marker != std::string::npos) {
                found.push_back({fs::relative(entry.path(), root).string(), line.substr(marker + 6), {}});
                inside = true;
            } else if (line == "```") {
                inside = false;
            } else if (inside) {
                found.back().code += line + "\n";
            }
        }
    }
    return found;
}

}  // namespace

TEST(Docs, QuoteFilesWordForWord) {
    for (const auto& quote : quotes()) {
        EXPECT_NE(text_of(root / quote.file).find(quote.code), std::string::npos)
            << quote.page << " quotes what " << quote.file << " no longer says:\n" << quote.code;
    }
}

TEST(Docs, QuoteAtAll) { EXPECT_GE(quotes().size(), 8u); }

TEST(Docs, LinkToFilesThatAreThere) {
    for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
        if (entry.path().extension() != ".md") continue;
        auto text = text_of(entry.path());
        for (auto open = text.find("]("); open != std::string::npos; open = text.find("](", open + 1)) {
            auto target = text.substr(open + 2, text.find(')', open) - open - 2);
            bool code = target.find(' ') != std::string::npos;  // a lambda's [](…)
            if (code || target.find("://") != std::string::npos || target.starts_with('#')) continue;
            EXPECT_TRUE(fs::exists(entry.path().parent_path() / target.substr(0, target.find('#'))))
                << fs::relative(entry.path(), root) << " links to " << target;
        }
    }
}
