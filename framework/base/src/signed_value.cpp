#include <portico/base/signed_value.hpp>

#include <zlib.h>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

namespace portico {

namespace {

constexpr std::size_t largest = 4 * 1024 * 1024;  // of inflated data

/// JSON of ASCII alone, as Python writes it.
std::string ascii_json(const Value& value) {
    std::string json = to_json(value), out;
    auto append_unit = [&](unsigned unit) {
        constexpr const char* digits = "0123456789abcdef";
        out += "\\u";
        for (int shift = 12; shift >= 0; shift -= 4) out += digits[(unit >> shift) & 15];
    };
    for (std::string_view rest = json; !rest.empty();) {
        char32_t c = text::next_code_point(rest);
        if (c < 128) {
            out += static_cast<char>(c);
        } else if (c < 0x10000) {
            append_unit(c);
        } else {
            append_unit(0xd800 + ((c - 0x10000) >> 10));
            append_unit(0xdc00 + ((c - 0x10000) & 0x3ff));
        }
    }
    return out;
}

std::string deflated(const std::string& bytes) {
    uLongf size = compressBound(bytes.size());
    std::string out(size, '\0');
    if (compress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()) != Z_OK) {
        return bytes;
    }
    out.resize(size);
    return out;
}

std::optional<std::string> inflated(const std::string& bytes) {
    std::string out;
    for (std::size_t room = bytes.size() * 8 + 1024; room <= largest; room *= 4) {
        out.resize(room);
        uLongf size = room;
        int result = uncompress(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
        if (result == Z_BUF_ERROR) continue;
        if (result != Z_OK) return std::nullopt;
        out.resize(size);
        return out;
    }
    return std::nullopt;
}

std::string pack(const Value& value, bool compress) {
    std::string json = ascii_json(value);
    std::string packed = compress ? deflated(json) : json;
    return packed.size() + 1 < json.size() ? '.' + text::base64url(packed) : text::base64url(json);
}

Value unpack(std::string_view text) {
    bool is_packed = text.starts_with('.');
    auto bytes = text::from_base64url(is_packed ? text.substr(1) : text);
    if (bytes && is_packed) bytes = inflated(*bytes);
    if (!bytes) throw BadSignature("a signed value is no value");
    try {
        return parse_json(*bytes);
    } catch (const JsonError& error) {
        throw BadSignature(std::string("a signed value is no value: ") + error.what());
    }
}

}  // namespace

std::string sign_value(const Value& value, const Signer& signer, bool compress) { return signer.sign(pack(value, compress)); }

std::string sign_value(const Value& value, const TimestampSigner& signer, bool compress) { return signer.sign(pack(value, compress)); }

Value unsign_value(std::string_view signed_value, const Signer& signer) { return unpack(signer.unsign(signed_value)); }

Value unsign_value(std::string_view signed_value, const TimestampSigner& signer, std::optional<std::chrono::microseconds> max_age) {
    return unpack(signer.unsign(signed_value, max_age));
}

}  // namespace portico
