#include <portico/forms/fields.hpp>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/base/uuid.hpp>
#include <portico/base/white_space.hpp>
#include <portico/forms/validators.hpp>


namespace portico::forms {

namespace {

std::function<void(const Value&)> check(bool (*good)(std::string_view), const char* message) {
    return [good, message](const Value& value) {
        if (!good(value.str())) throw ValidationError(message);
    };
}

constexpr const char* not_an_ip[] = {"Enter a valid IPv4 or IPv6 address.", "Enter a valid IPv4 address.",
                                     "Enter a valid IPv6 address."};

}  // namespace

Value CharField::to_value(const Value& sent) const {
    if (is_empty(sent)) return empty_value;
    std::string text = sent.str();
    if (strip) text = std::string(text::stripped(text));
    return text.empty() ? empty_value : Value(std::move(text));
}

void CharField::check_limits(const Value& value, std::vector<Fault>& faults) const {
    auto text = value.as_text();
    if (!text) return;
    std::size_t length = text::length(*text);
    if (min_length && length < *min_length) faults.push_back(too_short(*min_length, length));
    if (max_length && length > *max_length) faults.push_back(too_long(*max_length, length));
    if (text->find('\0') != text->npos) {
        faults.push_back({"Null characters are not allowed.", "null_characters_not_allowed", {{"value", std::string(*text)}}});
    }
}

void CharField::widget_attributes(const Widget& on, Attributes& attributes) const {
    if (on.is_hidden()) return;
    if (max_length) attributes.set("maxlength", std::to_string(*max_length));
    if (min_length) attributes.set("minlength", std::to_string(*min_length));
}

RegexField::RegexField(std::string pattern) : pattern_(std::move(pattern)) { strip = false; }

void RegexField::check_limits(const Value& value, std::vector<Fault>& faults) const {
    CharField::check_limits(value, faults);
    if (!matches(pattern_, value.str())) faults.push_back({"Enter a valid value.", "invalid", {}});
}

EmailField::EmailField() : CharField(std::make_shared<EmailInput>()) {
    max_length = 320;
    validators.push_back(check(&is_email, "Enter a valid email address."));
}

SlugField::SlugField(bool allow_unicode) {
    validators.push_back([allow_unicode](const Value& value) {
        if (is_slug(value.str(), allow_unicode)) return;
        throw ValidationError(
            allow_unicode ? "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens."
                          : "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.");
    });
}

URLField::URLField(std::string scheme) : CharField(std::make_shared<URLInput>()), assume_scheme(std::move(scheme)) {
    validators.push_back(check(&is_url, "Enter a valid URL."));
}

Value URLField::to_value(const Value& sent) const {
    Value value = CharField::to_value(sent);
    std::string text = value.is_null() ? std::string() : value.str();
    if (text.empty()) return value;
    if (text.starts_with("//")) return assume_scheme + ":" + text;
    // What names a scheme is left for the validator; so is "example.com:8000", which reads as one.
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    auto end = text.find_first_not_of(std::string(letters) + "0123456789+-.");
    if (letters.find(text.front()) != letters.npos && end != text.npos && text[end] == ':') return text;
    return assume_scheme + "://" + text;
}

Value UUIDField::to_value(const Value& sent) const {
    if (sent.as_uuid()) return sent;
    Value value = CharField::to_value(sent);
    if (is_empty(value)) return {};
    auto uuid = Uuid::parse(value.str());
    if (!uuid) fail("invalid", "Enter a valid UUID.");
    return *uuid;
}

Value JSONField::to_value(const Value& sent) const {
    if (!sent.is_text()) return sent;
    if (disabled) return sent;
    if (is_empty(sent)) return {};
    try {
        return parse_json(sent.str());
    } catch (const Error&) {
        fail("invalid", "Enter a valid JSON.", {{"value", sent.str()}});
    }
}

namespace {

/// Text that was typed and is no JSON: shown as it stands.
class TypedText : public Dynamic {
public:
    explicit TypedText(std::string text) : text_(std::move(text)) {}
    std::string str() const override { return text_; }

private:
    std::string text_;
};

}  // namespace

namespace {

/// With a space behind commas and colons, for people.
std::string with_spaces(const std::string& json) {
    std::string out;
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        out += c;
        if (in_text && c == '\\' && i + 1 < json.size()) out += json[++i];
        else if (c == '"') in_text = !in_text;
        else if (!in_text && (c == ',' || c == ':')) out += ' ';
    }
    return out;
}

}  // namespace

Value JSONField::prepared(const Value& value) const {
    if (value.as_dynamic()) return value.str();
    return with_spaces(to_json(value));
}

Value JSONField::bound_value(const Value& sent, const Value& before) const {
    if (disabled) return before;
    if (sent.is_null()) return {};
    if (sent.is_text() && sent.str().empty()) return TypedText("");
    try {
        return parse_json(sent.str());
    } catch (const Error&) {
        return TypedText(sent.str());
    }
}

bool JSONField::has_changed(const Value& before, const Value& sent) const {
    try {
        return to_json(before) != to_json(to_value(sent));
    } catch (const Error&) {
        return true;
    }
}

GenericIPAddressField::GenericIPAddressField(Protocol which, bool unpack) : protocol(which), unpack_ipv4(unpack) {
    max_length = 39;
    validators.push_back([which](const Value& value) {
        std::string text = value.str();
        bool good = (which != Protocol::ipv6 && is_ipv4(text)) || (which != Protocol::ipv4 && is_ipv6(text));
        if (!good) throw ValidationError(not_an_ip[static_cast<int>(which)]);
    });
}

Value GenericIPAddressField::to_value(const Value& sent) const {
    Value value = CharField::to_value(sent);
    std::string text(text::trim(value.str()));
    if (is_empty(value) || text.find(':') == text.npos) return is_empty(value) ? value : Value(text);
    auto shortest = shortest_ipv6(text, unpack_ipv4);
    if (!shortest) fail("invalid", "This is not a valid IPv6 address.");
    return *shortest;
}

}  // namespace portico::forms
