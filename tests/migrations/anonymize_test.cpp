// What a dump holds of persons is replaced where fields say so.
#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

#include <portico/base/ip_address.hpp>
#include <portico/base/json.hpp>
#include <portico/base/text.hpp>
#include <portico/base/validators.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/databases.hpp>
#include <portico/orm/fixtures.hpp>
#include <portico/orm/model.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/testing/each_database.hpp>
#include <portico/project/project.hpp>
#include <portico/project/resources.hpp>

#include "database_fixture.hpp"

namespace clinic {

using namespace portico;
using testing::HasSubstr;
using testing::Not;

enum class Blood { o, a, b, ab };

struct Home {
    std::string street{};
    std::optional<std::string> town{};
    int number = 0;
};

struct Patient : orm::Model<Patient> {
    orm::Id<> id{};
    std::string name{};
    std::string email{};
    std::optional<std::string> phone{};
    std::string insurance{};
    std::string nickname{};
    std::string street{};
    std::string notes{};
    std::string ward{};
    std::string site{};
    IpAddress seen_from{};
    Blood blood = Blood::o;
    int weight = 0;
    Decimal debt{};
    Date born = std::chrono::year(2000) / 1 / 1;
    std::optional<Json> answers{};
    Home home{};
    static void describe(orm::Describe<Patient>& patient) {
        patient.field(&Patient::name).max_length(40).personal(orm::Personal::name);
        patient.field(&Patient::email).max_length(60).email().unique().personal();
        patient.field(&Patient::phone).max_length(30).personal(orm::Personal::phone);
        patient.field(&Patient::insurance).max_length(10).pattern("^[A-Z][0-9]{9}$").unique().personal();
        patient.field(&Patient::nickname).max_length(3).unique().personal(orm::Personal::first_name);
        patient.field(&Patient::street).max_length(60).blank().personal(orm::Personal::address);
        patient.field(&Patient::notes).blank().personal(orm::Personal::text);
        patient.field(&Patient::ward).max_length(10).choices({{"north", "North"}, {"south", "South"}}).personal();
        patient.field(&Patient::site).max_length(60).url().blank().personal();
        patient.field(&Patient::seen_from).personal();
        patient.field(&Patient::blood).personal();
        patient.field(&Patient::weight).range(1, 400).personal();
        patient.field(&Patient::debt).digits(8, 2).personal();
        patient.field(&Patient::born).personal();
        patient.field(&Patient::answers).personal();
        patient.field(&Patient::home).personal();
        patient.natural_key(&Patient::email);
    }
};

struct Visit : orm::Model<Visit> {
    orm::Id<> id{};
    orm::ForeignKey<Patient> patient{};
    orm::ForeignKey<Patient> paid_by{};
    std::string reason{};
    static void describe(orm::Describe<Visit>& visit) {
        visit.field(&Visit::patient).related_name("visits");
        visit.field(&Visit::paid_by).to_field(&Patient::insurance).related_name("+");
        visit.field(&Visit::reason).max_length(40);
    }
};

/// Who was at the door: of no use to those who get a dump.
struct Entrance : orm::Model<Entrance> {
    orm::Id<> id{};
    std::string who{};
    static void describe(orm::Describe<Entrance>& entrance) {
        entrance.field(&Entrance::who).max_length(40);
        entrance.personal();
    }
};

/// No name looks like that.
struct Sample : orm::Model<Sample> {
    orm::Id<> id{};
    std::string colour{};
    static void describe(orm::Describe<Sample>& sample) {
        sample.field(&Sample::colour).max_length(9).pattern("^(red|blue) [0-9]$").personal(orm::Personal::name);
    }
};

class Anonymize : public testing::Test {
protected:
    Anonymize() {
        project.install(migrations::app());
        project.install(App("clinic").with(orm::models<Patient, Visit, Entrance, Sample>()).with(resources));
        migrations::create_tables(project);
    }
    Patient make_patient(int number) {
        const std::string digits = std::to_string(100'000'000 + number);
        return Patient::objects.create({.name = "Ann Smith",
                                        .email = "ann" + digits + "@home.example",
                                        .phone = "+44 20 7946-0018",
                                        .insurance = "Q" + digits,
                                        .nickname = digits.substr(6),
                                        .notes = "Fell off a horse; afraid of needles.",
                                        .ward = "north",
                                        .site = "https://ann.example/" + digits,
                                        .seen_from = IpAddress("192.0.2.7"),
                                        .blood = Blood::ab,
                                        .weight = 61,
                                        .debt = Decimal("123.45"),
                                        .born = std::chrono::year(1975) / 5 / 3,
                                        .answers = Json(parse_json(R"({"smokes": true, "aunt": "Mary", "teeth": 31, "none": null})")),
                                        .home = {.street = "Heath Row", .town = "Camden", .number = 34}});
    }
    std::string dump(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), "dumpdata");
        out.str({});
        EXPECT_EQ(project.run(arguments), 0) << out.str();
        return out.str();
    }
    /// The fields of the rows of a model.
    static std::vector<Map> rows_of(const std::string& dumped, const std::string& label) {
        std::vector<Map> rows;
        const Value all = parse_json(dumped);
        for (const Value& row : *all.as_list())
            if (*row.as_map()->find("model") == Value(label)) rows.push_back(*row.as_map()->find("fields")->as_map());
        return rows;
    }

    orm::test::Folder folder;
    orm::test::TestDatabase database{"sqlite:db.sqlite3"};
    std::ostringstream out;
    std::string root = folder.path().string();
    AppResources resources{.label = "clinic", .folder = root};
    Project project{{.settings = {{"database.url", Value(database.url())}}, .root = folder.path(), .out = &out, .err = &out}};
    Project::Scope current{project};
};

