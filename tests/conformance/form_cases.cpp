// Forms and formsets.
#include <portico/forms/any_form.hpp>
#include <portico/forms/form_set.hpp>
#include <portico/i18n/current_zone.hpp>

#include "fault_json.hpp"
#include "form_parts.hpp"
#include "operation.hpp"
#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

using namespace forms;

class RecordedForm : public AnyForm {
public:
    RecordedForm(const Json& args, Submission sent, FormOptions options) : AnyForm(std::move(sent), std::move(options)), args_(args) {
        for (const auto& field : args["fields"]) add(field["name"], make_field(field));
    }

protected:
    void clean() override {
        if (!args_.contains("clean_fail")) return;
        for (const auto& row : args_["clean_fail"])
            add_error(row[0].is_null() ? std::string() : row[0].get<std::string>(), row[1].get<std::string>(), "");
    }

private:
    Json args_;
};

Submission submission_of(const Arguments& args) {
    auto data = args.optional_text("data");
    return data ? Submission(QueryData::parse(*data)) : Submission();
}

Map map_of(const Json& json) {
    Map map;
    for (const auto& [name, value] : json.items()) map.set(name, decode_sent(value));
    return map;
}

void set_option(FormOptions& options, const std::string& name, const Json& value) {
    if (name == "auto_id") options.auto_id = value.is_boolean() ? (value.get<bool>() ? "%s" : "") : value.get<std::string>();
    else if (name == "label_suffix") options.label_suffix = value.is_null() ? ":" : value.get<std::string>();
    else if (name == "prefix") options.prefix = value.is_null() ? "" : value.get<std::string>();
    else if (name == "use_required_attribute") options.use_required_attribute = value.get<bool>();
    else if (name == "empty_permitted") options.empty_permitted = value.get<bool>();
    else if (name == "required_css_class") options.required_css_class = value.get<std::string>();
    else if (name == "error_css_class") options.error_css_class = value.get<std::string>();
    else if (name != "field_order") throw NoSuchOperation("option " + name);
}

FormOptions form_options(const Arguments& args) {
    FormOptions options;
    if (const Json* initial = args.find("initial"); initial && initial->is_object()) options.initial = map_of(*initial);
    for (const char* place : {"options", "attrs"}) {
        const Json* given = args.find(place);
        if (!given) continue;
        // Of the attributes of its class, a form's constructor sets the suffix anew.
        for (const auto& [name, value] : given->items())
            if (place != std::string_view("attrs") || name != "label_suffix") set_option(options, name, value);
    }
    return options;
}

Json cleaned_json(const AnyForm& form, const Case& recorded) {
    Json out = Json::object();
    for (const auto& [name, value] : form.cleaned()) out[name] = encode_clean(value, recorded);
    return out;
}

Json errors_json(const AnyForm& form) {
    Json out = Json::array();
    for (const auto& [name, faults] : form.errors()) out.push_back({name, faults_json(faults)});
    return out;
}

Json form(const Arguments& args) {
    RecordedForm form(args.all(), submission_of(args), form_options(args));
    if (const Json* options = args.find("options"); options && options->contains("field_order"))
        form.order(options->at("field_order").get<std::vector<std::string>>());
    Json out = Json::object();
    if (form.is_bound()) {
        out["valid"] = form.is_valid();
        out["errors"] = errors_json(form);
        out["cleaned"] = cleaned_json(form, args.recorded());
        out["changed"] = form.changed_data();
    }
    std::vector<std::string> parts = args.find("parts") ? args.texts("parts") : std::vector<std::string>{"as_div"};
    for (const auto& part : parts) out[part] = form.attribute(part)->str();
    return out;
}

void set_option(FormSetOptions& options, const std::string& name, const Json& value) {
    if (name == "can_delete") options.can_delete = value.get<bool>();
    else if (name == "can_order") options.can_order = value.get<bool>();
    else if (name == "can_delete_extra") options.can_delete_extra = value.get<bool>();
    else if (name == "max_num" && !value.is_null()) options.max = value.get<std::size_t>();
    else if (name == "min_num" && !value.is_null()) options.min = value.get<std::size_t>();
    else if (name == "absolute_max" && !value.is_null()) options.absolute_max = value.get<std::size_t>();
    else if (name == "validate_min") options.validate_min = value.get<bool>();
    else if (name == "validate_max") options.validate_max = value.get<bool>();
    else if (name == "prefix") options.prefix = value.get<std::string>();
    else if (!value.is_null()) throw NoSuchOperation("option " + name);
}

FormSetOptions form_set_options(const Arguments& args) {
    FormSetOptions options;
    options.extra = static_cast<std::size_t>(args.optional_integer("extra").value_or(1));
    if (const Json* given = args.find("options"))
        for (const auto& [name, value] : given->items()) set_option(options, name, value);
    return options;
}

Json form_errors(const AnyFormSet& forms) {
    Json out = Json::array();
    for (const auto& one : forms.forms()) {
        if (forms.is_marked_for_deletion(*one)) continue;
        Json errors = Json::object();
        for (const auto& [name, faults] : one->errors()) {
            errors[name] = Json::array();
            for (const auto& fault : faults) errors[name].push_back(fault.text());
        }
        out.push_back(errors);
    }
    return out;
}

/// Their places in the set.
Json places(const AnyFormSet& forms, const std::vector<AnyForm*>& some) {
    Json out = Json::array();
    for (const AnyForm* one : some)
        for (std::size_t i = 0; i < forms.forms().size(); ++i)
            if (forms.forms()[i].get() == one) out.push_back(i);
    return out;
}

void add_clean_forms(Json& out, const AnyFormSet& forms, const Case& recorded) {
    out["cleaned"] = Json::array();
    for (const auto& one : forms.forms()) out["cleaned"].push_back(cleaned_json(*one, recorded));
    if (forms.options().can_delete) out["deleted"] = places(forms, forms.deleted_forms());
    if (forms.options().can_order) out["ordered"] = places(forms, forms.ordered_forms());
}

Json form_set(const Arguments& args) {
    const Json* initial = args.find("initial");
    std::size_t count = initial && initial->is_array() ? initial->size() : 0;
    AnyFormSet forms(
        [&](std::optional<std::size_t> place, Submission sent, FormOptions options) {
            if (place && *place < count) options.initial = map_of((*initial)[*place]);
            return std::make_unique<RecordedForm>(args.all(), std::move(sent), std::move(options));
        },
        count, submission_of(args), form_set_options(args));
    Json out{{"total", forms.total_form_count()}, {"initial", forms.initial_form_count()}};
    if (forms.is_bound()) {
        out["valid"] = forms.is_valid();
        out["errors"] = form_errors(forms);
        out["non_form_errors"] = forms.non_form_errors().messages();
    }
    if (forms.is_bound() && forms.is_valid()) add_clean_forms(out, forms, args.recorded());
    out["html"] = forms.as_div();
    return out;
}

} // namespace

void add_form_operations(Operations& operations) {
    operations["form"] = form;
    operations["formset"] = form_set;
}

} // namespace portico::conformance
