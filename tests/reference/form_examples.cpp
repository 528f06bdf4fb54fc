#include <cstdlib>
#include <cxxabi.h>

#include <memory>
#include <typeinfo>

#include <portico/base/ip_address.hpp>
#include <portico/base/json.hpp>
#include <portico/forms/form.hpp>
#include <portico/forms/form_set.hpp>
#include <portico/forms/upload.hpp>

#include "forms_page.hpp"
#include "markdown.hpp"

namespace portico::reference {

using namespace forms;

enum class Meal { tea, cake };

struct BookingFields {
    std::string name{};
    int seats = 2;
    Meal meal = Meal::tea;
    static void describe(Describe<BookingFields>& booking) {
        booking.field(&BookingFields::name).length(1, 80).help_text("As it stands on the card.");
        booking.field(&BookingFields::seats).range(1, 9).label("How many");
        booking.rule([](const BookingFields& b, const auto& add) {
            if (b.meal == Meal::cake && b.seats > 6) add("seats", "There is cake for six.");
        });
    }
};
using BookingForm = Form<BookingFields>;

/// A member of each type that a form has a field for.
struct EveryKind {
    std::string text{};
    std::string words{};
    std::string email{};
    std::string url{};
    std::string slug{};
    bool flag = false;
    std::optional<bool> maybe{};
    int whole = 0;
    double number = 0;
    Decimal exact{};
    Meal choice = Meal::tea;
    std::vector<Meal> choices{};
    Date date{};
    Time time{};
    DateTime moment{};
    Duration duration{};
    Uuid uuid{};
    IpAddress address{};
    Json json{};
    Upload upload{};
    static void describe(Describe<EveryKind>& kind) {
        kind.field(&EveryKind::words).widget(textarea);
        kind.field(&EveryKind::email).email();
        kind.field(&EveryKind::url).url();
        kind.field(&EveryKind::slug).slug();
    }
};

namespace {

/// A class's own name.
template <class T> std::string class_of(const T& object) {
    int status = 0;
    std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(typeid(object).name(), nullptr, nullptr, &status), &std::free);
    std::string text = name.get();
    return text.substr(text.rfind(':') + 1);
}

std::string described(const FieldInfo& info) {
    if (info.widget == textarea) return " with `.widget(forms::textarea)`";
    return info.format.empty() ? "" : " with `." + info.format + "()`";
}

std::string kinds_table() {
    static constexpr const char* types[] = {"`std::string`", "`std::string`", "`std::string`", "`std::string`", "`std::string`", "`bool`", "`std::optional<bool>`",
                                            "`int` and the other integers", "`double`, `float`", "`Decimal`", "an `enum class`", "a `std::vector` of these", "`Date`", "`Time`",
                                            "`DateTime`", "`Duration`", "`Uuid`", "`IpAddress`", "`Json`", "`forms::Upload`"};
    std::string out = "| member | field | widget |\n|---|---|---|\n";
    std::size_t place = 0;
    for (const auto& info : install_type<EveryKind>().fields) {
        auto field = make_field(info);
        out += "| " + std::string(types[place++]) + described(info) + " | " + link(class_of(*field), "#" + anchor(class_of(*field))) + " | " +
               link(class_of(*field->widget), "#" + anchor(class_of(*field->widget))) + " |\n";
    }
    out.pop_back();
    return out;
}

void shown_form(FormsPage& page) {
    BookingForm form(BookingFields{.name = "Ann"});
    page.part("A form as it is shown", "`{{ form }}` in a template, `as_div()` in C++.", {form.as_div()});
}

void sent_form(FormsPage& page) {
    BookingForm form(Submission{QueryData{{"name", ""}, {"seats", "7"}, {"meal", "cake"}}});
    bool good = form.is_valid();
    page.part("A form that comes back", "What was typed stays; each error stands beside its field, and the control refers to it.",
              {form.as_div()}, "`good` is " + std::string(good ? "true" : "false") + ", `form.errors().as_json()` is `" + form.errors().as_json() + "`, and `{{ form }}` is");
}

void layouts(FormsPage& page) {
    BookingForm form({.required_css_class = "must"});
    page.part("Other layouts", "`{{ form.as_p }}`, `{{ form.as_ul }}` and `{{ form.as_table }}`, as Django writes them; `{{ field.as_field_group }}` is one field with label, help and "
              "errors. `required_css_class` and `error_css_class` name classes for rows.",
              {form.as_p(), form.as_ul(), form.as_table()});
}

void form_set(FormsPage& page) {
    std::vector<Map> initial{{{"name", "Ann"}, {"seats", 2}}};
    FormSet<BookingForm> bookings({}, initial, {.prefix = "bookings", .extra = 0, .max = 10, .can_delete = true, .can_order = true});
    page.part("A formset", "Forms of one kind, counted by a hidden form. Also `min` and `max` with `validate_min` and `validate_max`; `absolute_max` is never exceeded.",
              {bookings.as_div()});
}

void sent_form_set(FormsPage& page) {
    QueryData sent{{"form-TOTAL_FORMS", "3"}, {"form-INITIAL_FORMS", "0"}};
    for (const char* place : {"0", "1"}) {
        sent.set("form-" + std::string(place) + "-name", "Ann");
        sent.set("form-" + std::string(place) + "-seats", "2");
        sent.set("form-" + std::string(place) + "-meal", "tea");
    }
    FormSet<BookingForm> bookings(sent, {}, {.max = 1, .validate_max = true});
    bool good = bookings.is_valid();
    page.part("A formset that comes back", "An extra form that was left as it was is not looked at. `kept()` are the forms that were filled in, by their order; "
              "`deleted_forms()` those to go.", {}, "`good` is " + std::string(good ? "true" : "false") + ", `bookings.non_form_errors().as_text()` is `" +
                  bookings.non_form_errors().as_text() + "`.");
}

} // namespace

void add_forms(FormsPage& page) {
    page.heading("Forms", "What a member of a form's struct becomes. `std::optional` of each is not required, and a member with a limited choice (`.choices({…})`) "
                          "becomes a list to choose from.\n\n" + kinds_table());
    shown_form(page);
    sent_form(page);
    layouts(page);
    page.heading("Formsets", "Several forms of one kind on a page. Forms of a model's rows: `forms::AnyInlineFormSet` in `<portico/forms/inline_form_set.hpp>`.");
    form_set(page);
    sent_form_set(page);
}

} // namespace portico::reference
