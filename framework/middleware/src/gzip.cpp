#include "gzip.hpp"

#include <stdexcept>

#include <zlib.h>

#include <portico/base/signing.hpp>

namespace portico::middleware {
namespace {

constexpr int level = 6;
constexpr int gzip_window = 15 + 16;
constexpr std::size_t longest_padding = 100;

std::string random_name() {
    auto length = static_cast<unsigned char>(random_bytes(1)[0]) % (longest_padding + 1);
    return std::string(length, 'a');
}

} // namespace

struct Gzip::State {
    z_stream stream{};
    gz_header header{};
    std::string name = random_name();
};

Gzip::Gzip() : state_(std::make_unique<State>()) {
    if (deflateInit2(&state_->stream, level, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    state_->header.name = reinterpret_cast<Bytef*>(state_->name.data());
    state_->header.os = 255;
    deflateSetHeader(&state_->stream, &state_->header);
}

Gzip::~Gzip() { deflateEnd(&state_->stream); }

std::string Gzip::add(std::string_view piece) { return run(piece, Z_NO_FLUSH); }
std::string Gzip::flush() { return run({}, Z_SYNC_FLUSH); }
std::string Gzip::finish() { return run({}, Z_FINISH); }

std::string Gzip::run(std::string_view piece, int mode) {
    z_stream& stream = state_->stream;
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
    stream.avail_in = static_cast<uInt>(piece.size());
    std::string out;
    do {
        char buffer[16384];
        stream.next_out = reinterpret_cast<Bytef*>(buffer);
        stream.avail_out = sizeof buffer;
        deflate(&stream, mode);
        out.append(buffer, sizeof buffer - stream.avail_out);
    } while (stream.avail_out == 0);
    return out;
}

} // namespace portico::middleware
