#include <portico/mail/mailer.hpp>

#include <filesystem>
#include <iostream>

#include <portico/base/text.hpp>
#include <portico/http/iri.hpp>

#include "local_mailers.hpp"
#include "smtp_mailer.hpp"

namespace portico::mail {

std::shared_ptr<Mailer> make_mailer(std::string_view text, const MailerOptions& options) {
    MailUrl url = MailUrl::parse(text);
    if (url.scheme == "console") return std::make_shared<ConsoleMailer>(options.out ? *options.out : std::cout);
    if (url.scheme == "file") return std::make_shared<FileMailer>(std::filesystem::path(options.root) / url.path);
    if (url.scheme == "memory") return std::make_shared<MemoryMailer>();
    if (url.scheme == "dummy") return std::make_shared<DummyMailer>();
    return std::make_shared<SmtpMailer>(std::move(url), options);
}

std::string bare_address(std::string_view address) {
    const auto open = address.rfind('<'), close = address.rfind('>');
    std::string_view bare = open != std::string_view::npos && close != std::string_view::npos && open < close ? address.substr(open + 1, close - open - 1) : address;
    bare = text::trim(bare);
    const auto at = bare.rfind('@');
    const bool odd = bare.find_first_of("\r\n<> \t") != std::string_view::npos;
    if (bare.empty() || odd || at == 0 || at + 1 == bare.size()) throw MailError("\"" + std::string(address) + "\" is no e-mail address");
    if (at == std::string_view::npos) return std::string(bare);
    return std::string(bare.substr(0, at + 1)) + ascii_domain(bare.substr(at + 1));
}

}  // namespace portico::mail
