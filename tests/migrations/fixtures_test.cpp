// dumpdata, loaddata, flush and their like, as a person runs them.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <future>
#include <iostream>
#include <sstream>

#include <portico/migrations/app.hpp>
#include <portico/orm/alone.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/fixtures.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/testing/each_database.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

#include "database_fixture.hpp"
#include "stock_models.hpp"

namespace stock {

using namespace portico;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Fixtures : public testing::Test {
protected:
    Fixtures() {
        project.install(migrations::app());
        project.install(App("stock").with(orm::models<Supplier, stock::Group, Part, Ticket, Seat>()).with(resources).with(
            migrations::after_migrate([this](Project&) { ++settled; })));
        migrations::create_tables(project);
        settled = 0;
    }
    int run(std::vector<std::string> arguments) {
        out.str({});
        return project.run(arguments);
    }
    std::string path(const std::string& name) { return (folder.path() / name).string(); }
    std::string write(const std::string& name, const std::string& text) {
        std::ofstream(path(name)) << text;
        return path(name);
    }
    std::string read(const std::string& name) {
        std::ifstream in(path(name));
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// A row of everything, with a reference to each other's.
    void make_rows() {
        auto smith = Supplier::objects.create({.name = "Smith", .town = "Ulm"});
        auto jones = Supplier::objects.create({.name = "Jones \"&\" Sons\n", .town = "Köln"});
        auto screws = stock::Group::objects.create({.supplier = smith, .code = "screws"});
        auto whole = Part::objects.create({.name = "whole", .group = screws, .grade = Grade::fine, .weight = Decimal("1.250"), .ratio = 0.1, .sold = true});
        whole.data = Json(parse_json(R"({"sizes": [1, 2.5, null], "name": "ä"})"));
        whole.drawing = Bytes{std::string("\0\xff\x01", 3)};
        whole.made_in = std::chrono::hours(49) + std::chrono::microseconds(7);
        whole.code = *Uuid::parse("0190a9a0-0000-7000-8000-0000000000ff");
        whole.day = *parse_date("2026-02-28");
        whole.at = Time::of(23, 59, 58, 999999);
        whole.note = "";
        whole.save();
        auto piece = Part::objects.create({.name = "piece", .parent = whole, .data = Json(Value("a text"))});
        whole.related(&Part::suppliers).add(smith);
        whole.related(&Part::suppliers).add(jones);
        Ticket::objects.create({.text = "first"});
        Seat::objects.create({.row = "A,1", .number = 3, .taken = true});
    }
    std::string dump(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "dumpdata");
        EXPECT_EQ(run(arguments), 0) << out.str();
        return out.str();
    }
    void expect_refused(const std::string& text, const testing::Matcher<std::string>& message) {
        EXPECT_EQ(run({"loaddata", write("bad.json", text)}), 1);
        EXPECT_THAT(out.str(), message);
        EXPECT_EQ(Supplier::objects.count(), 0) << "nothing was loaded";
    }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::ostringstream out;
    std::string root = folder.path().string();
    AppResources resources{.label = "stock", .folder = root};
    Project project{{.settings = {{"database.url", Value(database.url())}}, .root = folder.path(), .out = &out, .err = &out}};
    Project::Scope current{project};
    int settled = 0;
};

TEST_F(Fixtures, WhatIsDumpedAndLoadedIsTheSame) {
    make_rows();
    const std::string all = dump();
    EXPECT_THAT(all, HasSubstr(R"({"model":"stock.supplier","pk":1,"fields":{"name":"Smith","town":"Ulm"}})"));
    run({"flush", "--noinput"});
    EXPECT_EQ(run({"loaddata", write("all.json", all)}), 0) << out.str();
    EXPECT_EQ(out.str(), "Installed 7 objects from 1 fixture\n");
    EXPECT_EQ(dump(), all);
    EXPECT_EQ(run({"loaddata", "all"}), 0) << "rows that are there are overwritten: " << out.str();
    EXPECT_EQ(dump(), all);
}

TEST_F(Fixtures, AKeyMayBeZero) {
    const std::string zero = R"({"model": "stock.supplier", "pk": 0, "fields": {"name": "Zero", "town": "Ulm"}})", one = R"({"model": "stock.supplier", "pk": 1, "fields": {"name": "One", "town": "Ulm"}})";
    const std::string group = R"({"model": "stock.group", "pk": 0, "fields": {"supplier": 0, "code": "of zero"}})";
    EXPECT_EQ(run({"loaddata", write("zero.json", "[" + one + "," + zero + "," + group + "]")}), 0) << out.str();
    EXPECT_EQ(run({"loaddata", "zero"}), 0) << "again: " << out.str();
    EXPECT_EQ(Supplier::objects.count(), 2);
    EXPECT_EQ(stock::Group::objects.get().supplier->name, "Zero");
    const std::string all = dump();
    EXPECT_THAT(all, HasSubstr(R"({"model":"stock.supplier","pk":0,"fields":{"name":"Zero","town":"Ulm"}})"));
    run({"flush", "--noinput"});
    EXPECT_EQ(run({"loaddata", write("all.json", all)}), 0) << out.str();
    EXPECT_EQ(dump(), all);
    EXPECT_EQ(Supplier::objects.create({.name = "Two", .town = "Ulm"}).id, 2);
}

TEST_F(Fixtures, FilesMayHaveAnObjectALineAndBeCompressed) {
    make_rows();
    const std::string all = dump();
    for (const char* name : {"all.jsonl", "all.json.gz", "all.jsonl.gz", "indented.json"}) {
        std::vector<std::string> arguments{"dumpdata", "--output", path(name)};
        if (std::string(name) == "indented.json") arguments.insert(arguments.end(), {"--indent", "2"});
        EXPECT_EQ(run(arguments), 0) << out.str();
        EXPECT_THAT(out.str(), HasSubstr("Wrote 7 objects to "));
        run({"flush", "--noinput"});
        EXPECT_EQ(run({"loaddata", path(name)}), 0) << out.str();
        EXPECT_EQ(dump(), all) << name;
    }
    EXPECT_THAT(read("all.jsonl"), AllOf(testing::StartsWith("{\"model\":"), HasSubstr("}\n{\"model\":"), testing::EndsWith("}\n")));
    EXPECT_THAT(read("indented.json"), HasSubstr("{\n  \"model\": \"stock.supplier\",\n  \"pk\": 1,\n  \"fields\": {\n    \"name\": \"Smith\","));
    EXPECT_THAT(read("all.json.gz"), testing::StartsWith("\x1f\x8b"));
}

TEST_F(Fixtures, SomeAppsModelsOrRowsAreChosen) {
    make_rows();
    EXPECT_THAT(dump({"stock.supplier"}), AllOf(HasSubstr("stock.supplier"), Not(HasSubstr("stock.part"))));
    EXPECT_THAT(dump({"stock", "--exclude", "stock.part", "-e", "stock.seat"}), AllOf(HasSubstr("stock.ticket"), Not(HasSubstr("stock.part")), Not(HasSubstr("stock.seat"))));
    EXPECT_EQ(dump({"stock.supplier", "--pks", "2,9", "--format", "jsonl"}), "{\"model\":\"stock.supplier\",\"pk\":2,\"fields\":{\"name\":\"Jones \\\"&\\\" Sons\\n\",\"town\":\"Köln\"}}\n");
    EXPECT_EQ(run({"dumpdata", "stok"}), 1);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("there is no app or model \"stok\""), HasSubstr("did you mean \"stock\"")));
}

