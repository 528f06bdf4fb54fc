/// Rows as JSON and back, in the format of Django's fixtures: what `dumpdata` and `loaddata` do, for programs and tests.
///
///     orm::load_fixtures(project, {"demo"});                       // fixtures/demo.json of the app that has one
///     orm::dump_fixtures(project, out, {.only = {"blog"}, .indent = 2});
///
///     class BlogTest : public TestCase {                            // rolled back with each test
///         BlogTest() : TestCase(project()) { orm::load_fixtures(project(), {"tests/posts.json"}); }
///     };
///
/// A file is a JSON list of objects, or one object a line (.jsonl); with ".gz" behind its name it is compressed. It is read and written
/// object by object, so that it may be larger than memory:
///
///     {"model": "blog.post", "pk": 1, "fields": {"title": "Hello", "author": 3, "tags": [1, 2]}}
///
/// Where a model says `tag.natural_key(&Tag::slug)`, others may refer to its rows by that, as a list, and its own rows may come without "pk":
/// they are found by it, or made. An object may refer to one that comes later. Fields that are not named get the struct's initialisers.
/// Hooks are not called and moments not set: what is in the file is what will be in the row.
#pragma once
#include <cstddef>
#include <iosfwd>
#include <string>
#include <vector>

namespace portico {
class Project;
}

namespace portico::orm {

struct DumpOptions {
    std::vector<std::string> only{};     // "blog", "blog.post"; empty: all
    std::vector<std::string> exclude{};
    std::vector<std::string> keys{};     // of the one model that is dumped, as URLs carry them; empty: all
    int indent = 0;                      // 0: an object a line
    bool lines = false;                  // JSON Lines
    bool natural_foreign = false;        // references by natural keys, where there are such
    bool natural_primary = false;        // rows that have one without their keys
    bool anonymize = false;              // what fields hold of persons is replaced: FieldDescription::personal
    std::string database = "default";
};

/// In an order in which each row comes after those that it refers to, where there is one. Gives how many there were. Throws Error for an unknown app or model.
std::size_t dump_fixtures(Project& project, std::ostream& out, const DumpOptions& options = {});

struct LoadOptions {
    std::string database = "default";
    bool ignore_unknown = false;         // models and fields that there are not are passed over
    std::vector<std::string> exclude{};  // "blog", "blog.post"
};

struct Loaded {
    std::size_t objects = 0;
    std::size_t elsewhere = 0;  // whose tables are in another database: left out
};

/// In one transaction: all of them or nothing. A name is a path, "-" for standard input, or the name of a file in an app's folder
/// fixtures/, with or without its ending. Rows that are there already, by their keys, are overwritten. Keys that the database counts go on
/// behind those that were loaded. Throws Error that begins with file and line.
Loaded load_fixtures(Project& project, const std::vector<std::string>& names, const LoadOptions& options = {});

}  // namespace portico::orm
