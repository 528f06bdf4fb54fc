/// A real SMTP server, a process of its own: smtp_server.py.
#pragma once
#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <portico/base/json.hpp>
#include <portico/base/value.hpp>

#include "../testing/piped_process.hpp"

namespace mail_tests {

class SmtpServer {
public:
    explicit SmtpServer(std::vector<std::string> options = {}) : process_(words(std::move(options))), port_(std::stoi(line())) {}
    ~SmtpServer() { std::filesystem::remove_all(folder_); }
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;

    int port() const { return port_; }
    std::string certificate() const { return (folder_ / "server.crt").string(); }
    /// The next message that it took.
    portico::Map next() { return *portico::parse_json(line()).as_map(); }

private:
    static std::filesystem::path make_folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "portico-smtp-XXXXXX").string();
        return ::mkdtemp(pattern.data());
    }
    std::vector<std::string> words(std::vector<std::string> options) const {
        options.insert(options.begin(), {PORTICO_SMTP_SERVER, folder_.string()});
        return options;
    }
    /// Throws after twenty seconds without one.
    std::string line() {
        auto found = process_.line(20'000);
        if (!found) throw std::runtime_error("the mail server says nothing");
        return *found;
    }

    std::filesystem::path folder_ = make_folder();
    portico::test::PipedProcess process_;
    int port_;
};

}  // namespace mail_tests
