#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include <boost/beast/http/basic_parser.hpp>

#include <portico/http/request.hpp>
#include <portico/http/server.hpp>

namespace portico::http {

/// Why a request is refused before a handler sees it.
struct Refusal {
    int status = 0;
    const char* reason = "";  // for the client
};

/// Where the first head in `text` ends (behind its empty line), or 0 when it is not complete.
std::size_t end_of_head(std::string_view text) noexcept;

/// Empty lines before a request line are skipped (RFC 9112, 2.2).
std::size_t leading_empty_lines(std::string_view text) noexcept;

/// What can be said about an incomplete head: too long, or never to become one.
std::optional<Refusal> judge_incomplete_head(std::string_view text, const ServerOptions& options) noexcept;

/// Beast's parser with the request's own storage behind it. One object serves one request.
class HeadParser final : public boost::beast::http::basic_parser<true> {
public:
    HeadParser(const ServerOptions& options, RequestData& into);

    /// Parses a head that is complete; gives its size. On failure `refusal()` says why.
    std::size_t parse_head(std::string_view text);
    const std::optional<Refusal>& refusal() const noexcept { return refusal_; }

    struct Step {
        std::size_t used = 0;
        std::string_view piece{};   // of the body, inside the text given
        bool need_more = false;
        std::optional<Refusal> refusal{};
    };
    /// Parses on in the body.
    Step parse_body(std::string_view text);

    bool has_body() const noexcept { return has_body_; }
    /// Content-Length.
    std::optional<std::uint64_t> length() const noexcept { return length_; }
    bool http_1_1() const noexcept { return version_ >= 11; }
    bool expects_continue() const noexcept { return expects_continue_; }

private:
    using Error = boost::beast::error_code;
    using Text = boost::beast::string_view;
    using Field = boost::beast::http::field;

    void on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Error&) override;
    void on_response_impl(int, Text, int, Error&) override {}
    void on_field_impl(Field field, Text name, Text value, Error& error) override;
    void on_header_impl(Error& error) override;
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
    std::size_t on_body_impl(Text body, Error&) override;
    void on_chunk_header_impl(std::uint64_t size, Text, Error&) override { left_of_chunk_ = size; }
    std::size_t on_chunk_body_impl(std::uint64_t, Text body, Error&) override;
    void on_finish_impl(Error&) override {}

    void refuse(int status, const char* reason, Error& error);
    void check_framing(Field field, std::string_view value, Error& error);
    Refusal refusal_of(const Error& error) const;

    const ServerOptions& options_;
    RequestData& data_;
    std::optional<Refusal> refusal_;
    std::string_view piece_;
    std::uint64_t left_of_chunk_ = 0;
    std::optional<std::uint64_t> length_;
    std::size_t fields_ = 0;
    int version_ = 11;
    int hosts_ = 0;
    bool head_done_ = false;
    bool has_body_ = false;
    bool expects_continue_ = false;
};

}  // namespace portico::http
