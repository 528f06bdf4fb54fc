#pragma once
#include <string>
#include <string_view>

namespace portico::mail {

/// A mailer's URL, taken apart.
struct MailUrl {
    enum class Tls { no, offered, required };

    std::string scheme{};  // "smtp"
    std::string user{}, password{}, host{};
    int port = 0;
    std::string path{};    // of file:
    Tls tls = Tls::offered;

    /// Error that names what is wrong, without the password.
    static MailUrl parse(std::string_view url);
};

}  // namespace portico::mail