TEST_F(Fixtures, WhatMakesNoSenseIsSaidBeforeAnythingIsWritten) {
    EXPECT_EQ(run({"dumpdata", "stock.part", "--pks", "1,abc"}), 1);
    EXPECT_THAT(out.str(), AllOf(testing::StartsWith("error: \"abc\" is no key of stock.part: Enter a whole number."), Not(HasSubstr("["))));
    EXPECT_EQ(run({"dumpdata", "--indent", "-3"}), 2);
    EXPECT_THAT(out.str(), HasSubstr("\"-3\" is no value for --indent"));
    EXPECT_EQ(run({"dumpdata", "-o", path("x.xml")}), 1);
    EXPECT_THAT(out.str(), HasSubstr("x.xml\" would be JSON all the same"));
    EXPECT_FALSE(std::filesystem::exists(path("x.xml")));
    EXPECT_EQ(run({"dumpdata", "-o", path("x.xml"), "--format", "json"}), 0) << out.str();
}

TEST_F(Fixtures, NaturalKeysStandForKeys) {
    make_rows();
    const std::string natural = dump({"--natural-foreign", "--natural-primary", "--exclude", "stock.ticket"});
    EXPECT_THAT(natural, AllOf(HasSubstr(R"({"model":"stock.supplier","fields":{"name":"Smith","town":"Ulm"}})"),
                               HasSubstr(R"({"model":"stock.group","fields":{"supplier":["Smith","Ulm"],"code":"screws"}})"),
                               HasSubstr(R"("group":["screws","Smith","Ulm"])"), HasSubstr(R"("suppliers":[["Smith","Ulm"],["Jones)")));
    run({"flush", "--noinput"});
    Supplier::objects.create({.name = "Another", .town = "Ulm"});
    Supplier::objects.create({.name = "Smith", .town = "Ulm"});
    EXPECT_EQ(run({"loaddata", write("natural.json", natural)}), 0) << out.str();
    EXPECT_EQ(Supplier::objects.count(), 3) << "Smith was there already";
    auto whole = Part::objects.get(F(&Part::name) == "whole");
    EXPECT_EQ(whole.group->supplier->name, "Smith");
    EXPECT_EQ(whole.suppliers.size(), 2u);
}

TEST_F(Fixtures, ReferencesMayGoForwards) {
    const auto name = write("forwards.json", R"([
{"model": "stock.part", "pk": 1, "fields": {"name": "a", "parent": 2, "group": ["screws", "Smith", "Ulm"], "suppliers": [["Smith", "Ulm"]]}},
{"model": "stock.part", "pk": 2, "fields": {"name": "b", "parent": 1, "suppliers": [7]}},
{"model": "stock.group", "fields": {"code": "screws", "supplier": ["Smith", "Ulm"]}},
{"model": "stock.supplier", "pk": 7, "fields": {"name": "Smith", "town": "Ulm"}}
])");
    EXPECT_EQ(run({"loaddata", name}), 0) << out.str();
    auto first = Part::objects.get(F(&Part::name) == "a");
    EXPECT_EQ(first.parent->name, "b");
    EXPECT_EQ(first.parent->parent->name, "a");
    EXPECT_EQ(first.group->supplier->name, "Smith");
    EXPECT_EQ(first.suppliers[0].town, "Ulm");
}

TEST_F(Fixtures, NewRowsComeBehindThoseThatWereLoaded) {
    run({"loaddata", write("one.json", R"([{"model": "stock.supplier", "pk": 40, "fields": {"name": "Smith", "town": "Ulm"}}])")});
    EXPECT_EQ(Supplier::objects.create({.name = "Next", .town = "Ulm"}).id, 41);
    run({"loaddata", write("one.json", R"([{"model": "stock.supplier", "fields": {"name": "New", "town": "Ulm"}}, {"model": "stock.ticket", "fields": {"text": "x"}}])")});
    EXPECT_EQ(Supplier::objects.get(F(&Supplier::name) == "New").id, 42);
    EXPECT_EQ(Ticket::objects.count(), 1);
}

TEST_F(Fixtures, WhatIsNotNamedIsTheInitialiser) {
    run({"loaddata", write("one.json", R"([{"model": "stock.part", "pk": 1, "fields": {"name": "a", "checked": "2001-02-03T04:05:06.789012Z"}}])")});
    auto part = Part::objects.get(F(&Part::id) == 1);
    EXPECT_EQ(part.grade, Grade::raw);
    EXPECT_EQ(to_iso(part.checked), "2001-02-03T04:05:06.789012Z") << "auto_now is not set: it is in the file";
}

TEST_F(Fixtures, OneBadObjectLoadsNothing) {
    const std::string good = "[\n{\"model\": \"stock.supplier\", \"pk\": 1, \"fields\": {\"name\": \"Smith\", \"town\": \"Ulm\"}},\n";
    expect_refused(good + R"({"model": "stock.suplier", "pk": 2, "fields": {}}])",
                   AllOf(HasSubstr("bad.json:3: there is no model \"stock.suplier\""), HasSubstr("did you mean \"stock.supplier\"?")));
    expect_refused(good + R"({"model": "", "pk": 2, "fields": {}}])",
                   AllOf(HasSubstr("bad.json:3: an object without \"model\""), HasSubstr("each says what it is")));
    expect_refused(good + R"({"model": "stock", "pk": 2, "fields": {}}])",
                   AllOf(HasSubstr("bad.json:3: there is no model \"stock\""), HasSubstr("app and model, as in \"stock.")));
    expect_refused(good + R"({"model": "stock.supplier", "pk": 2, "fields": {"nmae": "x"}}])",
                   AllOf(HasSubstr("bad.json:3: stock.supplier has no field \"nmae\""), HasSubstr("did you mean \"name\"?")));
    expect_refused(good + "{\"model\": \"stock.part\", \"pk\": 2,\n \"fields\": {\"name\": \"x\", \"weight\": \"heavy\"}}]",
                   HasSubstr("bad.json:3: stock.part: \"weight\" can't be \"heavy\": Enter a number."));
    expect_refused(good + R"({"model": "stock.supplier", "pk": "two", "fields": {"name": "x"}}])", HasSubstr("bad.json:3: stock.supplier: \"two\" is no key: Enter a whole number."));
    expect_refused(good + R"({"model": "stock.part", "pk": 2, "fields": {"name": null}}])", HasSubstr("\"name\" can't be null: it can't be null"));
    expect_refused(good + R"({"model": "stock.group", "pk": 1, "fields": {"code": "x", "supplier": 99}}])",
                   HasSubstr("bad.json:3: \"supplier\" of stock.group 1 refers to stock.supplier 99, which is not there"));
    expect_refused(good + R"({"model": "stock.part", "pk": 1, "fields": {"name": "x", "suppliers": [1, 98]}}])",
                   HasSubstr("bad.json:3: \"suppliers\" of stock.part 1 refers to stock.supplier 98, which is not there"));
    expect_refused(good + R"({"model": "stock.group", "pk": 1, "fields": {"code": "x", "supplier": ["Nobody", "Ulm"]}}])",
                   HasSubstr("bad.json:3: there is no stock.supplier [\"Nobody\",\"Ulm\"]"));
    expect_refused(good + "\n{\"model\": \"stock.supplier\", \"pk\": 2, \"fields\": {\"name\": \"Smith\", \"town\": \"Ulm\"}}]",
                   AllOf(HasSubstr("bad.json:4: stock.supplier: "), HasSubstr("town")));
    expect_refused(good + "{\"model\": \"stock.supplier\",\n \"pk\": 2,\n ]}", HasSubstr("bad.json:5: "));
    expect_refused(good + "7]", HasSubstr("bad.json:3: \"7\" stands where an object should begin"));
    expect_refused(good + "{\"model\": \"sto", HasSubstr("bad.json:3: the file ends in the middle of an object"));
}

TEST_F(Fixtures, AFileThatIsCutOffOrOddLoadsNothing) {
    const std::string smith = R"({"model": "stock.supplier", "pk": 1, "fields": {"name": "Smith", "town": "Ulm"}})";
    const std::string jones = R"({"model": "stock.supplier", "pk": 2, "fields": {"name": "Jones", "town": "Ulm"}})";
    expect_refused("[\n" + smith + ",\n" + jones + "\n", HasSubstr("bad.json:4: the file ends where \",\" or \"]\" should be"));
    expect_refused("[\n" + smith + ",\n", HasSubstr("bad.json:3: the file ends where an object should begin"));
    expect_refused("[\n" + smith + "\n" + jones + "]\n", HasSubstr("bad.json:3: \"{\" stands where \",\" or \"]\" should be"));
    expect_refused("[\n" + smith + ",\n]\n", HasSubstr("bad.json:3: \"]\" stands where an object should begin"));
    expect_refused("[," + smith + "]", HasSubstr("bad.json:1: \",\" stands where an object should begin"));
    expect_refused("[" + smith + "]\n]", HasSubstr("bad.json:2: \"]\" stands where the list has ended"));
    expect_refused("[" + smith + "]\n[" + jones + "]", HasSubstr("bad.json:2: \"[\" stands where the list has ended"));
    expect_refused("[", HasSubstr("bad.json:1: the file ends where an object should begin"));
    expect_refused("", HasSubstr("bad.json:1: there is nothing in the file"));
    expect_refused(smith + ",\n" + jones, HasSubstr("bad.json:1: \",\" stands where a line with an object should begin"));
    expect_refused(smith + jones, HasSubstr("bad.json:1: \"{\" stands where a line with an object should begin"));
    expect_refused(smith + "\n]", HasSubstr("bad.json:2: \"]\" stands where a line with an object should begin"));
    EXPECT_EQ(run({"loaddata", write("none.jsonl", "")}), 0) << "what dumpdata writes of no rows: " << out.str();
    EXPECT_EQ(run({"loaddata", write("none.json", "[]\n")}), 0) << out.str();
}

TEST_F(Fixtures, ACompressedFileThatIsCutOffLoadsNothing) {
    make_rows();
    EXPECT_EQ(run({"dumpdata", "-o", path("all.json.gz")}), 0);
    run({"flush", "--noinput"});
    const std::string whole = read("all.json.gz");
    for (const std::size_t size : {whole.size() - 1, whole.size() - 9, whole.size() / 2, std::size_t(12)}) {
        EXPECT_EQ(run({"loaddata", write("cut.json.gz", whole.substr(0, size))}), 1) << size;
        EXPECT_THAT(out.str(), AllOf(HasSubstr("cut.json.gz:"), HasSubstr("the compressed file ends too soon"))) << size;
    }
    EXPECT_EQ(run({"loaddata", write("cut.jsonl.gz", "")}), 1);
    EXPECT_THAT(out.str(), HasSubstr("cut.jsonl.gz:1: there is nothing in the file"));
    EXPECT_EQ(Supplier::objects.count(), 0) << "nothing was loaded";
}

TEST_F(Fixtures, ADumpFollowsLinksAndKeepsPermissions) {
    namespace fs = std::filesystem;
    make_rows();
    write("real.json", "old");
    fs::permissions(path("real.json"), fs::perms::owner_read | fs::perms::owner_write);
    fs::create_symlink("real.json", path("link.json"));
    fs::create_symlink("none.json", path("dangling.json"));
    const std::string all = dump();
    for (const char* name : {"link.json", "dangling.json"}) {
        EXPECT_EQ(run({"dumpdata", "-o", path(name)}), 0) << out.str();
        EXPECT_TRUE(fs::is_symlink(path(name))) << name;
        EXPECT_EQ(read(name), all);
    }
    EXPECT_EQ(fs::status(path("real.json")).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const mode_t mask = umask(022);
    umask(mask);
    EXPECT_EQ(fs::status(path("none.json")).permissions(), fs::perms(0666 & ~mask));
}

TEST_F(Fixtures, ADumpGoesStraightIntoAPipe) {
    make_rows();
    ASSERT_EQ(mkfifo(path("pipe.json").c_str(), 0600), 0);
    auto reader = std::async(std::launch::async, [&] { return read("pipe.json"); });
    EXPECT_EQ(run({"dumpdata", "-o", path("pipe.json")}), 0) << out.str();
    EXPECT_TRUE(std::filesystem::is_fifo(path("pipe.json")));
    if (!std::filesystem::is_fifo(path("pipe.json"))) std::ofstream(path("pipe.json"));
    EXPECT_EQ(reader.get(), dump());
    EXPECT_EQ(run({"dumpdata", "-o", "/dev/null"}), 0) << out.str();
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
    EXPECT_EQ(run({"dumpdata", "-o", "/dev/full"}), 1);
}

TEST_F(Fixtures, ADumpThatFailsLeavesTheOneBeforeAlone) {
    make_rows();
    write("all.json", "old");
    EXPECT_EQ(run({"dumpdata", "stok", "-o", path("all.json")}), 1);
    EXPECT_EQ(run({"dumpdata", "stok", "-o", path("all.json.gz")}), 1);
    EXPECT_EQ(read("all.json"), "old");
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
        EXPECT_FALSE(entry.path().string().ends_with("~") || entry.path().extension() == ".gz") << entry.path();
    EXPECT_EQ(run({"dumpdata", "-o", path("no/such.json")}), 1);
    EXPECT_THAT(out.str(), HasSubstr("no/such.json\": No such file or directory"));
}

TEST_F(Fixtures, NothingIsSaidTwiceOrRounded) {
    expect_refused("[{\"model\": \"stock.supplier\", \"pk\": 1,\n\"pk\": 2, \"fields\": {}}]", HasSubstr("bad.json:2: \"pk\" stands twice in one object"));
    expect_refused("[{\"model\": \"stock.supplier\", \"pk\": 1, \"fields\": {\"name\": \"Smith\",\n\"n\\u0061me\": \"Jones\"}}]", HasSubstr("bad.json:2: \"name\" stands twice in one object"));
    expect_refused(R"([{"model": "stock.part", "pk": 1, "fields": {"name": "x", "weight": "1.2505"}}])",
                   HasSubstr("bad.json:1: stock.part: \"weight\" can't be \"1.2505\": it has more than 3 places behind the point"));
    expect_refused(R"([{"model": "stock.part", "pk": 1, "fields": {"name": "x", "weight": "123456.5"}}])",
                   HasSubstr("bad.json:1: stock.part: \"weight\" can't be \"123456.5\": it has more than 5 digits before the point"));
    EXPECT_EQ(run({"loaddata", write("good.json", R"([{"model": "stock.part", "pk": 1, "fields": {"name": "x", "weight": "12345.500000"}}])")}), 0) << out.str();
}

TEST_F(Fixtures, AKeyIsAKey) {
    expect_refused(R"([{"model": "stock.supplier", "pk": true, "fields": {"name": "Smith"}}])", HasSubstr("bad.json:1: stock.supplier: true is no key: it is true or false"));
    expect_refused(R"([{"model": "stock.supplier", "pk": 1}])", HasSubstr("bad.json:1: stock.supplier: an object without \"fields\""));
}

TEST_F(Fixtures, FieldsMayNameTheKeyWhereTheySayTheSame) {
    expect_refused(R"([{"model": "stock.supplier", "pk": 75, "fields": {"id": 3, "name": "Smith"}}])",
                   AllOf(HasSubstr("bad.json:1: stock.supplier: \"pk\" says that \"id\" is 75, and \"id\" in \"fields\" that it is 3"), HasSubstr("leave one of them out")));
    expect_refused(R"([{"model": "stock.seat", "pk": ["A", 1], "fields": {"row": "A", "number": 2}}])", HasSubstr("\"pk\" says that \"number\" is 1, and \"number\" in \"fields\" that it is 2"));
    expect_refused(R"([{"model": "stock.seat", "pk": ["A", 1], "fields": {"row": "B"}}])", HasSubstr("\"pk\" says that \"row\" is \"A\", and \"row\" in \"fields\" that it is \"B\""));
    const auto name = write("same.json", R"([{"model": "stock.supplier", "pk": "75", "fields": {"id": 75, "name": "Smith"}}, {"model": "stock.supplier", "fields": {"id": 3, "name": "Jones"}},
        {"model": "stock.seat", "pk": ["A", 1], "fields": {"number": "1"}}])");
    EXPECT_EQ(run({"loaddata", name}), 0) << out.str();
    EXPECT_EQ(Supplier::objects.get(orm::F(&Supplier::id) == 75).name, "Smith");
    EXPECT_EQ(Supplier::objects.get(orm::F(&Supplier::id) == 3).name, "Jones");
}

TEST_F(Fixtures, WhatIsUnknownMayBePassedOver) {
    const auto name = write("odd.json", R"([{"model": "gone.thing", "pk": 1, "fields": {}}, {"model": "stock.supplier", "pk": 1, "fields": {"name": "Smith", "town": "Ulm", "fax": "1"}}])");
    EXPECT_EQ(run({"loaddata", name, "--ignorenonexistent"}), 0) << out.str();
    EXPECT_EQ(Supplier::objects.count(), 1);
    EXPECT_EQ(run({"loaddata", "nowhere"}), 1);
    EXPECT_THAT(out.str(), HasSubstr("there is no fixture \"nowhere\" here, in "));
}

TEST_F(Fixtures, LieInTheFoldersOfApps) {
    std::filesystem::create_directory(folder.path() / "fixtures");
    write("fixtures/demo.json", R"([{"model": "stock.supplier", "pk": 1, "fields": {"name": "Smith", "town": "Ulm"}}])");
    EXPECT_EQ(run({"loaddata", "demo"}), 0) << out.str();
    EXPECT_EQ(Supplier::objects.count(), 1);
}

TEST_F(Fixtures, FlushEmptiesAllTablesWhenToldSo) {
    make_rows();
    EXPECT_EQ(run({"sqlflush"}), 0);
    const std::string sql = out.str();
    EXPECT_THAT(sql, AllOf(HasSubstr("BEGIN;\n"), HasSubstr("\"stock_part_suppliers\"")));
    std::istringstream no("no\n"), yes("yes\n");
    auto* before = std::cin.rdbuf(no.rdbuf());
    EXPECT_EQ(run({"flush"}), 1);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("All rows of 6 tables of "), HasSubstr("nothing was deleted")));
    EXPECT_EQ(Part::objects.count(), 2);
    std::cin.rdbuf(yes.rdbuf());
    EXPECT_EQ(run({"flush"}), 0) << out.str();
    std::cin.rdbuf(before);
    EXPECT_EQ(Part::objects.count(), 0);
    EXPECT_EQ(settled, 1) << "what must always be there is made again";
    EXPECT_EQ(Supplier::objects.create({.name = "First", .town = "Ulm"}).id, 1) << "keys begin anew";
}

