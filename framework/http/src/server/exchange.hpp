#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include <portico/http/body.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

#include "connection.hpp"
#include "head_parser.hpp"

namespace portico::http {

/// One request and its answer. Lies on the fiber's stack.
class Exchange final : private BodySource {
public:
    explicit Exchange(Connection& connection);
    void run();

private:
    std::string_view read() override;
    std::optional<std::uint64_t> size() const override;

    Response call_handler(Request& request);
    Response cut_off(const Request& request);
    void skip_body();

    Connection& connection_;
    RequestData data_;
    HeadParser parser_;
    std::size_t held_ = 0;  // bytes of the last piece, still in the input
    bool continued_ = false;
};

}  // namespace portico::http
