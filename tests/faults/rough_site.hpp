/// The site in a process of its own, and clients that are not kind to it.
#pragma once
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <stdlib.h>
#include <sys/resource.h>

#include "../http/server_client.hpp"
#include "../testing/piped_process.hpp"

namespace portico::test {

/// A folder that goes away with it.
class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = std::filesystem::temp_directory_path() / "portico-XXXXXX";
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class RoughSite {
public:
    explicit RoughSite(std::vector<std::string> words = {}) : process_(command(std::move(words), folder_.path())) {
        port_ = static_cast<std::uint16_t>(std::stoi(line_with("port ").substr(5)));
    }
    Client client() const { return Client(port_); }
    std::uint16_t port() const { return port_; }
    void terminate() { ::kill(process_.id(), SIGTERM); }
    /// Waits for its end: the exit status.
    int end() { return process_.end(); }
    const std::filesystem::path& root() const { return folder_.path(); }

    /// Waits for a line of its output with these words.
    std::string line_with(const std::string& words) {
        for (;;) {
            auto line = process_.line(20'000);
            if (!line) throw std::runtime_error("the site never said \"" + words + "\"");
            if (line->find(words) != line->npos) return *line;
        }
    }
    bool answers() const {
        Client one(port_);
        return get(one, "/hello/").body == "hello";
    }
    static Reply get(Client& client, const std::string& path) {
        client.send("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        return client.read();
    }
    /// Of /metrics; -1 where there is none of that name.
    double metric(const std::string& name) const {
        Client one(port_);
        const std::string text = "\n" + get(one, "/metrics").body;
        const std::size_t at = text.find("\n" + name + " ");
        return at == text.npos ? -1 : std::stod(text.substr(at + name.size() + 2));
    }
    /// The most memory that the process ever held, in kilobytes.
    long peak() const {
        std::ifstream status("/proc/" + std::to_string(process_.id()) + "/status");
        for (std::string line; std::getline(status, line);)
            if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
        throw std::runtime_error("no VmHWM");
    }

private:
    static std::vector<std::string> command(std::vector<std::string> words, const std::filesystem::path& root) {
        std::vector<std::string> all{ROUGH_SITE, "root=" + root.string(), "server.upload_folder=" + root.string()};
        all.insert(all.end(), words.begin(), words.end());
        return all;
    }

    TemporaryFolder folder_{};
    PipedProcess process_;
    std::uint16_t port_ = 0;
};

/// So many descriptors this process may open, as far as it may say so itself; the number that it may.
inline rlim_t allow_descriptors(rlim_t wanted) {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < wanted) {
        rlimit more{wanted, std::max(wanted, files.rlim_max)};
        if (::setrlimit(RLIMIT_NOFILE, &more) != 0) {
            more = {std::min(wanted, files.rlim_max), files.rlim_max};
            ::setrlimit(RLIMIT_NOFILE, &more);
        }
        ::getrlimit(RLIMIT_NOFILE, &files);
    }
    return files.rlim_cur;
}

inline void reset(Client& client) {
    const linger at_once{1, 0};
    ::setsockopt(client.handle(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    client.close();
}

}  // namespace portico::test
