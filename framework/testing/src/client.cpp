#include <portico/testing/client.hpp>

#include <fstream>

#include <portico/base/date_time.hpp>
#include <portico/base/json.hpp>
#include <portico/http/url.hpp>
#include <portico/project/project.hpp>
#include <portico/project/server_settings.hpp>
#include <portico/routing/route.hpp>

namespace portico {

namespace {

constexpr int most_redirects = 20;

class TextWriter : public BodyWriter {
public:
    explicit TextWriter(std::string& text) : text_(text) {}
    void write(std::string_view piece) override { text_ += piece; }
    void flush() override {}

private:
    std::string& text_;
};

std::string file_text(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw Error("the response's file \"" + path.string() + "\" can't be read");
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string body_text(const Response& response) {
    if (response.is_text()) return std::string(response.text());
    std::string text;
    if (auto* file = std::get_if<FileBody>(&response.body())) text = file_text(file->path);
    if (auto* stream = std::get_if<StreamBody>(&response.body())) {
        TextWriter writer(text);
        stream->write(writer);
    }
    return text;
}

std::string cookie_header(const std::map<std::string, std::string>& cookies) {
    std::string header;
    for (const auto& [name, value] : cookies)
        header += (header.empty() ? "" : "; ") + name + "=" + quote_cookie_value(value);
    return header;
}

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

Value TestAnswer::json() const { return parse_json(text_); }

TestAnswer TestClient::request(std::string_view method, std::string_view target, const RequestBody& body,
                               const TestRequest& options) {
    TestAnswer answer = send(method, target, body, options);
    if (!options.follow) return answer;
    std::vector<std::pair<std::string, int>> redirects;
    std::string now(target);
    bool keeps_method = true;
    while (is_redirect(answer.status())) {
        std::string base = (options.secure ? "https://" : "http://") + host;
        std::string next = resolve_url(base + now, answer.location());
        redirects.emplace_back(std::string(answer.location()), answer.status());
        if (redirects.size() > most_redirects)
            throw Error("too many redirects, the last to \"" + next + "\"");
        if (!next.starts_with(base + "/")) break;  // another site
        now = next.substr(base.size());
        keeps_method = keeps_method && (answer.status() == 307 || answer.status() == 308);
        bool head = method == "HEAD";
        answer =
            keeps_method ? send(method, now, body, options) : send(head ? "HEAD" : "GET", now, {}, options);
    }
    answer.redirects_ = std::move(redirects);
    return answer;
}

TestAnswer TestClient::send(std::string_view method, std::string_view target, const RequestBody& body,
                            const TestRequest& options) {
    RequestData data{.method = std::string(method), .target = std::string(target), .body = body.text};
    data.secure = options.secure;
    data.remote_address = options.remote_address;
    data.headers.set("Host", host);
    for (const auto& [name, value] : headers_) data.headers.set(name, value);
    if (!body.type.empty()) {
        data.headers.set("Content-Type", body.type);
        data.headers.set("Content-Length", std::to_string(body.text.size()));
    }
    if (!cookies_.empty()) data.headers.set("Cookie", cookie_header(cookies_));
    for (const auto& [name, value] : options.headers) data.headers.set(name, value);
    project_->start();
    auto limits = std::make_shared<RequestLimits>(project_->settings<ServerSettings>().limits());
    data.limits = limits.get();
    // The request points to its limits: they live as long.
    std::shared_ptr<Request> request(new Request(std::move(data)), [limits](Request* made) { delete made; });
    if (!enforce_csrf) request->emplace<CsrfExempt>();
    for (const auto& hook : hooks_) hook(*request);
    Response response = project_->handle(*request);
    keep_cookies(response);
    std::string text = method == "HEAD" ? std::string() : body_text(response);
    return {std::move(response), std::move(text), std::move(request)};
}

void TestClient::keep_cookies(const Response& response) {
    auto now = std::chrono::time_point_cast<std::chrono::seconds>(portico::now());
    for (const Cookie& cookie : response.cookies()) {
        bool gone = (cookie.max_age && cookie.max_age->count() <= 0) ||
                    (!cookie.max_age && cookie.expires && *cookie.expires <= now);
        if (gone)
            cookies_.erase(cookie.name);
        else
            cookies_[cookie.name] = cookie.value;
    }
}

}  // namespace portico
