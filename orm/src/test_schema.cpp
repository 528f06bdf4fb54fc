#include <portico/orm/test_schema.hpp>

#include <cstdlib>
#include <fstream>

#include <unistd.h>

#include <portico/base/error.hpp>
#include <portico/base/log.hpp>
#include <portico/orm/databases.hpp>

namespace portico::orm {

namespace {

void run(const std::string& url, const std::string& sql) {
    Databases databases;
    databases.add("default", {.url = url});
    databases.connection().execute({sql, {}});
}

std::string new_name() {
    static int made = 0;
    return "t_" + std::to_string(::getpid()) + "_" + std::to_string(++made);
}

}  // namespace

TestSchema::TestSchema(std::string database_url) : database_url_(std::move(database_url)), name_(new_name()) {
    run(database_url_, "CREATE SCHEMA " + name_);
    url_ = database_url_ + (database_url_.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + name_;
}

TestSchema::~TestSchema() {
    try {
        run(database_url_, "DROP SCHEMA IF EXISTS " + name_ + " CASCADE");
    } catch (const std::exception& error) {
        log::database.warning("the schema " + name_ + " of a test is left behind: " + error.what());
    }
}

std::string test_server_url() {
    const char* given = std::getenv("PORTICO_TEST_POSTGRESQL");
    if (!given || !*given) return {};
    std::string url = given;
    if (url.find("://") != std::string::npos) return url;
    std::ifstream file(given);
    if (!std::getline(file, url))
        throw Error("PORTICO_TEST_POSTGRESQL is \"" + std::string(given) + "\", no URL and no file that holds one",
                    "as in \"postgresql://localhost/test\"");
    return url;
}

}  // namespace portico::orm
