#include <portico/forms/multi_fields.hpp>
#include <portico/forms/widgets.hpp>

#include "forms_page.hpp"

namespace portico::reference {

namespace {

using namespace forms;

/// A file that is there already, as models hold it.
class StoredFile : public Dynamic {
public:
    std::string str() const override { return "covers/quay.png"; }
    std::optional<Value> attribute(std::string_view name) const override {
        return name == "url" ? std::optional<Value>("/media/covers/quay.png") : std::nullopt;
    }
};

Choices drinks() { return fixed({{"tea", "Tea", {}}, {"cocoa", "Cocoa", {}}}); }

void input(FormsPage& page) {
    Input phone("tel", {{"autocomplete", "tel"}});
    page.widget("Input", "`<input>` of any type: `\"search\"`, `\"tel\"`, `\"color\"`, `\"range\"` in `describe`.", phone, "22 33 44");
}

void text_input(FormsPage& page) {
    TextInput title({{"class", "wide"}});
    page.widget("TextInput", "`\"text\"`.", title, "Tea & cake");
}

void number_input(FormsPage& page) {
    NumberInput seats;
    page.widget("NumberInput", "`\"number\"`.", seats, 3);
}

void email_input(FormsPage& page) {
    EmailInput email;
    page.widget("EmailInput", "`\"email\"`.", email, "ann@example.org");
}

void url_input(FormsPage& page) {
    URLInput site;
    page.widget("URLInput", "`\"url\"`.", site, "https://example.org");
}

void hidden_input(FormsPage& page) {
    HiddenInput next;
    page.widget("HiddenInput", "`\"hidden\"`.", next, "/posts/");
}

void multiple_hidden_input(FormsPage& page) {
    MultipleHiddenInput tags;
    page.widget("MultipleHiddenInput", "A hidden input for each value of a list.", tags, List{"tea", "cake"});
}

void password_input(FormsPage& page) {
    PasswordInput password;
    page.widget("PasswordInput", "`\"password\"`. Shows no value, unless it is made with `true`.", password, "secret");
}

void text_area(FormsPage& page) {
    Textarea body({{"rows", "4"}});
    page.widget("Textarea", "`\"textarea\"`.", body, "Tea\nand cake");
}

void date_input(FormsPage& page) {
    DateInput day("date");
    page.widget("DateInput", "`\"date\"`, the browser's own; without it a text, written by `format` (`%d.%m.%Y`).", day, *parse_date("2026-11-22"));
}

void time_input(FormsPage& page) {
    TimeInput opens;
    opens.format = "%H.%M";
    page.widget("TimeInput", "`\"time\"`.", opens, *parse_time("14:05"));
}

void date_time_input(FormsPage& page) {
    DateTimeInput sails("datetime-local");
    page.widget("DateTimeInput", "`\"datetime-local\"`; in the current time zone.", sails, *parse_date_time("2026-11-22T14:05:00Z"));
}

void checkbox_input(FormsPage& page) {
    CheckboxInput agreed;
    page.widget("CheckboxInput", "`\"checkbox\"`.", agreed, true);
}

void select_widget(FormsPage& page) {
    Select drink({}, fixed({{"", "Choose", {}}, {"tea", "Tea", "Hot"}, {"cocoa", "Cocoa", "Hot"}, {"water", "Water", {}}}));
    page.widget("Select", "`\"select\"`. Choices with a group stand in an `<optgroup>`. In a form the choices are the field's.", drink, "cocoa");
}

void select_multiple_widget(FormsPage& page) {
    SelectMultiple extras({}, drinks());
    page.widget("SelectMultiple", "`\"select_multiple\"`.", extras, List{"tea", "cocoa"});
}

void null_boolean_select(FormsPage& page) {
    NullBooleanSelect sure;
    page.widget("NullBooleanSelect", "Unknown, yes, no.", sure, true);
}

void radio_select(FormsPage& page) {
    RadioSelect drink({}, drinks());
    page.widget("RadioSelect", "`\"radio\"`. A list of blocks: not for `as_p`, since HTML allows none in a paragraph.", drink, "tea");
}

void checkbox_select_multiple(FormsPage& page) {
    CheckboxSelectMultiple extras({}, drinks());
    page.widget("CheckboxSelectMultiple", "`\"checkboxes\"`.", extras, List{"cocoa"});
}

void file_input_widget(FormsPage& page) {
    FileInput report({{"accept", ".pdf"}});
    page.widget("FileInput", "`\"file\"`. A file that was chosen for a form that goes back is kept: see `BoundField::held_html`.", report, Value());
}

void clearable_file_input(FormsPage& page) {
    ClearableFileInput cover;
    page.widget("ClearableFileInput", "`\"clearable_file\"`. Shows the file that is there, with a box to take it away where it isn't required.", cover,
                StoredFile());
}

void multi_widget(FormsPage& page) {
    MultiWidget berth({std::make_shared<TextInput>(), std::make_shared<NumberInput>()});
    berth.part_names = {"Quay", "Place"};
    page.widget("MultiWidget", "Widgets side by side; `part_names` say which is which to those who don't see it.", berth, List{"North", 7});
}

void split_date_time_widget(FormsPage& page) {
    SplitDateTimeWidget starts;
    page.widget("SplitDateTimeWidget", "A moment as a date and a time.", starts, *parse_date_time("2026-11-22T14:05:00Z"));
}

void split_hidden_date_time_widget(FormsPage& page) {
    SplitHiddenDateTimeWidget starts;
    page.widget("SplitHiddenDateTimeWidget", "The same, hidden.", starts, *parse_date_time("2026-11-22T14:05:00Z"));
}

void select_date_widget(FormsPage& page) {
    SelectDateWidget born;
    born.years = {2025, 2026};
    born.months = {{11, "November"}, {12, "December"}};
    page.widget("SelectDateWidget", "Three lists to choose month, day and year from; without `years` ten from this one on.", born, *parse_date("2026-11-22"));
}

} // namespace

void add_widgets(FormsPage& page) {
    page.heading("Widgets", "The HTML side of a field. A struct's form names one in `describe`, `.widget(\"textarea\")`; `AnyForm` and fields of your own take "
                            "the object: `field.use(std::make_shared<Textarea>())`. Attributes are given when it is made.");
    for (auto example : {text_input, text_area, password_input, email_input, url_input, number_input, date_input, time_input, date_time_input, input,
                         hidden_input, multiple_hidden_input, checkbox_input, select_widget, select_multiple_widget, null_boolean_select, radio_select,
                         checkbox_select_multiple, file_input_widget, clearable_file_input, multi_widget, split_date_time_widget,
                         split_hidden_date_time_widget, select_date_widget}) {
        example(page);
    }
}

} // namespace portico::reference
