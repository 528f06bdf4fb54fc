// Hashes of passwords and the rules that new ones keep.
#include <portico/auth/password_rules.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/base/error.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

auth::PasswordParameters parameters_of(const std::string& algorithm, const Json& given) {
    if (algorithm.starts_with("pbkdf2")) return {given.value("iterations", 0u), 0, 1, 8};
    if (algorithm == "scrypt") return {given.value("work_factor", 0u), 0, given.value("parallelism", 5u), given.value("block_size", 8u)};
    if (algorithm == "argon2") return {given.value("time_cost", 2u), given.value("memory_cost", 102400u), given.value("parallelism", 8u), 8};
    return {given.value("rounds", 12u), 0, 1, 8};
}

Json encode_password(const Arguments& args) {
    std::string algorithm = args.text("algorithm");
    const Json* given = args.find("params");
    return auth::encode_password(args.text("password"), algorithm, args.text("salt"),
                                 parameters_of(algorithm, given ? *given : Json::object()));
}

Json check(const Arguments& args) {
    auto password = args.optional_text("password");
    return password && auth::check_password(*password, args.text("encoded"));
}

/// Each validator by itself, in their order.
auth::PasswordRules rule_of(const Json& row) {
    auth::PasswordRules rules{.min_length = 0, .refuse_similar = false, .refuse_common = false, .refuse_numeric = false};
    const std::string name = row.at(0);
    const Json& options = row.at(1);
    if (name == "MinimumLengthValidator") rules.min_length = options.value("min_length", 8u);
    if (name == "CommonPasswordValidator") rules.refuse_common = true;
    if (name == "NumericPasswordValidator") rules.refuse_numeric = true;
    if (name == "UserAttributeSimilarityValidator") {
        rules.refuse_similar = true;
        rules.max_similarity = options.value("max_similarity", 0.7);
    }
    return rules;
}

auth::PersonalFacts facts_of(const Json* user, const Json& options) {
    auth::PersonalFacts facts;
    std::vector<std::string> names{"username", "first_name", "last_name", "email"};
    if (options.contains("user_attributes")) names = options.at("user_attributes").get<std::vector<std::string>>();
    for (const auto& name : names) {
        if (!user || !user->contains(name) || !user->at(name).is_string()) continue;
        std::string label = name;
        for (char& c : label) c = c == '_' ? ' ' : c;
        facts.emplace_back(label, user->at(name).get<std::string>());
    }
    return facts;
}

Json validate(const Arguments& args) {
    Json out = Json::array();
    for (const auto& row : args.at("validators")) {
        auto faults = rule_of(row).faults(args.text("password"), facts_of(args.find("user"), row.at(1)));
        for (const auto& fault : faults) out.push_back({fault.code, fault.text()});
    }
    return out;
}

Json help(const Arguments& args) {
    Json out = Json::array();
    for (const auto& row : args.at("validators"))
        for (const auto& text : rule_of(row).help()) out.push_back(text);
    return out;
}

} // namespace

void add_password_operations(Operations& operations) {
    operations["password_encode"] = encode_password;
    operations["password_check"] = check;
    operations["password_validate"] = validate;
    operations["password_help"] = help;
    operations["password_decode"] = [](const Arguments& args) {
        return encode(Value(auth::password_parts(args.text("encoded"))));
    };
    operations["password_must_update"] = [](const Arguments& args) {
        return Json(auth::must_renew_password(args.text("encoded")));
    };
    operations["password_usable"] = [](const Arguments& args) {
        return Json(auth::is_usable_password(args.text("encoded")));
    };
}

} // namespace portico::conformance
