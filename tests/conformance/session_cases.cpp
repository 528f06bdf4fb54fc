// Rows of sessions, what they hold of the password, and the tokens of reset mails.
#include <portico/auth/login.hpp>
#include <portico/auth/session.hpp>
#include <portico/auth/reset_token.hpp>
#include <portico/i18n/zoned_time.hpp>

#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

auth::ResetSubject subject_of(const Arguments& args) {
    auth::ResetSubject subject{decode(args.at("pk")).str(), args.text("password"), args.text("email"), {}};
    Value login = args.value("last_login");
    if (auto* moment = dynamic_cast<const i18n::ZonedTime*>(login.as_dynamic())) subject.last_login = moment->moment();
    return subject;
}

} // namespace

void add_session_operations(Operations& operations) {
    operations["session_auth_hash"] = [](const Arguments& args) {
        return Json(auth::session_auth_hash(args.text("password"), recorded_secret));
    };
    operations["session_encode"] = [](const Arguments& args) {
        Value data = args.value("data");
        return Json(auth::encode_session(*data.as_map(), recorded_secret));
    };
    operations["password_reset_make_token"] = [](const Arguments& args) {
        return Json(auth::make_reset_token(subject_of(args), recorded_secret));
    };
    operations["password_reset_check_token"] = [](const Arguments& args) {
        return Json(auth::check_reset_token(subject_of(args), args.text("token"), recorded_secret));
    };
    operations["session_decode"] = [](const Arguments& args) {
        return encode(auth::decode_session(args.text("session_data"), recorded_secret));
    };
}

} // namespace portico::conformance
