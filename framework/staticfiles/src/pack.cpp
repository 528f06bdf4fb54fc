#include "pack.hpp"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <stdexcept>

namespace portico::staticfiles {

namespace {

constexpr int zstd_level = 19;

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return result == Z_STREAM_END ? out : std::string();
}

std::string brotli(std::string_view bytes) {
    std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
    std::size_t size = out.size();
    const int good = BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.size(),
                                           reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                                           reinterpret_cast<std::uint8_t*>(out.data()));
    out.resize(good ? size : 0);
    return out;
}

/// In one call, so that the frame tells its size. Browsers take windows of 8 MB and no more (RFC 9659), which is that of level 19.
std::string zstd(std::string_view bytes) {
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), zstd_level);
    out.resize(ZSTD_isError(size) ? 0 : size);
    return out;
}

}  // namespace

std::string pack(std::string_view coding, std::string_view bytes) {
    constexpr std::size_t too_large = 1u << 30;  // for zlib's numbers, and no style sheet
    if (bytes.empty() || bytes.size() > too_large) return {};
    std::string packed = coding == "br" ? brotli(bytes) : coding == "zstd" ? zstd(bytes) : gzip(bytes);
    if (packed.size() > bytes.size() - bytes.size() / 20) packed.clear();
    return packed;
}

}  // namespace portico::staticfiles