TEST_F(Fixtures, FlushInProductionWantsMore) {
    Project live({.settings = {{"database.url", Value(database.url())}, {"secret_key", std::string(50, 'k') + "ey of this test"}},
                  .profile = Profile::production, .root = folder.path(), .out = &out, .err = &out});
    live.install(migrations::app());
    live.install(App("stock").with(orm::models<Supplier, stock::Group, Part, Ticket, Seat>()));
    make_rows();
    EXPECT_NE(live.run({"flush", "--noinput"}), 0);
    EXPECT_THAT(out.str(), HasSubstr("this is the production site"));
    EXPECT_EQ(Part::objects.count(), 2);
    EXPECT_EQ(live.run({"flush", "--noinput", "--production"}), 0) << out.str();
    EXPECT_EQ(Part::objects.count(), 0);
}

TEST_F(Fixtures, TheSqlThatHasKeysCountOnIsShown) {
    EXPECT_EQ(run({"sqlsequencereset", "stock"}), 0);
    EXPECT_THAT(out.str(), HasSubstr(orm::test::on_postgresql() ? "pg_get_serial_sequence('\"stock_part_suppliers\"', 'id')" : "-- nothing to do"));
    EXPECT_EQ(run({"sqlsequencereset", "stok"}), 1);
}

/// Of a site: the rows are there in each test, and rolled back with it.
class StockTest : public orm::EachDatabase {
protected:
    StockTest()
        : EachDatabase([](Project& project) {
              project.install(migrations::app());
              project.install(App("stock").with(orm::models<Supplier, stock::Group, Part, Ticket, Seat>()));
          }) {
        orm::load_fixtures(Project::current(), {PORTICO_TESTS_FOLDER "/suppliers.json"});
    }
};
PORTICO_ON_EACH_DATABASE(StockTest);

TEST_P(StockTest, BeginsWithTheRowsOfTheFixture) {
    EXPECT_EQ(Supplier::objects.count(), 2);
    Supplier::objects.filter(F(&Supplier::name) == "Smith").delete_();
}
TEST_P(StockTest, AndSoDoesTheNext) { EXPECT_EQ(Supplier::objects.count(), 2); }

class PostgresqlFixtures : public Fixtures {};

TEST_F(PostgresqlFixtures, WhileTablesChangeNothingIsLoadedOrEmptied) {
    orm::Databases others;
    others.add("default", {.url = database.url()});
    {
        const orm::HeldLock migrating(others.connection(), "portico.migrate");
        ASSERT_TRUE(migrating.held());
        expect_refused("[]", HasSubstr("another program migrates this database"));
        EXPECT_EQ(run({"flush", "--noinput"}), 1);
        EXPECT_THAT(out.str(), HasSubstr("another program migrates this database"));
    }
    EXPECT_EQ(run({"loaddata", write("none.json", "[]")}), 0) << out.str();
    EXPECT_EQ(run({"flush", "--noinput"}), 0) << out.str();
}

}  // namespace stock
