/// A site on a real socket, and somebody who sends it whatever they like.
#pragma once
#include <map>
#include <optional>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include <portico/auth/models.hpp>
#include <portico/orm/model.hpp>
#include <portico/project/project.hpp>

#include "server_client.hpp"

namespace attacked {

namespace orm = portico::orm;
using portico::test::Reply;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Note : orm::Model<Note> {
    orm::Id<> id{};
    std::string text{};
    std::string file{};
    bool approved = false;  // not for visitors to say
    static void describe(orm::Describe<Note>& note);
};

portico::Project& project();
std::uint16_t port();
/// Where uploads go.
std::string media_folder();

using Form = std::vector<std::pair<std::string, std::string>>;
using Headers = std::vector<std::pair<std::string, std::string>>;

/// Keeps cookies, and nothing else of what makes a browser careful.
class Attacker {
public:
    Reply get(const std::string& target, const Headers& headers = {}) { return send("GET", target, "", "", headers); }
    Reply post(const std::string& target, const Form& form, const Headers& headers = {});
    /// As a person would: with the token of a page that they have seen.
    Reply post_with_token(const std::string& target, Form form, const Headers& headers = {});
    Reply send(const std::string& method, const std::string& target, const std::string& type, const std::string& body, const Headers& headers = {});
    /// Byte for byte.
    static Reply raw(const std::string& request);
    Reply log_in(const std::string& name, const std::string& password = "kelp forest", const Form& more = {}, const Headers& headers = {});
    std::string token();
    std::string who() { return get("/who/").body; }

    std::map<std::string, std::string> cookies{};
    std::string host = "example.org";

private:
    void keep_cookies(const Reply& reply);
};

/// A user that this test alone knows.
portico::auth::User make_user(const std::string& password = "kelp forest");

/// Each attack: on the running site, with its own user.
class Attack : public testing::Test {
protected:
    Attack() : scope_(project()), user(make_user()) { port(); }

private:
    portico::Project::Scope scope_;

protected:
    Attacker attacker{};
    portico::auth::User user;
};

}  // namespace attacked