TEST_F(Anonymize, NothingOfAPersonIsInTheDumpAndAllIsOfTheRightForm) {
    make_patient(1);
    const std::string plain = dump();
    EXPECT_THAT(plain, HasSubstr("Ann Smith")) << "without the flag nothing is replaced";
    const std::string dumped = dump({"--anonymize"});
    for (const char* told : {"Ann", "Smith", "home.example", "7946", "Q1", "horse", "needle", "ann.example", "192.0.2", "123.45", "Mary", "Heath", "Camden"})
        EXPECT_THAT(dumped, Not(HasSubstr(told)));
    const Map row = rows_of(dumped, "clinic.patient").at(0);
    EXPECT_THAT(row.find("name")->str(), testing::MatchesRegex("[A-Z][a-z]+ [A-Z][a-z]+"));
    EXPECT_THAT(row.find("email")->str(), testing::MatchesRegex("[a-z]+@example.org"));
    EXPECT_TRUE(matches_pattern(row.find("phone")->str(), R"(^\+\d\d \d\d \d{4}-\d{4}$)")) << row.find("phone")->str();
    EXPECT_TRUE(matches_pattern(row.find("insurance")->str(), "^[A-Z][0-9]{9}$")) << row.find("insurance")->str();
    EXPECT_EQ(row.find("nickname")->str().size(), 3u);
    EXPECT_EQ(row.find("street")->str(), "") << "what is empty stays so";
    EXPECT_TRUE(is_url(row.find("site")->str()));
    EXPECT_TRUE(IpAddress::parse(row.find("seen_from")->str()));
    EXPECT_TRUE(row.find("ward")->str() == "north" || row.find("ward")->str() == "south");
    EXPECT_THAT(row.find("weight")->str(), testing::MatchesRegex("[1-9][0-9]"));
    EXPECT_THAT(row.find("debt")->str(), testing::MatchesRegex("[1-9][0-9][0-9]\\.[0-9][0-9]"));
    EXPECT_THAT(row.find("born")->str(), testing::StartsWith("1975-"));
    EXPECT_THAT(row.find("home_street")->str(), testing::MatchesRegex("[A-Z][a-z]{4} [A-Z][a-z][a-z]")) << "a struct says it for its members";
    EXPECT_THAT(row.find("home_number")->str(), testing::MatchesRegex("[1-9][0-9]"));
    const Map& answers = *row.find("answers")->as_map();
    EXPECT_EQ(*answers.find("smokes"), Value(true)) << "names and what is no text or number stay";
    EXPECT_EQ(answers.find("aunt")->str().size(), 4u);
    EXPECT_TRUE(answers.find("none")->is_null());
}

