// What Django does, case by case, where PORTICO_CASES names the folder of recorded cases; skipped without.
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <portico/auth/login.hpp>
#include <portico/auth/password_rules.hpp>
#include <portico/auth/passwords.hpp>
#include <portico/auth/session.hpp>
#include <portico/base/json.hpp>

namespace portico::auth {
namespace {

using Recorded = nlohmann::ordered_json;

/// SECRET_KEY of the recorded site.
constexpr const char* recorded_secret = "oracle-secret-key-0123456789abcdef";

struct NotCovered {};

std::string password_encode(const Recorded& args) {
    if (!args["password"].is_string() || !args.contains("params") || args["params"].is_null()) throw NotCovered();
    const Recorded& given = args["params"];
    std::string algorithm = args["algorithm"], salt = args["salt"];
    PasswordParameters parameters;
    if (algorithm.starts_with("pbkdf2")) parameters.work = given.at("iterations");
    else if (algorithm == "scrypt") parameters = {given.at("work_factor"), 0, given.value("parallelism", 5u), given.value("block_size", 8u)};
    else if (algorithm == "argon2") parameters = {given.at("time_cost"), given.at("memory_cost"), given.at("parallelism"), 8};
    else throw NotCovered();
    return encode_password(args["password"].get<std::string>(), algorithm, salt, parameters);
}

Recorded password_validate(const Recorded& args) {
    PasswordRules rules;
    rules.refuse_common = rules.refuse_numeric = false;
    rules.min_length = 0;
    PersonalFacts facts;
    for (const auto& row : args["validators"]) {
        if (row[0] == "MinimumLengthValidator") rules.min_length = row[1].value("min_length", 8u);
        else if (row[0] == "CommonPasswordValidator" && row[1].empty()) rules.refuse_common = true;
        else if (row[0] == "NumericPasswordValidator") rules.refuse_numeric = true;
        else if (row[0] == "UserAttributeSimilarityValidator" && !row[1].contains("user_attributes")) {
            rules.max_similarity = row[1].value("max_similarity", 0.7);
            if (args["user"].is_null()) continue;
            for (const char* name : {"username", "first_name", "last_name", "email"}) {
                std::string label = name;
                for (char& c : label) c = c == '_' ? ' ' : c;
                const auto& value = args["user"].value(name, Recorded());
                if (value.is_string()) facts.emplace_back(label, value.get<std::string>());
            }
        } else {
            throw NotCovered();
        }
    }
    Recorded out = Recorded::array();
    for (const auto& fault : rules.faults(args["password"].get<std::string>(), facts)) out.push_back({fault.code, fault.text()});
    return out;
}

/// By op: the outcome as it was recorded.
Recorded outcome(const std::string& op, const Recorded& args, const std::string& secret) {
    if (op == "password_encode") return password_encode(args);
    if (op == "password_check") {
        if (!args["password"].is_string()) throw NotCovered();
        return check_password(args["password"].get<std::string>(), args["encoded"].get<std::string>());
    }
    if (op == "password_usable") return is_usable_password(args["encoded"].is_string() ? args["encoded"].get<std::string>() : "!");
    if (op == "password_validate") return password_validate(args);
    if (op == "session_auth_hash") return session_auth_hash(args["password"].get<std::string>(), secret);
    if (op == "session_decode") {
        return Recorded::parse(to_json(decode_session(args["session_data"].get<std::string>(), secret)));
    }
    if (op == "session_encode") {
        Value data = parse_json(args["data"].dump());
        return encode_session(*data.as_map(), secret);
    }
    throw NotCovered();
}

int failures(const std::string& file) {
    std::ifstream in(std::string(std::getenv("PORTICO_CASES")) + "/auth/" + file);
    const Recorded all = Recorded::parse(in);
    int passed = 0, failed = 0, skipped = 0;
    for (const auto& one : all["cases"]) {
        if (one.contains("error")) continue;
        std::optional<FrozenClock> clock;
        if (one.contains("now")) clock.emplace(*parse_date_time(one["now"].get<std::string>()));
        try {
            Recorded given = outcome(one["op"].get<std::string>(), one["args"], recorded_secret);
            bool good = given == one["expected"];
            ++(good ? passed : failed);
            if (!good) std::cout << one["id"] << ' ' << one["args"].dump().substr(0, 300) << "\n  expected " << one["expected"].dump().substr(0, 300) << "\n  given    " << given.dump().substr(0, 300) << '\n';
        } catch (const NotCovered&) {
            ++skipped;
        }
    }
    std::cout << file << ": " << passed << " as in Django, " << failed << " not, " << skipped << " not covered\n";
    return failed;
}

class AuthCases : public ::testing::Test {
    void SetUp() override {
        if (!std::getenv("PORTICO_CASES")) GTEST_SKIP() << "set PORTICO_CASES to the folder of recorded cases";
    }
};

TEST_F(AuthCases, PasswordsAreDjangos) { EXPECT_EQ(failures("passwords.json"), 0); }
TEST_F(AuthCases, SessionsAreDjangos) { EXPECT_EQ(failures("sessions.json"), 0); }
TEST_F(AuthCases, PasswordRulesAreDjangos) {
    if (!is_common_password("1234567890123")) GTEST_SKIP() << "built without Django's list of common passwords: install python3-django";
    EXPECT_EQ(failures("password_validators.json"), 0);
}

}  // namespace
}  // namespace portico::auth
