/// form_pages FOLDER: writes pages of HTML with every field, every widget and every way of showing a form, for validators to look at.
#include <filesystem>
#include <fstream>
#include <iostream>

#include <portico/base/text.hpp>
#include <portico/forms/form_set.hpp>
#include <portico/forms/fields.hpp>
#include <portico/forms/multi_fields.hpp>
#include <portico/templates/engine.hpp>

#include "every_field.hpp"
#include "model_pages.hpp"

namespace form_pages {
namespace {

using namespace portico::forms;

constexpr std::pair<State, const char*> states[] = {{State::empty, "empty"},       {State::filled, "filled"},   {State::optional, "optional"},
                                                    {State::disabled, "disabled"}, {State::refused, "refused"}};

std::string page_of(const std::string& title, const std::string& inside) {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + title + "</title>\n"
           // How large controls are is the site's style: by themselves they are a little less than the 24 pixels that axe wants.
           "<style>input, select, textarea, button { min-height: 1.75rem; min-width: 1.75rem }</style>\n</head>\n<body>\n<main>\n<h1>" + title +
           "</h1>\n<form method=\"post\" action=\"/\" enctype=\"multipart/form-data\">\n" + inside +
           "\n<button type=\"submit\">Save</button>\n</form>\n</main>\n</body>\n</html>\n";
}

/// As a template of a site draws a form field by field.
std::string by_template(const std::string& source, const AnyForm& form) {
    std::vector<std::filesystem::path> none;
    return templates::Engine(none).render_text(source, {{"form", form}});
}

constexpr const char* field_groups = "{{ form.non_field_errors }}{% for field in form.visible_fields %}<div>{{ field.as_field_group }}</div>{% endfor %}"
                                     "{% for field in form.hidden_fields %}{{ field }}{% endfor %}";
constexpr const char* by_hand = "{% for field in form.visible_fields %}<div>{% if field.use_fieldset %}<fieldset>{{ field.legend_tag }}{{ field }}</fieldset>"
                                "{% else %}{{ field.label_tag }} {{ field }}{% endif %}{{ field.errors }}{% if field.help_text %}<p id=\"{{ field.auto_id }}_helptext\">"
                                "{{ field.help_text|safe }}</p>{% endif %}</div>{% endfor %}{% for field in form.hidden_fields %}{{ field }}{% endfor %}";
constexpr const char* error_list = "<h2>Errors</h2>{{ form.errors }}";

void add_layouts(std::map<std::string, std::string>& pages) {
    for (const auto& [state, name] : states) {
        auto form = every_field(state, true);
        pages["div-" + std::string(name)] = form->as_div();
        pages["table-" + std::string(name)] = "<table><tbody>" + form->as_table() + "</tbody></table>";
        pages["list-" + std::string(name)] = "<ul>" + form->as_ul() + "</ul>";
        pages["field-groups-" + std::string(name)] = by_template(field_groups, *form);
        pages["by-hand-" + std::string(name)] = by_template(by_hand, *form);
        // HTML lets no <div> into a <p>, and Django's radio buttons stand in one: they are for the other layouts.
        pages["paragraphs-" + std::string(name)] = every_field(state, false)->as_p();
    }
    pages["errors"] = by_template(error_list, *every_field(State::refused, true));
    pages["two-forms"] = every_field(State::filled, true, {.prefix = "a"})->as_div() + every_field(State::refused, true, {.prefix = "b"})->as_div();
    pages["classes"] = every_field(State::refused, true, {.required_css_class = "must", .error_css_class = "wrong"})->as_div();
}

class BerthForm : public AnyForm {
public:
    BerthForm(Submission sent, FormOptions options) : AnyForm(std::move(sent), std::move(options)) {
        add("name", std::make_shared<CharField>()).help_text = "As the harbour calls it.";
        add("length", std::make_shared<IntegerField>());
        add("kind", std::make_shared<ChoiceField>(fixed({{"quay", "Quay", {}}, {"buoy", "Buoy", {}}}), std::make_shared<RadioSelect>()));
    }
};

void add_formsets(std::map<std::string, std::string>& pages) {
    const FormSetOptions options{.extra = 2, .can_delete = true, .can_order = true};
    FormSet<BerthForm> shown({}, {{{"name", "North"}, {"length", 12}, {"kind", "quay"}}}, options);
    pages["formset"] = shown.as_div();
    pages["formset-empty-form"] = shown.management_form() + shown.empty_form()->as_div();
    QueryData sent{{"form-TOTAL_FORMS", "2"}, {"form-INITIAL_FORMS", "1"}, {"form-0-length", "far"}, {"form-0-ORDER", "first"}, {"form-1-name", "South"}};
    FormSet<BerthForm> refused(sent, {}, {.min = 5, .validate_min = true, .can_delete = true, .can_order = true});
    (void)refused.is_valid();
    pages["formset-refused"] = "<div>" + refused.non_form_errors().as_ul() + "</div>" + refused.as_div();
    FormSet<BerthForm> tampered(Submission{QueryData{{"form-0-name", "North"}}}, {}, options);
    pages["formset-tampered"] = tampered.non_form_errors().as_ul() + tampered.management_form();
}

int write_pages(const std::filesystem::path& folder) {
    std::map<std::string, std::string> pages = model_pages();
    add_layouts(pages);
    add_formsets(pages);
    for (const auto& [name, inside] : pages) std::ofstream(folder / (name + ".html")) << page_of(text::replace_all(name, "-", " "), inside);
    return 0;
}

} // namespace
} // namespace form_pages

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: form_pages FOLDER\n";
        return 2;
    }
    return form_pages::write_pages(argv[1]);
}
