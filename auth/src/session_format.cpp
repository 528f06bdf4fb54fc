#include <zlib.h>

#include <portico/auth/session.hpp>
#include <portico/base/error.hpp>
#include <portico/base/json.hpp>
#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

namespace portico::auth {

namespace {

constexpr const char* salt = "django.contrib.sessions.SessionStore";
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

}  // namespace

std::string encode_session(const Map& data, const std::string& secret) {
    std::string json = ascii_json(data);
    std::string packed = deflated(json);
    std::string text = packed.size() < json.size() - 1 ? '.' + text::base64url(packed) : text::base64url(json);
    return TimestampSigner(secret, salt).sign(text);
}

Map decode_session(std::string_view signed_text, const std::string& secret, const std::vector<std::string>& fallbacks) {
    try {
        std::string text = TimestampSigner(secret, salt, fallbacks).unsign(signed_text);
        bool is_packed = text.starts_with('.');
        auto bytes = text::from_base64url(is_packed ? std::string_view(text).substr(1) : std::string_view(text));
        if (bytes && is_packed) bytes = inflated(*bytes);
        Value value = bytes ? parse_json(*bytes) : Value();
        const Map* map = value.as_map();
        return map ? *map : Map();
    } catch (const Error&) {
        return {};
    }
}

}  // namespace portico::auth
