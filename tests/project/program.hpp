/// What the tests of this folder share: a folder of its own, a project that writes into texts, a program
/// started from words.
#pragma once
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/project/project.hpp>

namespace project_tests {

using namespace portico;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What other tests are told by the environment is to a project a setting that is unknown.
inline const bool no_settings = [] {
    std::vector<std::string> names;
    for (char** entry = environ; *entry; ++entry)
        if (std::string_view(*entry).starts_with("PORTICO_")) names.emplace_back(*entry, std::strcspn(*entry, "="));
    for (const std::string& name : names) unsetenv(name.c_str());
    return true;
}();

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "portico-XXXXXX").string();
        path_ = mkdtemp(pattern.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path write(const std::string& name, const std::string& text) const {
        auto path = path_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

private:
    std::filesystem::path path_;
};

/// A program in a folder, as if started from a shell there.
class Program : public testing::Test {
protected:
    std::unique_ptr<Project> start(ProjectOptions options = {}) {
        options.root = folder.path();
        options.read_files = true;
        options.out = &out;
        options.err = &err;
        return std::make_unique<Project>(std::move(options));
    }
    /// Everything that is wrong, one message after the other.
    static std::string problems(Project& project, std::vector<CheckStage> stages = {}) {
        std::string text;
        for (const CheckMessage& message : project.check(std::move(stages))) text += message.str() + "\n";
        return text;
    }

    TemporaryFolder folder;
    std::ostringstream out;
    std::ostringstream err;
};

/// A variable of the environment while it lives.
class Variable {
public:
    Variable(std::string name, const std::string& value) : name_(std::move(name)) {
        setenv(name_.c_str(), value.c_str(), 1);
    }
    ~Variable() { unsetenv(name_.c_str()); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    std::string name_;
};

}  // namespace project_tests
