/// What a browser does with a coding.
#pragma once
#include <string>
#include <string_view>

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

namespace staticfiles_tests {

inline std::string gunzip(std::string_view packed, std::string out) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int result = inflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return result == Z_STREAM_END ? out : "no gzip";
}

inline std::string unpack(std::string_view coding, std::string_view packed) {
    std::string out(1 << 20, '\0');
    if (coding == "gzip") return gunzip(packed, std::move(out));
    if (coding == "zstd") {
        const std::size_t size = ZSTD_decompress(out.data(), out.size(), packed.data(), packed.size());
        return ZSTD_isError(size) ? "no zstd" : out.substr(0, size);
    }
    std::size_t size = out.size();
    const auto result = BrotliDecoderDecompress(packed.size(), reinterpret_cast<const std::uint8_t*>(packed.data()), &size,
                                                reinterpret_cast<std::uint8_t*>(out.data()));
    return result == BROTLI_DECODER_RESULT_SUCCESS ? out.substr(0, size) : "no brotli";
}

}  // namespace staticfiles_tests
