/// A PostgreSQL server of a test's own, which may go down and come back.
///
///     PrivateServer server(folder.path());
///     databases.add("mortal", {.url = server.url});
///     server.control("halt");
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace portico::orm::test {

class PrivateServer {
public:
    /// `how`: what else "start" is told, as "tls".
    explicit PrivateServer(const std::filesystem::path& folder, const std::string& how = {}) : file_(folder / "server") {
        control("start", how);
        std::ifstream said(file_);
        for (std::string* line : {&url, &home, &port}) std::getline(said, *line);
    }
    ~PrivateServer() {
        try {
            control("stop");
        } catch (const std::runtime_error& error) {
            ADD_FAILURE() << error.what();
        }
    }
    PrivateServer(const PrivateServer&) = delete;
    PrivateServer& operator=(const PrivateServer&) = delete;

    /// "halt", "continue", "restart", "freeze", "thaw": tests/postgresql/cluster has them all.
    void control(const std::string& command, const std::string& how = {}) {
        const std::string line = std::string(PORTICO_TEST_CLUSTER) + " " + command + " '" + file_.string() + "' " + how;
        if (std::system(line.c_str()) != 0) throw std::runtime_error(line);
    }

    std::string url{}, home{}, port{};  // home: the folder of its data; port: over TCP, where it was told "tls"

private:
    std::filesystem::path file_;
};

}  // namespace portico::orm::test
