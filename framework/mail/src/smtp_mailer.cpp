#include "smtp_mailer.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>

#include <portico/base/text.hpp>
#include <portico/fibers/offload.hpp>
#include <portico/http/iri.hpp>

#include "curl_library.hpp"

namespace portico::mail {

namespace {

constexpr std::size_t most_idle = 4;

/// The text on its way, and what the server says.
struct Transfer {
    std::string text{};
    std::size_t sent = 0;
    std::string refusal{};  // the last line that is one

    static std::size_t read(char* to, std::size_t size, std::size_t count, void* self) {
        auto& transfer = *static_cast<Transfer*>(self);
        const std::size_t length = std::min(size * count, transfer.text.size() - transfer.sent);
        std::memcpy(to, transfer.text.data() + transfer.sent, length);
        transfer.sent += length;
        return length;
    }
    static std::size_t hear(char* line, std::size_t size, std::size_t count, void* self) {
        const std::string_view heard = text::trim(std::string_view(line, size * count));
        if (!heard.empty() && (heard.front() == '4' || heard.front() == '5')) static_cast<Transfer*>(self)->refusal = heard;
        return size * count;
    }
};

std::string with_crlf(std::string_view text) {
    std::string lines;
    lines.reserve(text.size() + text.size() / 32);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) lines += '\r';
        lines += text[i];
    }
    return lines;
}

/// What we call ourselves to the server.
std::string own_name() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 && name[0] ? name : "localhost";
}

class Recipients {
public:
    Recipients(const CurlLibrary& curl, const Message& message) : curl_(curl) {
        for (const std::string& one : message.recipients())
            if (curl_slist* longer = curl.slist_append(list_, ("<" + bare_address(one) + ">").c_str())) list_ = longer;
    }
    ~Recipients() { curl_.slist_free_all(list_); }
    Recipients(const Recipients&) = delete;
    Recipients& operator=(const Recipients&) = delete;
    curl_slist* list() const { return list_; }

private:
    const CurlLibrary& curl_;
    curl_slist* list_ = nullptr;
};

std::string hint_for(CURLcode code) {
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT: return "is the server's name right, does it run, and may this machine reach that port?";
    case CURLE_LOGIN_DENIED: return "look at the user and the password in the mailer's URL";
    case CURLE_USE_SSL_FAILED: return "the server offers no TLS, and without it the password could be read on the way; \"?tls=no\" sends it all the same";
    case CURLE_PEER_FAILED_VERIFICATION: return "its certificate is not for that name, or of an authority that this machine does not know (ca_file)";
    default: return {};
    }
}

}  // namespace

/// A handle of libcurl for the time of one message.
class SmtpMailer::Lease {
public:
    explicit Lease(SmtpMailer& mailer) : mailer_(mailer) {
        std::lock_guard lock(mailer.guard_);
        if (mailer.idle_.empty()) return;
        handle_ = mailer.idle_.back();
        mailer.idle_.pop_back();
    }
    ~Lease() {
        const CurlLibrary& curl = CurlLibrary::get();
        curl.easy_reset(handle_);  // the connection stays
        std::lock_guard lock(mailer_.guard_);
        if (good_ && mailer_.idle_.size() < most_idle) mailer_.idle_.push_back(handle_);
        else curl.easy_cleanup(handle_);
    }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    CURL* get() {
        if (!handle_) handle_ = CurlLibrary::get().easy_init();
        return handle_;
    }
    void keep() { good_ = true; }

private:
    SmtpMailer& mailer_;
    void* handle_ = nullptr;
    bool good_ = false;
};

SmtpMailer::~SmtpMailer() {
    for (void* handle : idle_) CurlLibrary::get().easy_cleanup(handle);
}

void SmtpMailer::send(const Message& message) {
    fibers::offload([&] { hand_over(message); });
}

void SmtpMailer::hand_over(const Message& message) {
    const CurlLibrary& curl = CurlLibrary::get();
    Lease lease(*this);
    CURL* handle = lease.get();
    Transfer transfer{with_crlf(message.str())};
    const Recipients recipients(curl, message);
    const std::string server = url_.scheme + "://" + url_.host + ":" + std::to_string(url_.port), url = server + "/" + own_name();
    const std::string from = "<" + bare_address(message.from) + ">";
    auto set = [&](CURLoption option, auto value) { curl.easy_setopt(handle, option, value); };
    set(CURLOPT_URL, url.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROXY, "");
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.timeout.count() / 1000));
    if (!url_.user.empty()) {
        set(CURLOPT_USERNAME, url_.user.c_str());
        set(CURLOPT_PASSWORD, url_.password.c_str());
    }
    using Tls = MailUrl::Tls;
    set(CURLOPT_USE_SSL, static_cast<long>(url_.tls == Tls::no ? CURLUSESSL_NONE : url_.tls == Tls::offered ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!options_.ca_file.empty()) set(CURLOPT_CAINFO, options_.ca_file.c_str());
    set(CURLOPT_MAIL_FROM, from.c_str());
    set(CURLOPT_MAIL_RCPT, recipients.list());
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_READFUNCTION, &Transfer::read);
    set(CURLOPT_READDATA, static_cast<void*>(&transfer));
    set(CURLOPT_HEADERFUNCTION, &Transfer::hear);
    set(CURLOPT_HEADERDATA, static_cast<void*>(&transfer));
    const CURLcode code = curl.easy_perform(handle);
    if (code == CURLE_OK) return lease.keep();
    throw MailError("the mail server " + server + " did not take a message: " + (transfer.refusal.empty() ? std::string(curl.easy_strerror(code)) : transfer.refusal), hint_for(code));
}

}  // namespace portico::mail