TEST_F(Anonymize, WhatIsUniqueOrNullStaysSoAndTheDumpCanBeLoaded) {
    for (int i = 0; i < 500; ++i) make_patient(i);
    auto mute = Patient::objects.first().value();
    mute.phone = {};
    mute.answers = {};
    mute.save();
    const std::string dumped = dump({"--anonymize"});
    const auto rows = rows_of(dumped, "clinic.patient");
    ASSERT_EQ(rows.size(), 500u);
    EXPECT_TRUE(rows[0].find("phone")->is_null());
    EXPECT_TRUE(rows[0].find("answers")->is_null());
    for (const char* field : {"email", "insurance", "nickname"}) {
        std::set<std::string> different;
        for (const Map& row : rows) different.insert(row.find(field)->str());
        EXPECT_EQ(different.size(), 500u) << field;
    }
    std::set<std::string> names;
    for (const Map& row : rows) names.insert(row.find("name")->str());
    EXPECT_EQ(names.size(), 1u) << "who was the same is";
    std::ofstream(folder.path() / "safe.json") << dumped;
    ASSERT_EQ(project.run({"flush", "--noinput"}), 0);
    ASSERT_EQ(project.run({"loaddata", (folder.path() / "safe.json").string()}), 0) << out.str();
    EXPECT_EQ(Patient::objects.count(), 500);
    EXPECT_TRUE(Patient::objects.first()->validate().empty());
}

TEST_F(Anonymize, ReferencesStillMeetWhatTheyReferTo) {
    auto ann = make_patient(1), bea = make_patient(2);
    Visit::objects.create({.patient = ann, .paid_by = bea, .reason = "a check"});
    const std::string dumped = dump({"--anonymize", "--natural-foreign"});
    const auto patients = rows_of(dumped, "clinic.patient");
    const Map visit = rows_of(dumped, "clinic.visit").at(0);
    EXPECT_EQ(*visit.find("patient"), Value::list({*patients.at(0).find("email")})) << "the natural key is replaced alike";
    EXPECT_EQ(*visit.find("paid_by"), *patients.at(1).find("insurance"));
    EXPECT_EQ(visit.find("reason")->str(), "a check") << "no field that tells of a person";
    EXPECT_NE(dump({"--anonymize"}), dump({"--anonymize"})) << "each dump has a secret of its own";
}

TEST_F(Anonymize, RowsThatTellOfPersonsAreLeftOut) {
    Entrance::objects.create({.who = "Ann Smith"});
    EXPECT_THAT(dump({"clinic"}), HasSubstr("clinic.entrance"));
    EXPECT_EQ(parse_json(dump({"clinic", "--anonymize"})), Value(List{}));
}

TEST_F(Anonymize, WhatNoReplacementFitsIsSaidBeforeItIsGivenAway) {
    Sample::objects.create({.colour = "red 1"});
    out.str({});
    EXPECT_EQ(project.run({"dumpdata", "--anonymize"}), 1);
    EXPECT_THAT(out.str(), HasSubstr("\"colour\" of clinic.sample holds what can't be replaced"));
    EXPECT_THAT(out.str(), Not(HasSubstr("red 1")));
}

struct Keyed : orm::Model<Keyed> {
    orm::Id<std::string> email{};
    static void describe(orm::Describe<Keyed>& keyed) { keyed.field(&Keyed::email).max_length(60).personal(); }
};
struct Aged : orm::Model<Aged> {
    orm::Id<> id{};
    int age = 0;
    static void describe(orm::Describe<Aged>& aged) { aged.field(&Aged::age).personal(orm::Personal::name); }
};

TEST(AnonymizeAtStart, KeysAndKindsThatAreTextsOfNoneAreRefused) {
    Project project{{.settings = {{"database.url", Value("sqlite:unused.sqlite3")}}}};
    auto says = [](const char* what) { return testing::ThrowsMessage<Error>(HasSubstr(what)); };
    EXPECT_THAT([&] { project.install(App("a").with(orm::models<Keyed>())); }, says("Keyed.email\" says personal() but is a key"));
    EXPECT_THAT([&] { project.install(App("b").with(orm::models<Aged>())); }, says("Aged.age\" says personal(…) of a kind that is a text"));
}

}  // namespace clinic
