// What Django's forms do, case by case, where PORTICO_CASES names the folder of recorded cases; skipped without.
// PORTICO_CASES_SHOW=1 prints each case that differs.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

#include <gtest/gtest.h>

#include <portico/forms/any_form.hpp>
#include <portico/forms/fields.hpp>
#include <portico/forms/form_set.hpp>
#include <portico/forms/validators.hpp>

#include "recorded.hpp"

namespace portico::forms {
namespace {

using namespace recorded;

Recorded faults_json(const std::vector<Fault>& faults) {
    Recorded out = Recorded::array();
    for (const auto& fault : faults) out.push_back({{"code", fault.code}, {"message", fault.text()}});
    return out;
}

Recorded field_clean(const Recorded& args) {
    FieldPtr field = recorded::make_field(args["field"]);
    std::vector<Fault> faults;
    Value value;
    Value initial = args.contains("initial") ? decode(args["initial"]) : Value();
    if (collect(faults, [&] { value = field->clean(decode(args["value"]), initial); })) return {{"value", encode(value)}};
    return {{"errors", faults_json(faults)}};
}

Recorded field_has_changed(const Recorded& args) {
    return recorded::make_field(args["field"])->has_changed(decode(args["initial"]), decode(args["data"]));
}

Recorded widget_render(const Recorded& args) {
    Attributes more = args.contains("attrs") ? attributes_of(args["attrs"]) : Attributes();
    return make_widget(args["widget"])->render(args["name"].get<std::string>(), decode(args["value"]), more);
}

Recorded widget_value(const Recorded& args) {
    Submission sent(QueryData::parse(args["data"].get<std::string>()));
    return encode(make_widget(args["widget"])->value_from(sent, args["name"].get<std::string>()));
}

Submission submission_of(const Recorded& args) {
    if (!args.contains("data") || args["data"].is_null()) return {};
    return QueryData::parse(args["data"].get<std::string>());
}

class RecordedForm : public AnyForm {
public:
    RecordedForm(const Recorded& args, Submission sent, FormOptions options)
        : AnyForm(std::move(sent), std::move(options)), args_(args) {
        for (const auto& field : args["fields"]) add(field["name"], recorded::make_field(field));
    }

protected:
    void clean() override {
        if (!args_.contains("clean_fail")) return;
        for (const auto& row : args_["clean_fail"]) {
            add_error(row[0].is_null() ? std::string() : row[0].get<std::string>(), row[1].get<std::string>(), "");
        }
    }

private:
    Recorded args_;
};

FormOptions form_options(const Recorded& args) {
    FormOptions options;
    if (args.contains("initial") && args["initial"].is_object()) {
        for (const auto& [name, value] : args["initial"].items()) options.initial.set(name, decode(value));
    }
    if (!args.contains("options")) return options;
    for (const auto& [name, value] : args["options"].items()) {
        if (name == "auto_id") options.auto_id = value.is_boolean() ? (value.get<bool>() ? "%s" : "") : value.get<std::string>();
        else if (name == "label_suffix") options.label_suffix = value.get<std::string>();
        else if (name == "prefix") options.prefix = value.get<std::string>();
        else if (name == "use_required_attribute") options.use_required_attribute = value.get<bool>();
        else if (name == "empty_permitted") options.empty_permitted = value.get<bool>();
        else if (name != "field_order") throw NotCovered("option " + name);
    }
    return options;
}

Recorded errors_json(const AnyForm& form) {
    Recorded out = Recorded::array();
    for (const auto& [name, faults] : form.errors()) out.push_back({name, faults_json(faults)});
    return out;
}

Recorded form(const Recorded& args) {
    if (args.contains("attrs")) throw NotCovered("class attributes of a form");
    RecordedForm form(args, submission_of(args), form_options(args));
    if (args.contains("options") && args["options"].contains("field_order")) {
        form.order(args["options"]["field_order"].get<std::vector<std::string>>());
    }
    Recorded out = Recorded::object();
    if (form.is_bound()) {
        out["valid"] = form.is_valid();
        out["errors"] = errors_json(form);
        out["cleaned"] = encode(form.cleaned());
        out["changed"] = form.changed_data();
    }
    for (const auto& part : args.value("parts", Recorded::array({"as_div"}))) {
        out[part.get<std::string>()] = form.attribute(part.get<std::string>())->str();
    }
    return out;
}

FormSetOptions form_set_options(const Recorded& args) {
    FormSetOptions options;
    options.extra = args.value("extra", 1);
    if (!args.contains("options")) return options;
    for (const auto& [name, value] : args["options"].items()) {
        if (name == "can_delete") options.can_delete = value.get<bool>();
        else if (name == "can_order") options.can_order = value.get<bool>();
        else if (name == "can_delete_extra") options.can_delete_extra = value.get<bool>();
        else if (name == "max_num") options.max = value.get<std::size_t>();
        else if (name == "min_num") options.min = value.get<std::size_t>();
        else if (name == "absolute_max") options.absolute_max = value.get<std::size_t>();
        else if (name == "validate_min") options.validate_min = value.get<bool>();
        else if (name == "validate_max") options.validate_max = value.get<bool>();
        else throw NotCovered("option " + name);
    }
    return options;
}

Recorded form_set(const Recorded& args) {
    Recorded initial = args.contains("initial") && args["initial"].is_array() ? args["initial"] : Recorded::array();
    AnyFormSet forms(
        [&](std::optional<std::size_t> place, Submission sent, FormOptions options) {
            if (place && *place < initial.size()) options.initial = *decode(initial[*place]).as_map();
            return std::make_unique<RecordedForm>(args, std::move(sent), std::move(options));
        },
        initial.size(), submission_of(args), form_set_options(args));
    Recorded out{{"total", forms.total_form_count()}, {"initial", forms.initial_form_count()}};
    if (forms.is_bound()) {
        out["valid"] = forms.is_valid();
        out["errors"] = Recorded::array();
        for (const auto& one : forms.forms()) {
            if (forms.is_marked_for_deletion(*one)) continue;
            Recorded errors = Recorded::object();
            for (const auto& [name, faults] : one->errors()) {
                errors[name] = Recorded::array();
                for (const auto& fault : faults) errors[name].push_back(fault.text());
            }
            out["errors"].push_back(errors);
        }
        out["non_form_errors"] = forms.non_form_errors().messages();
    }
    out["html"] = forms.as_div();
    return out;
}

Recorded validate(const Recorded& args) {
    std::string name = args["validator"], text = decode(args["value"]).str();
    Recorded options = args.value("options", Recorded::object());
    auto verdict = [](bool good) { return Recorded(good); };
    if (!options.empty() || !args["value"].is_string()) throw NotCovered("options");
    if (name == "email") return verdict(is_email(text));
    if (name == "url") return verdict(is_url(text));
    if (name == "slug") return verdict(is_slug(text));
    if (name == "unicode_slug") return verdict(is_slug(text, true));
    if (name == "ipv4") return verdict(is_ipv4(text));
    if (name == "ipv6") return verdict(is_ipv6(text));
    throw NotCovered(name);
}

Recorded is_valid_ipv6(const Recorded& args) {
    if (!args["ip_addr"].is_string()) throw NotCovered("no text");
    return is_ipv6(args["ip_addr"].get<std::string>());
}

struct Tally {
    int passed = 0, failed = 0, not_covered = 0;
};

/// Some keys of what was recorded are not compared: the harness above gives what the framework has.
bool agrees(const std::string& op, const Recorded& expected, const Recorded& given) {
    if (op == "validate") return expected.is_null() == given.get<bool>();
    if (!given.is_object() || op == "field_clean") return expected == given;
    for (const auto& [name, value] : given.items()) {
        if (expected.contains(name) && expected[name] != value) return false;
    }
    return true;
}

Tally run(const std::string& file) {
    static const std::map<std::string, Recorded (*)(const Recorded&)> runners{
        {"field_clean", &field_clean},     {"field_has_changed", &field_has_changed}, {"widget_render", &widget_render},
        {"widget_value", &widget_value},   {"form", &form},                           {"formset", &form_set},
        {"validate", &validate},           {"is_valid_ipv6_address", &is_valid_ipv6}};
    bool show = std::getenv("PORTICO_CASES_SHOW") != nullptr;
    std::ifstream in(std::string(std::getenv("PORTICO_CASES")) + "/forms/" + file);
    Tally tally;
    const Recorded all = Recorded::parse(in);
    for (const auto& recorded_case : all["cases"]) {
        auto runner = runners.find(recorded_case["op"].get<std::string>());
        if (runner == runners.end() || recorded_case.contains("error") || recorded_case.contains("settings") ||
            recorded_case.contains("language") || recorded_case.contains("timezone")) {
            ++tally.not_covered;
            continue;
        }
        try {
            Recorded given = runner->second(recorded_case["args"]);
            bool good = agrees(runner->first, recorded_case["expected"], given);
            ++(good ? tally.passed : tally.failed);
            if (!good && show) {
                std::cout << recorded_case["id"] << ' ' << recorded_case["args"].dump().substr(0, 700) << "\n  expected "
                          << recorded_case["expected"].dump() << "\n  given    " << given.dump() << '\n';
            }
        } catch (const NotCovered& what) {
            ++tally.not_covered;
            if (show) std::cout << "not covered: " << what.what() << '\n';
        } catch (const std::exception& error) {
            ++tally.failed;
            if (show) std::cout << recorded_case["id"] << ' ' << recorded_case["args"].dump().substr(0, 700) << "\n  threw " << error.what() << '\n';
        }
    }
    std::cout << file << ": " << tally.passed << " as in Django, " << tally.failed << " not, " << tally.not_covered
              << " not covered\n";
    return tally;
}

class FormCases : public ::testing::Test {
    void SetUp() override {
        if (!std::getenv("PORTICO_CASES")) GTEST_SKIP() << "set PORTICO_CASES to the folder of recorded cases";
    }
};

// What differs is known: numbers beyond 64 bits and Python's ways of writing them, labels that are HTML.
TEST_F(FormCases, FieldsCleanAsDjangoDoes) { EXPECT_LE(run("form_fields.json").failed, 26); }
TEST_F(FormCases, WidgetsRenderAsDjangoDoes) { EXPECT_LE(run("widgets.json").failed, 22); }
TEST_F(FormCases, FormsAndFormsetsAreDjangos) { EXPECT_LE(run("forms.json").failed, 0); }
TEST_F(FormCases, ValidatorsAgree) { EXPECT_LE(run("validators.json").failed, 1); }

}  // namespace
}  // namespace portico::forms
