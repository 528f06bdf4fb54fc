#include <portico/forms/fields.hpp>
#include <portico/forms/multi_fields.hpp>

#include "forms_page.hpp"

namespace portico::reference {

namespace {

using namespace forms;

void char_field(FormsPage& page) {
    CharField title;
    title.min_length = 2;
    title.max_length = 5;
    page.field("CharField", "Text. White space at both ends goes, unless `strip` is off; lengths are in characters. `empty_value` is what "
               "nothing becomes.", title, {" Tea ", "T", "Teapot", ""});
}

void regex_field(FormsPage& page) {
    RegexField code("^[A-Z]{3}$");
    code.error_messages["invalid"] = "Three capitals, please.";
    page.field("RegexField", "Text that a regular expression (PCRE2) is found in.", code, {"ABC", "abc"});
}

void email_field(FormsPage& page) {
    EmailField email;
    page.field("EmailField", "An e-mail address.", email, {"ann@example.org", "ann"});
}

void slug_field(FormsPage& page) {
    SlugField slug;
    page.field("SlugField", "Letters, digits, `_` and `-`; of ASCII, unless it is made with `true`.", slug, {"first-post", "first post"});
}

void url_field(FormsPage& page) {
    URLField site;
    page.field("URLField", "A URL. Where there is no scheme, `assume_scheme` is put before it.", site, {"example.org", "ftp://example.org/a", "http://"});
}

void uuid_field(FormsPage& page) {
    UUIDField key;
    page.field("UUIDField", "A UUID, with or without dashes.", key, {"7c9e6679-7425-40de-944b-e07fc1f90ae7", "7c9e"});
}

void address_field(FormsPage& page) {
    GenericIPAddressField address(GenericIPAddressField::Protocol::both, true);
    page.field("GenericIPAddressField", "An address of IPv4, IPv6 or both, in its shortest form. The second argument takes `10.0.0.1` out of "
               "`::ffff:10.0.0.1`.", address, {"10.0.0.1", "2001:0db8:0:0::1", "::ffff:10.0.0.1", "10.0.0"});
}

void json_field(FormsPage& page) {
    JSONField data;
    page.field("JSONField", "JSON; what is none is shown again as it was typed.", data, {R"({"tea": 3})", "[1, 2]", "{tea"});
}

void integer_field(FormsPage& page) {
    IntegerField seats;
    seats.min_value = 1;
    seats.max_value = 9;
    seats.step = 2;
    page.field("IntegerField", "A whole number. `step` counts from `min_value`, or from 0; `exclusive_min` and `exclusive_max` leave the "
               "limits themselves out.", seats, {"3", "0", "11", "4", "three"});
}

void float_field(FormsPage& page) {
    FloatField weight;
    page.field("FloatField", "A number with binary digits behind the point.", weight, {"1.5", "1e3", "heavy"});
}

void decimal_field(FormsPage& page) {
    DecimalField price;
    price.max_digits = 5;
    price.decimal_places = 2;
    page.field("DecimalField", "An exact number, for money.", price, {"19.90", "1.234", "12345", "1e2"});
}

void date_field(FormsPage& page) {
    DateField day;
    page.field("DateField", "A date. `input_formats` are Python's (`%d.%m.%Y`); without them ISO 8601 and Django's formats for English.", day,
               {"2026-11-22", "11/22/2026", "2026-02-30"});
}

void time_field(FormsPage& page) {
    TimeField opens;
    page.field("TimeField", "A time of day.", opens, {"14:05", "14:05:30", "25:00"});
}

void date_time_field(FormsPage& page) {
    DateTimeField sails;
    page.field("DateTimeField", "A moment; typed and shown in the current time zone.", sails, {"2026-11-22 14:05", "2026-11-22T14:05+02:00", "soon"});
}

void duration_field(FormsPage& page) {
    DurationField lasts;
    page.field("DurationField", "How long it takes: days, hours, minutes, seconds, or ISO 8601.", lasts, {"1 02:30:00", "90", "PT15M", "long", "1000000000 00:00:00"});
}

void split_date_time_field(FormsPage& page) {
    SplitDateTimeField starts;
    page.field("SplitDateTimeField", "A moment of two controls, one for the date and one for the time.", starts,
               {List{"2026-11-22", "14:05"}, List{"2026-11-22", ""}, List{"soon", "14:05"}, List{"", ""}});
}

void boolean_field(FormsPage& page) {
    BooleanField agreed;
    page.field("BooleanField", "A tick. `required` means that it has to be ticked.", agreed, {"on", false});
}

void null_boolean_field(FormsPage& page) {
    NullBooleanField sure;
    page.field("NullBooleanField", "Yes, no or unknown.", sure, {true, "false", ""});
}

void choice_field(FormsPage& page) {
    ChoiceField drink(fixed({{"", "Choose", {}}, {"tea", "Tea", "Hot"}, {"cocoa", "Cocoa", "Hot"}, {"water", "Water", {}}}));
    page.field("ChoiceField", "One of several. A choice has a value, a label and perhaps a group.", drink, {"tea", "wine", ""});
}

void typed_choice_field(FormsPage& page) {
    TypedChoiceField size(fixed({{"1", "small", {}}, {"2", "large", {}}}));
    size.coerce = [](const Value& value) { return Value(std::stoi(value.str())); };
    page.field("TypedChoiceField", "The chosen value, made another kind of value.", size, {"2", "3"});
}

void multiple_choice_field(FormsPage& page) {
    MultipleChoiceField extras(fixed({{"jam", "Jam", {}}, {"cream", "Cream", {}}}));
    page.field("MultipleChoiceField", "Any number of several.", extras, {List{"jam", "cream"}, List{"honey"}, "jam", List{}});
}

void typed_multiple_choice_field(FormsPage& page) {
    TypedMultipleChoiceField sizes(fixed({{"1", "small", {}}, {"2", "large", {}}}));
    sizes.coerce = [](const Value& value) { return Value(std::stoi(value.str())); };
    sizes.required = false;
    page.field("TypedMultipleChoiceField", "The chosen values, each made another kind of value; `nothing` where none was chosen.", sizes,
               {List{"1", "2"}, List{}});
}

void file_field(FormsPage& page) {
    FileField report;
    report.max_length = 12;
    page.field("FileField", "An uploaded file: a `FileValue`. `max_length` is of its name; `allow_empty` takes files of no bytes. False is the box to clear the "
               "file that is there.", report,
               {FileValue(UploadedFile("report", "june.pdf", "bytes")), FileValue(UploadedFile("report", "june.pdf", "")),
                FileValue(UploadedFile("report", "the-whole-summer.pdf", "bytes")),
                List{FileValue(UploadedFile("report", "june.pdf", "bytes")), false}, Value()});
}

void image_field(FormsPage& page) {
    ImageField cover;
    page.field("ImageField", "A picture: its name and its first bytes say so.", cover,
               {FileValue(UploadedFile("cover", "quay.gif", "GIF89a......")), FileValue(UploadedFile("cover", "quay.gif", "no picture")),
                FileValue(UploadedFile("cover", "quay.txt", "GIF89a......"))});
}

void combo_field(FormsPage& page) {
    auto short_text = std::make_shared<CharField>();
    short_text->max_length = 16;
    ComboField email({short_text, std::make_shared<EmailField>()});
    page.field("ComboField", "A text that several fields accept, one after the other.", email, {"ann@example.org", "ann@harbour.example.org", "ann"});
}

void multi_value_field(FormsPage& page) {
    std::vector<FieldPtr> fields{std::make_shared<CharField>(), std::make_shared<IntegerField>()};
    std::vector<WidgetPtr> widgets{std::make_shared<TextInput>(), std::make_shared<NumberInput>()};
    MultiValueField berth(fields, std::make_shared<MultiWidget>(widgets));
    page.field("MultiValueField", "Several fields whose values make one: a list, or what a class of your own makes of it in `compress`.", berth,
               {List{"North", "7"}, List{"North", "seven"}, List{"", ""}});
}

} // namespace

void add_fields(FormsPage& page) {
    page.heading("Fields", "A form's struct gets its fields by the types of its members; these are made by hand for `AnyForm::add`, or to be derived from. "
                           "Each is required unless `required` is off: nothing is then a null, or an empty text.");
    for (auto example : {char_field, regex_field, email_field, slug_field, url_field, uuid_field, address_field, json_field, integer_field, float_field,
                         decimal_field, date_field, time_field, date_time_field, duration_field, split_date_time_field, boolean_field, null_boolean_field,
                         choice_field, typed_choice_field, multiple_choice_field, typed_multiple_choice_field, file_field, image_field, combo_field,
                         multi_value_field}) {
        example(page);
    }
}

} // namespace portico::reference
