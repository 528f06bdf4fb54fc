#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

#include <portico/base/json.hpp>
#include <portico/base/json_value.hpp>
#include <portico/base/text.hpp>
#include <portico/base/type_info.hpp>

namespace portico {

namespace {

constexpr bool must_be_escaped(unsigned char c) { return c < 0x20 || c == '"' || c == '\\'; }

/// True where one of the eight bytes may have to be escaped: those below 0x20, the quote and the backslash, each found by
/// the borrow that subtracting makes in its highest bit.
bool any_escaped(const char* eight) {
    constexpr std::uint64_t ones = 0x0101010101010101, tops = 0x8080808080808080;
    std::uint64_t word = 0;
    std::memcpy(&word, eight, sizeof word);
    const std::uint64_t quotes = word ^ (ones * '"'), backslashes = word ^ (ones * '\\');
    return (((word - ones * 0x20) | (quotes - ones) | (backslashes - ones)) & ~word & tops) != 0;
}

/// How many bytes at the front stand for themselves.
std::size_t plain_bytes(std::string_view text) {
    std::size_t i = 0;
    while (i + 8 <= text.size() && !any_escaped(text.data() + i)) i += 8;
    while (i < text.size() && !must_be_escaped(static_cast<unsigned char>(text[i]))) ++i;
    return i;
}

void append_escape(std::string& out, unsigned char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        default: out.append("\\u00").append(1, digits[c >> 4]).append(1, digits[c & 15]);
    }
}

bool is_ascii(std::string_view text) {
    constexpr std::uint64_t tops = 0x8080808080808080;
    std::size_t i = 0;
    std::uint64_t seen = 0;
    for (; i + sizeof seen <= text.size(); i += sizeof seen) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, sizeof word);
        seen |= word;
    }
    for (; i < text.size(); ++i) seen |= static_cast<unsigned char>(text[i]);
    return (seen & tops) == 0;
}

/// With U+FFFD for each byte that is no UTF-8.
std::string repaired(std::string_view broken) {
    std::string out;
    while (!broken.empty()) {
        std::size_t length = std::min<std::size_t>(4, broken.size());
        while (length > 0 && !text::is_utf8(broken.substr(0, length))) --length;
        out += length > 0 ? broken.substr(0, length) : "\xef\xbf\xbd";
        broken.remove_prefix(std::max<std::size_t>(1, length));
    }
    return out;
}

}  // namespace

// JSON is UTF-8 (RFC 8259, 8.1), also where a client's own bytes are told to it again.
void append_json_string(std::string& out, std::string_view text) {
    if (!is_ascii(text) && !text::is_utf8(text)) return append_json_string(out, repaired(text));
    out += '"';
    while (!text.empty()) {
        auto plain = plain_bytes(text);
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        append_escape(out, static_cast<unsigned char>(text.front()));
        text.remove_prefix(1);
    }
    out += '"';
}

namespace {

/// Writes one document; `indent` 0 is compact.
class Writer {
public:
    Writer(std::string& out, int indent) : out_(out), indent_(indent) {}

    void write(const Value& value) {
        using Type = Value::Type;
        switch (value.type()) {
            case Type::null: out_ += "null"; break;
            case Type::boolean: out_ += *value.as_boolean() ? "true" : "false"; break;
            case Type::integer: value.append_to(out_); break;
            case Type::number: write_number(*value.as_number()); break;
            case Type::text:
            case Type::html: append_json_string(out_, *value.as_text()); break;
            case Type::bytes: append_json_string(out_, text::base64(value.as_bytes()->data)); break;
            case Type::date_time: append_json_string(out_, to_iso(*value.as_date_time())); break;
            case Type::duration: append_json_string(out_, to_iso(*value.as_duration())); break;
            case Type::list: write_list(*value.as_list()); break;
            case Type::map: write_map(*value.as_map()); break;
            case Type::structure: write_struct(*value.as_struct()); break;
            case Type::dynamic: write_dynamic(*value.as_dynamic()); break;
            default: append_json_string(out_, value.str());
        }
    }

private:
    void write_number(double number) {
        if (!std::isfinite(number)) return void(out_ += "null");
        Value(number).append_to(out_);
    }

    void write_list(const List& list) {
        open('[');
        for (const auto& item : list) {
            separate();
            write(item);
        }
        close(']', list.empty());
    }

    void write_map(const Map& map) {
        open('{');
        for (const auto& [name, value] : map) write_member(name, value);
        close('}', map.empty());
    }

    void write_struct(const StructRef& structure) {
        const TypeInfo* type = structure.type ? *structure.type : nullptr;
        if (!type) return void(out_ += "null");
        type->complete(structure.object);
        open('{');
        for (const auto& field : type->fields) {
            if (!field.hidden) write_member(field.key(), field.get(structure.object));
        }
        close('}', type->fields.empty());
    }

    void write_dynamic(const Dynamic& dynamic) {
        auto before = out_.size();
        open('[');
        bool iterable = dynamic.each([&](const Value& item) {
            separate();
            write(item);
            return true;
        });
        if (iterable) return close(']', first_);
        --depth_;
        out_.resize(before);
        append_json_string(out_, dynamic.str());
    }

    void write_member(std::string_view name, const Value& value) {
        separate();
        append_json_string(out_, name);
        out_ += indent_ > 0 ? ": " : ":";
        write(value);
    }

    void open(char bracket) {
        out_ += bracket;
        ++depth_;
        first_ = true;
    }

    void separate() {
        if (!first_) out_ += ',';
        first_ = false;
        new_line();
    }

    void close(char bracket, bool empty) {
        --depth_;
        if (!empty) new_line();
        out_ += bracket;
        first_ = false;
    }

    void new_line() {
        if (indent_ > 0) out_.append(1, '\n').append(static_cast<std::size_t>(indent_ * depth_), ' ');
    }

    std::string& out_;
    int indent_;
    int depth_ = 0;
    bool first_ = true;
};

}  // namespace

void append_json(std::string& out, const Value& value, int indent) { Writer(out, indent).write(value); }

std::string to_json(const Value& value, int indent) {
    std::string out;
    append_json(out, value, indent);
    return out;
}

Value json_value(const Value& value) {
    switch (value.type()) {
    case Value::Type::null:
    case Value::Type::boolean:
    case Value::Type::integer:
    case Value::Type::number:
    case Value::Type::text:
    case Value::Type::list:
    case Value::Type::map: return value.owned();
    default: return Value(value.str());
    }
}

}  // namespace portico
