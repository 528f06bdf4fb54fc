#include <portico/forms/form.hpp>

#include <gmock/gmock.h>

#include <portico/base/ip_address.hpp>
#include <portico/forms/fields.hpp>
#include <portico/forms/upload.hpp>
#include <portico/http/request.hpp>

namespace portico::forms {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

enum class Mood { calm, happy };

struct CommentFields {
    std::string name{};
    std::string text{};
    static void describe(Describe<CommentFields>& comment) {
        comment.field(&CommentFields::name).length(1, 80);
        comment.field(&CommentFields::text).widget(textarea).label("Your comment");
    }
};
using CommentForm = Form<CommentFields>;

struct BookingFields {
    int seats = 0;
    std::optional<Date> day{};
    Mood mood = Mood::happy;
    std::optional<Mood> wish{};
    std::vector<Mood> moods{};
    bool agreed = false;
    std::string code{};
    std::optional<Decimal> price{};
    static void describe(Describe<BookingFields>& booking) {
        booking.field(&BookingFields::seats).range(1, 9);
        booking.field(&BookingFields::agreed).required();
        booking.field(&BookingFields::code).pattern("^[A-Z]{3}$").blank().help_text("Three capitals");
        booking.field(&BookingFields::price).digits(4, 2);
        booking.rule([](const BookingFields& b, const auto& add) {
            if (b.seats > 5 && b.mood == Mood::calm) add("seats", "A calm party is small.");
        });
    }
};
using BookingForm = Form<BookingFields>;

Submission booking(std::initializer_list<QueryData::Entry> more) {
    QueryData data{{"seats", "2"}, {"mood", "happy"}, {"agreed", "on"}};
    for (const auto& [name, value] : more) data.set(name, value);
    return data;
}

struct HostFields {
    IpAddress address{};
    std::optional<IpAddress> gateway{};
    static void describe(Describe<HostFields>& host) {
        host.field(&HostFields::address).unpack_ipv4();
        host.field(&HostFields::gateway).ipv4();
    }
};

TEST(Form, AddressesAreTypedAndTakenApart) {
    Form<HostFields> form(Submission{QueryData{{"address", "::ffff:10.0.0.1"}, {"gateway", ""}}});
    ASSERT_TRUE(form.is_valid()) << form.errors().as_json();
    EXPECT_EQ(form->address, IpAddress("10.0.0.1"));
    EXPECT_EQ(form->gateway, std::nullopt);
    Form<HostFields> wrong(Submission{QueryData{{"address", "10.0.0"}, {"gateway", "::1"}}});
    EXPECT_THAT(wrong["address"].errors().messages(), ElementsAre("Enter a valid IPv4 or IPv6 address."));
    EXPECT_THAT(wrong["gateway"].errors().messages(), ElementsAre("Enter a valid IPv4 address."));
    Form<HostFields> empty(Submission{QueryData{{"address", ""}}});
    EXPECT_THAT(empty["address"].errors().messages(), ElementsAre("This field is required."));
}

TEST(Form, IsUnboundOnGet) {
    Request request({.target = "/?name=Ann&text=Hello"});
    CommentForm form(request);
    EXPECT_FALSE(form.is_bound());
    EXPECT_FALSE(form.is_valid());
}

TEST(Form, IsBoundOnPostAndGivesItsStruct) {
    Request request({.method = "POST", .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                     .body = "name=+Ann+&text=Hello"});
    auto form = CommentForm(request);
    ASSERT_TRUE(form.is_valid());
    EXPECT_EQ(form->name, "Ann");
    EXPECT_EQ(form->text, "Hello");
}

TEST(Form, ShowsWhatWasTypedBesideTheError) {
    CommentForm form(QueryData{{"name", "<Ann>"}, {"text", ""}});
    EXPECT_FALSE(form.is_valid());
    EXPECT_THAT(form["text"].errors().messages(), ElementsAre("This field is required."));
    std::string html = form.as_div();
    EXPECT_THAT(html, HasSubstr(R"(value="&lt;Ann&gt;")"));
    EXPECT_THAT(html, HasSubstr(R"(<textarea name="text" cols="40" rows="10" required aria-invalid="true")"
                                R"( aria-describedby="id_text_error" id="id_text">)"));
    EXPECT_THAT(html, HasSubstr(R"(<label for="id_text">Your comment:</label>)"));
}

TEST(Form, CountsCodePointsNotBytes) {
    std::string eighty;
    for (int i = 0; i < 80; ++i) eighty += "é";
    EXPECT_TRUE(CommentForm(QueryData{{"name", eighty}, {"text", "x"}}).is_valid());
    CommentForm longer(QueryData{{"name", eighty + "é"}, {"text", "x"}});
    EXPECT_THAT(longer["name"].errors().messages(), ElementsAre("Ensure this value has at most 80 characters (it has 81)."));
}

TEST(Form, ShowsInitialValues) {
    CommentForm form(CommentFields{.name = "Ann", .text = "Hi"});
    EXPECT_THAT(form["name"].widget_html(), HasSubstr(R"(value="Ann")"));
}

TEST(Form, SaysWhatChanged) {
    CommentForm form(QueryData{{"name", "Ann"}, {"text", "Hello"}}, {.initial = {{"name", "Ann"}}});
    EXPECT_THAT(form.changed_data(), ElementsAre("text"));
}

TEST(Form, PrefixKeepsTwoFormsApart) {
    CommentForm form(QueryData{{"a-name", "Ann"}, {"a-text", "x"}}, {.prefix = "a"});
    EXPECT_TRUE(form.is_valid());
    EXPECT_THAT(form["name"].widget_html(), HasSubstr(R"(name="a-name")"));
    EXPECT_THAT(form["name"].widget_html(), HasSubstr(R"(id="id_a-name")"));
}

TEST(Form, ReadsEachKindOfValue) {
    BookingForm form(booking({{"day", "2026-01-02"}, {"wish", "calm"}, {"moods", "calm"}, {"price", "19.90"}}));
    ASSERT_TRUE(form.is_valid()) << form.errors().as_json();
    EXPECT_EQ(form->seats, 2);
    EXPECT_EQ(to_iso(*form->day), "2026-01-02");
    EXPECT_EQ(form->mood, Mood::happy);
    EXPECT_EQ(form->wish, Mood::calm);
    EXPECT_THAT(form->moods, ElementsAre(Mood::calm));
    EXPECT_EQ(form->price, Decimal("19.9"));
}

TEST(Form, OptionalFieldsMayBeEmpty) {
    BookingForm form(booking({{"day", ""}, {"wish", ""}, {"code", ""}, {"price", ""}}));
    ASSERT_TRUE(form.is_valid()) << form.errors().as_json();
    EXPECT_FALSE(form->day || form->wish || form->price);
}

TEST(Form, GivesEachFieldItsErrors) {
    BookingForm form(QueryData{{"seats", "12"}, {"mood", "angry"}, {"code", "abc"}, {"day", "soon"}, {"price", "1.234"}});
    EXPECT_THAT(form["seats"].errors().messages(), ElementsAre("Ensure this value is less than or equal to 9."));
    EXPECT_THAT(form["mood"].errors().messages(), ElementsAre("Select a valid choice. angry is not one of the available choices."));
    EXPECT_THAT(form["code"].errors().messages(), ElementsAre("Enter a valid value."));
    EXPECT_THAT(form["day"].errors().messages(), ElementsAre("Enter a valid date."));
    EXPECT_THAT(form["price"].errors().messages(), ElementsAre("Ensure that there are no more than 2 decimal places."));
    EXPECT_THAT(form["agreed"].errors().messages(), ElementsAre("This field is required."));
    EXPECT_EQ(form.errors().find("seats")->front().code, "max_value");
}

TEST(Form, RulesOfTheStructNameTheirField) {
    BookingForm form(booking({{"seats", "8"}, {"mood", "calm"}}));
    EXPECT_FALSE(form.is_valid());
    EXPECT_THAT(form["seats"].errors().messages(), ElementsAre("A calm party is small."));
}

TEST(Form, NumbersBeginEmptyAndChoicesWithTheInitialiser) {
    BookingForm form;
    EXPECT_EQ(form["seats"].widget_html(), R"(<input type="number" name="seats" min="1" max="9" required id="id_seats">)");
    EXPECT_THAT(form["mood"].widget_html(), HasSubstr(R"(<option value="happy" selected>Happy</option>)"));
    EXPECT_THAT(form["mood"].widget_html(), Not(HasSubstr(no_choice)));
    EXPECT_THAT(form["wish"].widget_html(), HasSubstr(R"(<option value="" selected>- Select an option -</option>)"));
    EXPECT_THAT(form["day"].widget_html(), HasSubstr(R"(type="date")"));
}

struct ParcelFields {
    std::string size{};
    std::string way = "post";
    static void describe(Describe<ParcelFields>& parcel) {
        parcel.field(&ParcelFields::size).choices({{"s", "small"}, {"l", "large"}});
        parcel.field(&ParcelFields::way).choices({{"post", "by post"}, {"bike", "by bicycle"}});
    }
};

TEST(Form, NothingIsChosenForAPersonWhoMustChoose) {
    Form<ParcelFields> form;
    EXPECT_THAT(form["size"].widget_html(), HasSubstr(R"(<option value="" selected>- Select an option -</option>)"));
    EXPECT_THAT(form["way"].widget_html(), Not(HasSubstr(no_choice)));
    EXPECT_THAT(form["way"].widget_html(), HasSubstr(R"(<option value="post" selected>)"));
    Form<ParcelFields> sent(QueryData{{"size", ""}, {"way", "bike"}});
    EXPECT_THAT(sent["size"].errors().messages(), ElementsAre("This field is required."));
}

struct SinceForm : AnyForm {
    explicit SinceForm(std::string since, Submission sent = {}) : AnyForm(std::move(sent), {.prefix = "a"}) {
        auto field = std::make_shared<CharField>();
        field->initial = since;
        field->show_hidden_initial = true;
        add("since", field);
    }
};

TEST(Form, WhatWasShownGoesAlongToTellWhatWasChanged) {
    EXPECT_EQ(SinceForm("ten")["since"].widget_html(),
              R"(<input type="text" name="a-since" value="ten" required id="id_a-since">)"
              R"(<input type="hidden" name="initial-a-since" value="ten" id="initial-a-id_a-since">)");
    EXPECT_FALSE(SinceForm("eleven", QueryData{{"a-since", "ten"}, {"initial-a-since", "ten"}}).has_changed());
    EXPECT_TRUE(SinceForm("ten", QueryData{{"a-since", "ten"}, {"initial-a-since", "nine"}}).has_changed());
}

struct ShoutForm : Form<CommentFields> {
    using Form::Form;
    void clean() override {
        if ((*this)->name == "Root") add_error("name", "Not you.", "banned");
        if ((*this)->text == "spam") throw ValidationError("No spam.");
    }
};

TEST(Form, CleanSeesTheStructAndAddsErrors) {
    ShoutForm form(QueryData{{"name", "Root"}, {"text", "spam"}});
    EXPECT_TRUE(form.has_error("name", "banned"));
    EXPECT_THAT(form.non_field_errors().messages(), ElementsAre("No spam."));
    EXPECT_THAT(form.as_div(), testing::StartsWith(R"(<ul class="errorlist nonfield"><li>No spam.</li></ul>)"));
}

TEST(Form, AddErrorRefusesUnknownFields) {
    CommentForm form(QueryData{{"name", "Ann"}, {"text", "x"}});
    EXPECT_THROW(form.add_error("nmae", "?"), Error);
}

struct AvatarFields {
    Upload picture{};
    static void describe(Describe<AvatarFields>& avatar) { avatar.field(&AvatarFields::picture); }
};

TEST(Form, TakesUploadedFiles) {
    UploadedFiles files{UploadedFile("picture", "me.png", "\x89PNG", "image/png")};
    Form<AvatarFields> form(Submission(QueryData(), files));
    ASSERT_TRUE(form.is_valid()) << form.errors().as_json();
    EXPECT_EQ(form->picture->name(), "me.png");
    EXPECT_TRUE(form.is_multipart());
    EXPECT_FALSE(Form<AvatarFields>(Submission(QueryData())).is_valid());
}

TEST(Field, TellsDurationsThatAreTooLongFromThoseThatAreNone) {
    auto code_of = [](std::string_view text) {
        try {
            DurationField().clean(Value(text));
        } catch (const ValidationError& error) {
            return error.faults().at(0).code;
        }
        return std::string();
    };
    EXPECT_EQ(code_of("99 00:00:00"), "");
    EXPECT_EQ(code_of("999999999999999 00:00:00"), "overflow");
    EXPECT_EQ(code_of("P999999999999D"), "overflow");
    EXPECT_EQ(code_of("999999999999999 moons"), "invalid");
    EXPECT_EQ(code_of("1:100000:x"), "invalid");
}

TEST(Form, TextareaLinesAreUnchangedByTheBrowsersLineEnds) {
    CommentForm form(QueryData{{"name", "Ann"}, {"text", "one\r\ntwo"}}, {.initial = {{"name", "Ann"}, {"text", "one\ntwo"}}});
    EXPECT_THAT(form.changed_data(), IsEmpty());
    EXPECT_EQ(form->text, (form.is_valid(), "one\ntwo"));
}

TEST(Form, IsWhatTemplatesAskFor) {
    CommentForm form(QueryData{{"name", ""}, {"text", "x"}});
    Value value(form);
    EXPECT_EQ(value.attribute("name")->attribute("id_for_label")->str(), "id_name");
    EXPECT_EQ(value.attribute("name")->attribute("errors")->at(0)->str(), "This field is required.");
    EXPECT_TRUE(value.as_dynamic()->html());
    std::vector<std::string> names;
    value.each([&](const Value& field) { return names.push_back(field.attribute("name")->str()), true; });
    EXPECT_THAT(names, ElementsAre("name", "text"));
}

}  // namespace
}  // namespace portico::forms
