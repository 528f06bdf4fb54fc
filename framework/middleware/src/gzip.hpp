#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace portico::middleware {

/// One gzip stream (RFC 1952), its header holding a file name of random length.
class Gzip {
public:
    Gzip();
    ~Gzip();
    Gzip(const Gzip&) = delete;
    Gzip& operator=(const Gzip&) = delete;

    /// Each gives the bytes that are ready.
    std::string add(std::string_view piece);
    std::string flush();
    std::string finish();

private:
    struct State;
    std::string run(std::string_view piece, int mode);
    std::unique_ptr<State> state_;
};

} // namespace portico::middleware
