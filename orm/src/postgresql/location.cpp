#include "location.hpp"

#include <libpq-fe.h>

#include <memory>
#include <string_view>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

namespace portico::orm::postgresql {

namespace {

struct Parts {
    std::string host{}, port{}, user{}, database{};
};

/// libpq's own view of the URL, so that a person and the library read it in the same way.
Parts parts_of(const std::string& url) {
    char* problem = nullptr;
    std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(url.c_str(), &problem), &PQconninfoFree);
    std::unique_ptr<char, decltype(&PQfreemem)> message(problem, &PQfreemem);
    // The message may quote the URL, and with it the password.
    if (!options)
        throw Error("the database URL can't be read as one of PostgreSQL",
                    "as in \"postgresql://user:password@host:5432/database\"; escape odd characters of the password as in %40");
    Parts parts;
    for (auto* option = options.get(); option->keyword; ++option) {
        const std::string_view keyword = option->keyword;
        const std::string value = option->val ? option->val : "";
        if (keyword == "host") parts.host = value;
        if (keyword == "port") parts.port = value;
        if (keyword == "user") parts.user = value;
        if (keyword == "dbname") parts.database = value;
    }
    return parts;
}

}  // namespace

Location Location::of(std::string url) {
    Location location;
    const Parts parts = parts_of(url);
    // What follows the first "@" is the host for libpq: it would show the rest of the password.
    if (parts.host.find('@') != std::string::npos)
        throw Error("the database URL has more than one \"@\" before its host", "write an \"@\" of the user or the password as %40");
    const std::string host = text::replace_all(parts.host, "/", "%2F");
    location.name = "postgresql://" + (parts.user.empty() ? std::string() : parts.user + "@") + host +
                    (parts.port.empty() ? std::string() : ":" + parts.port) + "/" + parts.database;
    location.url = std::move(url);
    return location;
}

}  // namespace portico::orm::postgresql
