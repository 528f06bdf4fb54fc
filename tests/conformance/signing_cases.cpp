// Signed values and keyed digests.
#include <portico/base/error.hpp>
#include <portico/base/signed_value.hpp>
#include <portico/base/text.hpp>

#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

std::string key_of(const Arguments& args) { return args.text("key", recorded_secret); }

Signer signer_of(const Arguments& args, const std::string& salt = "django.core.signing.Signer") {
    return Signer(key_of(args), args.text("salt", salt), {}, args.text("sep", ":"), args.text("algorithm", "sha256"));
}

TimestampSigner timestamp_signer_of(const Arguments& args, const std::string& salt = "django.core.signing.TimestampSigner") {
    return TimestampSigner(key_of(args), args.text("salt", salt), {}, args.text("sep", ":"), args.text("algorithm", "sha256"));
}

std::optional<Duration> age_of(const Arguments& args) {
    if (const Json* age = args.find("max_age"); age && age->is_object()) return *decode(*age).as_duration();
    auto seconds = args.optional_number("max_age");
    return seconds ? std::optional(Duration(static_cast<std::int64_t>(*seconds * 1e6))) : std::nullopt;
}

Json hmac(const Arguments& args) {
    return text::hex(salted_hmac(args.text("key_salt"), args.text("value"), args.text("secret", recorded_secret),
                                 args.text("algorithm", "sha1")));
}

Json dumps(const Arguments& args) {
    return sign_value(args.value("obj"), timestamp_signer_of(args, "django.core.signing"), args.flag("compress"));
}

Json loads(const Arguments& args) {
    return encode(unsign_value(args.text("s"), timestamp_signer_of(args, "django.core.signing"), age_of(args)));
}

Json from_base64url(const Arguments& args) {
    auto bytes = text::from_base64url(args.text("s"));
    if (!bytes) throw Error("no base64");
    return encode(Value(Bytes{*bytes}));
}

} // namespace

void add_signing_operations(Operations& operations) {
    operations["salted_hmac"] = hmac;
    operations["int_to_base36"] = [](const Arguments& args) { return Json(base36(args.integer("i"))); };
    operations["base36_to_int"] = [](const Arguments& args) { return Json(from_base36(args.text("s"))); };
    operations["urlsafe_base64_encode"] = [](const Arguments& args) { return Json(text::base64url(args.text("s"))); };
    operations["urlsafe_base64_decode"] = from_base64url;
    operations["b62_encode"] = [](const Arguments& args) { return Json(base62(args.integer("n"))); };
    operations["signer_sign"] = [](const Arguments& args) { return Json(signer_of(args).sign(args.text("value"))); };
    operations["signer_unsign"] = [](const Arguments& args) { return Json(signer_of(args).unsign(args.text("signed"))); };
    operations["timestamp_sign"] = [](const Arguments& args) {
        return Json(timestamp_signer_of(args).sign(args.text("value")));
    };
    operations["timestamp_unsign"] = [](const Arguments& args) {
        return Json(timestamp_signer_of(args).unsign(args.text("signed"), age_of(args)));
    };
    operations["signer_sign_object"] = [](const Arguments& args) {
        return Json(sign_value(args.value("obj"), signer_of(args)));
    };
    operations["signer_unsign_object"] = [](const Arguments& args) {
        return encode(unsign_value(args.text("signed"), signer_of(args)));
    };
    operations["signing_dumps"] = dumps;
    operations["signing_loads"] = loads;
}

} // namespace portico::conformance
