// Validators, one by one.
#include <map>

#include <portico/forms/validator.hpp>
#include <portico/forms/validators.hpp>

#include "fault_json.hpp"
#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

using namespace forms;

/// Python's "\\Z" is the very end, and its classes know all of Unicode.
std::string pattern_of(std::string pattern) {
    for (auto at = pattern.find("\\Z"); at != std::string::npos; at = pattern.find("\\Z", at + 2)) pattern[at + 1] = 'z';
    return "(*UCP)" + pattern;
}

Validator with_pattern(const Arguments& options) {
    validators::RegexOptions how;
    how.message = options.text("message", how.message);
    how.code = options.text("code", how.code);
    how.inverse = options.flag("inverse_match");
    return validators::regex(pattern_of(options.text("regex", "")), how);
}

std::optional<int> optional_int(const Arguments& options, const char* name) {
    auto number = options.optional_integer(name);
    return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

Validator with_options(const std::string& name, const Arguments& options) {
    if (name == "regex") return with_pattern(options);
    if (name == "max_value") return validators::max_value(options.value("limit"));
    if (name == "min_value") return validators::min_value(options.value("limit"));
    if (name == "max_length") return validators::max_length(static_cast<std::size_t>(options.integer("limit")));
    if (name == "min_length") return validators::min_length(static_cast<std::size_t>(options.integer("limit")));
    if (name == "decimal") return validators::decimal(optional_int(options, "max_digits"), optional_int(options, "decimal_places"));
    if (name == "int_list") return validators::integer_list(options.text("sep", ","), options.flag("allow_negative"));
    if (name == "domain_name") return validators::domain_name(options.flag("accept_idna", true));
    if (name == "step_value") {
        return validators::step_size(options.value("limit"),
                                     options.find("offset") ? std::optional(options.value("offset")) : std::nullopt);
    }
    if (name == "file_extension") {
        bool any = !options.find("allowed_extensions");
        return validators::file_extension(any ? std::nullopt : std::optional(options.texts("allowed_extensions")));
    }
    if (name == "email") return options.find("allowlist") ? validators::email(options.texts("allowlist")) : validators::email();
    if (name == "url") return options.find("schemes") ? validators::url(options.texts("schemes")) : validators::url();
    throw NoSuchOperation("validator " + name);
}

Validator named(const std::string& name, const Arguments& options) {
    static const std::map<std::string, Validator> plain{
        {"integer", validators::integer()},   {"slug", validators::slug()},         {"unicode_slug", validators::slug(true)},
        {"ipv4", validators::ipv4()},         {"ipv6", validators::ipv6()},
        {"ipv46", validators::ipv46()},       {"comma_separated_integers", validators::comma_separated_integers()},
        {"no_null", validators::no_null_characters()}};
    auto found = plain.find(name);
    return found == plain.end() ? with_options(name, options) : found->second;
}

Json validate(const Arguments& args) {
    Json inner{{"args", args.find("options") ? *args.find("options") : Json::object()}};
    Case options{args.recorded().feature, &inner, nullptr};
    Validator validator = named(args.text("validator"), Arguments(options));
    std::vector<Fault> faults;
    bool good = collect(faults, [&] { validator(args.value("value")); });
    return good ? Json() : faults_json(faults);
}

Json clean_ipv6(const Arguments& args) {
    auto address = shortest_ipv6(args.text("ip_str"), args.flag("unpack_ipv4"));
    if (!address) throw ValidationError("This is not a valid IPv6 address.");
    return *address;
}

} // namespace

void add_validator_operations(Operations& operations) {
    operations["validate"] = validate;
    operations["clean_ipv6_address"] = clean_ipv6;
    operations["is_valid_ipv6_address"] = [](const Arguments& args) {
        Value address = args.value("ip_addr");
        return Json(address.is_text() && is_ipv6(*address.as_text()));
    };
}

} // namespace portico::conformance
