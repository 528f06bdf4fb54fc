#include "local_mailers.hpp"

#include <atomic>
#include <fstream>

#include <portico/base/date_time.hpp>
#include <portico/mail/send.hpp>

namespace portico::mail {

namespace {

constexpr const char* line = "-------------------------------------------------------------------------------";

struct Outbox {
    std::mutex guard{};
    std::vector<Message> messages{};
};

Outbox& taken() {
    static Outbox outbox;
    return outbox;
}

}  // namespace

void ConsoleMailer::send(const Message& message) {
    const std::string text = message.str();
    std::lock_guard lock(guard_);
    out_ << text << (text.ends_with('\n') ? "" : "\n") << line << "\n" << std::flush;
}

void FileMailer::send(const Message& message) {
    static std::atomic<int> count{0};
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    std::string when;
    for (const char c : to_iso(now()).substr(0, 19)) when += c == 'T' || c == ' ' ? "-" : c == '-' || c == ':' ? "" : std::string(1, c);
    const std::string number = std::to_string(1'000'000 + ++count).substr(1);
    const std::filesystem::path path = folder_ / (when + "-" + number + ".eml");
    std::ofstream file(path, std::ios::binary);
    file << message.str();
    file.close();
    if (!file) throw MailError("can't write the mail to \"" + path.string() + "\"", "may the program write there, and is there room on the disk?");
}

void MemoryMailer::send(const Message& message) {
    (void)message.str();  // what can't be sent fails in tests, too
    std::lock_guard lock(taken().guard);
    taken().messages.push_back(message);
}

std::vector<Message> outbox() {
    std::lock_guard lock(taken().guard);
    return taken().messages;
}

void clear_outbox() {
    std::lock_guard lock(taken().guard);
    taken().messages.clear();
}

}  // namespace portico::mail
