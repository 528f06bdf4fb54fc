#include <gtest/gtest.h>

#include <cmath>

#include <portico/base/field_types.hpp>

#include "render_text.hpp"

using namespace portico;
using namespace portico::templates;

namespace {

struct Address {
    std::string city{};
};

struct Person {
    std::string name{};
    int age = 0;
    Address address{};
    std::vector<std::string> tags{};
    std::string greeting() const { return "I am " + name; }
    static void describe(Describe<Person>& person) {
        person.display(&Person::name);
        person.property("greeting", &Person::greeting);
    }
};

Person ann() {
    install_type<Person>();
    return {"Ann <x>", 31, {"Oslo"}, {"a", "b"}};
}

class Quiet : public Dynamic {
public:
    std::string str() const override { return "quiet"; }
    std::optional<Value> attribute(std::string_view) const override { throw MissingValue("nothing there"); }
};

} // namespace

TEST(Variables, what_is_no_number_does_not_fail_the_page) {
    EXPECT_EQ(render_text("{% load humanize %}{{ v|ordinal }} {{ v|apnumber }} {{ v|intword }}", {{"v", std::nan("")}}), "nan nan nan");
}

TEST(Variables, a_space_that_does_not_break_is_one) {
    EXPECT_EQ(render_text("{{ v\u00a0}}|{{\u00a0v }}{% if v\u00a0%}!{% endif %}", {{"v", 7}}), "7|7!");
}

TEST(Variables, fields_properties_and_members_of_members_of_a_struct) {
    Person person = ann();
    EXPECT_EQ(
        render_text("{{ p.name }} {{ p.age }} {{ p.address.city }} {{ p.tags.1 }} {{ p.greeting|safe }}",
                    {{"p", person}}),
        "Ann &lt;x&gt; 31 Oslo b I am Ann <x>");
}

TEST(Variables, a_struct_prints_its_display) {
    Person person = ann();
    EXPECT_EQ(render_text("{{ p }}", {{"p", person}}), "Ann &lt;x&gt;");
}

TEST(Variables, a_temporary_struct_lives_as_long_as_the_context) {
    EXPECT_EQ(render_text("{{ p.address.city|upper }}", {{"p", ann()}}), "OSLO");
}

TEST(Variables, what_a_call_returns_lives_as_long_as_it_is_looked_into) {
    Context context{{"make", callable([] { return Value(ann()); })}};
    EXPECT_EQ(
        render_text("{{ make.address.city }}{% with c=make.address %}{{ c.city }}{% endwith %}", context),
        "OsloOslo");
}

TEST(Variables, a_missing_value_shows_nothing) {
    Quiet quiet;
    EXPECT_EQ(render_text("[{{ q.author }}][{{ nothing.at.all }}]", {{"q", quiet}}), "[][]");
}

TEST(Variables, maps_offer_their_items) {
    Context context{{"d", Map{{"a", Value(1)}, {"b", Value(2)}}}};
    EXPECT_EQ(render_text("{% for k, v in d.items %}{{ k }}={{ v }};{% endfor %}", context), "a=1;b=2;");
}

TEST(Variables, moments_are_shown_in_the_time_zone_of_the_rendering) {
    Engine engine = engine_of({{"t", "{{ at|date:'H:i T' }}"}});
    Context context{{"at", at(Date(std::chrono::year(2026) / 7 / 1), Time::of(12, 0))}};
    RenderOptions paris;
    paris.time_zone = i18n::TimeZone::find("Europe/Paris");
    EXPECT_EQ(engine.render("t", context), "12:00 UTC");
    EXPECT_EQ(engine.render("t", context, paris), "14:00 CEST");
}

TEST(Variables, loops_over_structs_copy_none) {
    std::vector<Person> people{ann(), ann()};
    people[1].name = "Bob";
    Context context{{"people", people}};
    people[0].name = "Eve";
    EXPECT_EQ(render_text("{% for p in people %}{{ forloop.counter }}{{ p.name }} {% endfor %}", context),
              "1Eve 2Bob ");
}
