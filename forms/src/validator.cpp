#include <portico/forms/validator.hpp>

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/forms/validators.hpp>
#include <portico/i18n/big_number.hpp>

#include "number_rules.hpp"

namespace portico::forms::validators {

namespace {

/// A check of texts alone: anything else won't do.
Validator of_text(std::function<bool(std::string_view)> good, std::string message) {
    return [good = std::move(good), message = std::move(message)](const Value& value) {
        auto text = value.as_text();
        if (!text || !good(*text)) throw ValidationError(message, "invalid", {{"value", value.str()}});
    };
}

std::string escaped(const std::string& text) {
    std::string out;
    for (char c : text) {
        if (std::string_view("\\^$.[]|()?*+{}").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

Validator limit(Value bound, bool (*good)(const Value&, const Value&), std::string message, std::string code) {
    return [bound = std::move(bound), good, message = std::move(message), code = std::move(code)](const Value& value) {
        if (good(value, bound)) return;
        throw ValidationError(message, code, {{"limit_value", bound.str()}, {"show_value", value.str()}, {"value", value.str()}});
    };
}

std::string name_of(const Value& value) {
    auto name = value.attribute("name");
    return name ? name->str() : value.str();
}

/// "gz" of "a/b.tar.gz"; nothing for ".profile".
std::string extension_of(const std::string& path) {
    std::string name = path.substr(path.find_last_of('/') + 1);
    auto point = name.find_last_of('.');
    bool has_one = point != std::string::npos && point != 0 && point + 1 < name.size();
    return has_one ? text::lower(name.substr(point + 1)) : std::string();
}

}  // namespace

Validator regex(const std::string& pattern, RegexOptions options) {
    matches(pattern, "");  // tells of a broken one now
    return [pattern, options = std::move(options)](const Value& value) {
        if (matches(pattern, value.str()) != options.inverse) return;
        throw ValidationError(options.message, options.code, {{"value", value.str()}});
    };
}

Validator integer() { return regex(R"((*UCP)^-?\d+\z)", {.message = "Enter a valid integer."}); }

Validator email(std::vector<std::string> plain_domains) {
    const auto is_good = [plain_domains = std::move(plain_domains)](std::string_view text) {
        const auto at = text.rfind('@');
        const std::string_view domain = at == text.npos ? std::string_view() : text.substr(at + 1);
        const bool is_plain = domain.find_first_of(".[") == domain.npos;
        if (!is_plain) return is_email(text);
        return std::ranges::find(plain_domains, domain) != plain_domains.end() && is_email(std::string(text.substr(0, at)) + "@localhost");
    };
    return of_text(is_good, "Enter a valid email address.");
}

Validator url(std::vector<std::string> schemes) {
    return of_text([schemes = std::move(schemes)](std::string_view text) { return is_url(text, schemes); }, "Enter a valid URL.");
}

Validator domain_name(bool accept_idna) {
    auto good = [accept_idna](std::string_view text) {
        bool ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 128; });
        return (accept_idna || ascii) && is_domain_name(text);
    };
    return of_text(good, "Enter a valid domain name.");
}

Validator slug(bool allow_unicode) {
    std::string message = allow_unicode ? "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens."
                                        : "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.";
    return regex(allow_unicode ? R"((*UCP)^[-\w]+\z)" : R"(^[-a-zA-Z0-9_]+\z)", {.message = message});
}

Validator ipv4() { return of_text([](std::string_view text) { return is_ipv4(text); }, "Enter a valid IPv4 address."); }
Validator ipv6() { return of_text([](std::string_view text) { return is_ipv6(text); }, "Enter a valid IPv6 address."); }
Validator ipv46() {
    return of_text([](std::string_view text) { return is_ipv4(text) || is_ipv6(text); }, "Enter a valid IPv4 or IPv6 address.");
}

namespace {

std::string list_pattern(const std::string& separator, bool allow_negative) {
    std::string number = allow_negative ? R"((-)?\d+)" : R"(\d+)";
    return "(*UCP)^" + number + "(?:" + escaped(separator) + number + R"()*\z)";
}

}  // namespace

Validator comma_separated_integers() { return regex(list_pattern(",", false), {.message = "Enter only digits separated by commas."}); }

Validator integer_list(const std::string& separator, bool allow_negative) { return regex(list_pattern(separator, allow_negative)); }

Validator no_null_characters() {
    return [](const Value& value) {
        if (value.str().find('\0') != std::string::npos)
            throw ValidationError("Null characters are not allowed.", "null_characters_not_allowed");
    };
}

Validator max_value(Value bound) {
    return limit(std::move(bound), [](const Value& value, const Value& most) { return !is_less(most, value); },
                 "Ensure this value is less than or equal to %(limit_value)s.", "max_value");
}

Validator min_value(Value bound) {
    return limit(std::move(bound), [](const Value& value, const Value& least) { return !is_less(value, least); },
                 "Ensure this value is greater than or equal to %(limit_value)s.", "min_value");
}

Validator max_length(std::size_t most) {
    return [most](const Value& value) {
        auto size = value.size().value_or(0);
        if (size > most) throw ValidationError({too_long(most, size)});
    };
}

Validator min_length(std::size_t least) {
    return [least](const Value& value) {
        auto size = value.size().value_or(0);
        if (size < least) throw ValidationError({too_short(least, size)});
    };
}

Validator step_size(Value step, std::optional<Value> offset) {
    return [step = std::move(step), offset = std::move(offset)](const Value& value) {
        if (!is_multiple(value, step, offset.value_or(Value(0)))) throw ValidationError({step_fault(step, offset)});
    };
}

Validator decimal(std::optional<int> max_digits, std::optional<int> decimal_places) {
    return [max_digits, decimal_places](const Value& value) {
        auto exact = i18n::ExactNumber::parse(value.str());
        if (!exact || !exact->is_finite()) throw ValidationError("Enter a number.", "invalid", {{"value", value.str()}});
        auto fault = digits_fault(*exact, max_digits, decimal_places);
        if (fault) throw ValidationError({*fault});
    };
}

Validator file_extension(std::optional<std::vector<std::string>> allowed) {
    return [allowed = std::move(allowed)](const Value& value) {
        std::string extension = extension_of(name_of(value));
        bool good = !allowed || std::ranges::any_of(*allowed, [&](const std::string& one) { return text::lower(one) == extension; });
        if (good) return;
        std::vector<std::string> lower;
        for (const auto& one : *allowed) lower.push_back(text::lower(one));
        throw ValidationError("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.",
                              "invalid_extension", {{"extension", extension}, {"allowed_extensions", text::join(lower, ", ")}});
    };
}

}  // namespace portico::forms::validators
