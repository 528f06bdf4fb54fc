/// Programs that migrate: processes of their own.
#pragma once
#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <portico/orm/databases.hpp>

extern char** environ;

namespace portico::migrations::test {

/// One that gives up early.
inline orm::DatabaseSettings impatient(const std::string& url = {}) {
    orm::DatabaseSettings settings{.timeout = std::chrono::milliseconds(100)};
    if (!url.empty()) settings.url = url;
    return settings;
}

/// A process that applies a migration "0002_code" to a blog's database, by its input and output: see migrating_process.cpp.
class MigratingProcess {
public:
    MigratingProcess(const std::string& url, const std::string& migration) {
        int in[2], out[2];
        if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        std::vector<std::string> words{"/proc/self/exe", "--gtest_also_run_disabled_tests", "--gtest_filter=ProcessThatMigrates.*", "--gtest_brief=1"};
        std::vector<std::string> variables{"PORTICO_TEST_MIGRATE=" + url, "PORTICO_TEST_MIGRATION=" + migration};
        for (char** one = environ; *one; ++one) variables.emplace_back(*one);
        if (::posix_spawn(&id_, "/proc/self/exe", &actions, nullptr, pointers(words).data(), pointers(variables).data()) != 0) throw std::runtime_error("no process");
        posix_spawn_file_actions_destroy(&actions);
        ::close(in[0]), ::close(out[1]);
        in_ = in[1], out_ = out[0];
    }
    ~MigratingProcess() {
        ::close(in_), ::close(out_);
        if (id_ > 0) ::kill(id_, SIGKILL), ::waitpid(id_, nullptr, 0);
    }
    MigratingProcess(const MigratingProcess&) = delete;
    MigratingProcess& operator=(const MigratingProcess&) = delete;
    /// Reads until it has said that; false where it ends without.
    bool says(const std::string& what) {
        char c = 0;
        std::string line;
        while (::read(out_, &c, 1) == 1) {
            if (c != '\n') line += c;
            else if (line == what) return true;
            else line.clear();
        }
        return false;
    }
    void go_on() { ASSERT_EQ(::write(in_, "\n", 1), 1); }
    void kill() { ::kill(id_, SIGKILL); }
    /// Its exit status; -1 where it was killed.
    int end() {
        int status = -1;
        ::waitpid(std::exchange(id_, 0), &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

private:
    static std::vector<char*> pointers(std::vector<std::string>& texts) {
        std::vector<char*> all;
        for (std::string& text : texts) all.push_back(text.data());
        all.push_back(nullptr);
        return all;
    }
    pid_t id_ = 0;
    int in_ = -1, out_ = -1;
};

}  // namespace portico::migrations::test
