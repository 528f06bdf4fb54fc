/// Mailers that send nothing: for development and tests.
#pragma once
#include <filesystem>
#include <mutex>
#include <ostream>

#include <portico/mail/mailer.hpp>

namespace portico::mail {

class ConsoleMailer final : public Mailer {
public:
    explicit ConsoleMailer(std::ostream& out) : out_(out) {}
    void send(const Message& message) override;

private:
    std::ostream& out_;
    std::mutex guard_;
};

/// A file for each message, named by the time: "20261122-101502-000001.eml".
class FileMailer final : public Mailer {
public:
    explicit FileMailer(std::filesystem::path folder) : folder_(std::move(folder)) {}
    void send(const Message& message) override;

private:
    std::filesystem::path folder_;
};

class MemoryMailer final : public Mailer {
public:
    void send(const Message& message) override;
};

class DummyMailer final : public Mailer {
public:
    void send(const Message& message) override { (void)message.str(); }
};

}  // namespace portico::mail
