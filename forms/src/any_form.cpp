#include <portico/forms/any_form.hpp>

#include <algorithm>
#include <optional>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

#include "layout.hpp"

namespace portico::forms {

struct AnyForm::State {
    FormOptions options{};
    Submission sent{};
    std::vector<FieldPtr> fields{};
    std::optional<FormErrors> errors{};  // once it was checked
    Map cleaned{};
};

AnyForm::AnyForm(FormOptions options) : AnyForm(Submission(), std::move(options)) {}

AnyForm::AnyForm(Submission sent, FormOptions options) : state_(std::make_unique<State>()) {
    state_->options = std::move(options);
    state_->sent = std::move(sent);
}

AnyForm::~AnyForm() = default;
AnyForm::AnyForm(AnyForm&&) noexcept = default;
AnyForm& AnyForm::operator=(AnyForm&&) noexcept = default;

Field& AnyForm::add(std::string name, FieldPtr field) {
    field->name = std::move(name);
    field->widget->is_required = field->required;
    Attributes from_field;
    field->widget_attributes(*field->widget, from_field);
    field->widget->attributes.merge(from_field);
    for (auto& known : state_->fields) {
        if (known->name == field->name) return *(known = std::move(field));
    }
    return *state_->fields.emplace_back(std::move(field));
}

void AnyForm::remove(std::string_view name) {
    std::erase_if(state_->fields, [&](const FieldPtr& field) { return field->name == name; });
}

Field* AnyForm::find(std::string_view name) const {
    for (const auto& field : state_->fields) {
        if (field->name == name) return field.get();
    }
    return nullptr;
}

const Field& AnyForm::field(std::string_view name) const {
    if (Field* found = find(name)) return *found;
    std::vector<std::string> names;
    for (const auto& field : state_->fields) names.push_back(field->name);
    throw Error("the form has no field \"" + std::string(name) + '"', did_you_mean(name, names));
}

Field& AnyForm::field(std::string_view name) { return const_cast<Field&>(std::as_const(*this).field(name)); }

const std::vector<FieldPtr>& AnyForm::fields() const { return state_->fields; }

void AnyForm::order(const std::vector<std::string>& names) {
    auto place = [&](const FieldPtr& field) {
        return static_cast<std::size_t>(std::ranges::find(names, field->name) - names.begin());
    };
    std::ranges::stable_sort(state_->fields, {}, place);
}

bool AnyForm::is_bound() const { return !state_->sent.empty(); }
bool AnyForm::is_valid() const { return is_bound() && errors().empty(); }

const FormErrors& AnyForm::errors() const {
    if (!state_->errors) full_clean();
    return *state_->errors;
}

std::vector<Fault> AnyForm::errors_of(std::string_view field) const {
    auto* found = errors().find(field);
    return found ? *found : std::vector<Fault>();
}

ErrorList AnyForm::non_field_errors() const { return ErrorList(errors_of(all), "nonfield"); }

const Map& AnyForm::cleaned() const {
    errors();
    return state_->cleaned;
}

void AnyForm::set_cleaned(std::string_view name, Value value) { state_->cleaned.set(name, std::move(value)); }

void AnyForm::add_error(std::string_view field, std::string message, std::string code) {
    add_error(field, std::vector<Fault>{{std::move(message), std::move(code), {}}});
}

void AnyForm::add_error(std::string_view field, std::vector<Fault> faults) {
    errors();
    std::string_view key = field.empty() ? all : field;
    if (key != all && !find(key)) this->field(key);  // tells of the unknown name
    auto& known = state_->errors->of(key);
    known.insert(known.end(), faults.begin(), faults.end());
    state_->cleaned.erase(key);
}

bool AnyForm::has_error(std::string_view field, std::string_view code) const {
    auto* faults = errors().find(field.empty() ? all : field);
    if (!faults) return false;
    return code.empty() || std::ranges::any_of(*faults, [&](const Fault& fault) { return fault.code == code; });
}

/// Checking is done when it is first asked for, and what it finds is kept: seen from outside nothing changes.
void AnyForm::full_clean() const {
    state_->errors.emplace();
    state_->cleaned = {};
    if (!is_bound() || (state_->options.empty_permitted && !has_changed())) return;
    auto& self = const_cast<AnyForm&>(*this);
    for (const auto& field : state_->fields) self.clean_field(*field);
    self.fill();
    std::vector<Fault> faults;
    if (!collect(faults, [&] { self.clean(); })) self.add_error({}, std::move(faults));
    self.post_clean();
}

void AnyForm::clean_field(const Field& field) {
    Value before = initial_of(field);
    Value sent = field.disabled ? before : field.widget->value_from(state_->sent, prefixed(field.name));
    std::vector<Fault> faults;
    Value value;
    if (collect(faults, [&] { value = field.clean(sent, before); })) {
        state_->cleaned.set(field.name, std::move(value));
    } else {
        add_error(field.name, std::move(faults));
    }
}

std::vector<std::string> AnyForm::changed_data() const {
    std::vector<std::string> names;
    for (const auto& field : state_->fields) {
        if (BoundField(*this, *field).has_changed()) names.push_back(field->name);
    }
    return names;
}

bool AnyForm::has_changed() const {
    return std::ranges::any_of(state_->fields, [&](const FieldPtr& field) { return BoundField(*this, *field).has_changed(); });
}

bool AnyForm::is_multipart() const {
    return std::ranges::any_of(state_->fields, [](const FieldPtr& field) { return field->widget->needs_multipart(); });
}

const FormOptions& AnyForm::options() const { return state_->options; }
FormOptions& AnyForm::options() { return state_->options; }
const Submission& AnyForm::submission() const { return state_->sent; }

std::string AnyForm::prefixed(std::string_view name) const {
    return state_->options.prefix.empty() ? std::string(name) : state_->options.prefix + '-' + std::string(name);
}

Value AnyForm::initial_of(const Field& field) const {
    const Value* own = state_->options.initial.find(field.name);
    return own ? *own : field.initial;
}

namespace {

std::vector<BoundField> bound(const AnyForm& form, bool hidden) {
    std::vector<BoundField> out;
    for (const auto& field : form.fields()) {
        if (field->widget->is_hidden() == hidden) out.emplace_back(form, *field);
    }
    return out;
}

Value list_of(const std::vector<BoundField>& fields) {
    List list;
    for (const auto& field : fields) list.emplace_back(BoundField(field));
    return list;
}

}  // namespace

std::vector<BoundField> AnyForm::hidden_fields() const { return bound(*this, true); }
std::vector<BoundField> AnyForm::visible_fields() const { return bound(*this, false); }

std::string AnyForm::as_div() const { return layout(*this, div_layout); }
std::string AnyForm::as_p() const { return layout(*this, paragraph_layout); }
std::string AnyForm::as_table() const { return layout(*this, table_layout); }
std::string AnyForm::as_ul() const { return layout(*this, list_layout); }

std::optional<Value> AnyForm::attribute(std::string_view name) const {
    if (Field* own = find(name)) return Value(BoundField(*this, *own));
    if (name == "errors") return Value(FormErrors(errors()));
    if (name == "non_field_errors") return Value(non_field_errors());
    if (name == "hidden_fields") return list_of(hidden_fields());
    if (name == "visible_fields") return list_of(visible_fields());
    if (name == "is_bound") return Value(is_bound());
    if (name == "is_valid") return Value(is_valid());
    if (name == "is_multipart") return Value(is_multipart());
    if (name == "has_changed") return Value(has_changed());
    if (name == "changed_data") return Value(changed_data());
    if (name == "cleaned_data") return Value(cleaned());
    if (name == "prefix") return Value(state_->options.prefix);
    if (name == "as_div") return Value(Html{as_div()});
    if (name == "as_p") return Value(Html{as_p()});
    if (name == "as_table") return Value(Html{as_table()});
    if (name == "as_ul") return Value(Html{as_ul()});
    return std::nullopt;
}

bool AnyForm::each(const std::function<bool(const Value&)>& visit) const {
    for (const auto& field : state_->fields) {
        if (!visit(Value(BoundField(*this, *field)))) break;
    }
    return true;
}

const std::vector<Fault>* FormErrors::find(std::string_view field) const {
    for (const auto& [name, faults] : entries_) {
        if (name == field) return &faults;
    }
    return nullptr;
}

std::vector<Fault>& FormErrors::of(std::string_view field) {
    for (auto& [name, faults] : entries_) {
        if (name == field) return faults;
    }
    return entries_.emplace_back(std::string(field), std::vector<Fault>()).second;
}

std::string FormErrors::as_json() const {
    Map out;
    for (const auto& [name, faults] : entries_) {
        List list;
        for (const auto& fault : faults) list.emplace_back(Map{{"message", fault.text()}, {"code", fault.code}});
        out.set(name, std::move(list));
    }
    return to_json(out);
}

std::optional<Value> FormErrors::attribute(std::string_view name) const {
    if (auto* faults = find(name)) return Value(ErrorList(*faults));
    if (name == "as_json") return Value(as_json());
    if (name == "items") {
        List items;
        for (const auto& [field, faults] : entries_) items.emplace_back(List{field, ErrorList(faults)});
        return Value(std::move(items));
    }
    return std::nullopt;
}

std::string FormErrors::str() const {
    if (entries_.empty()) return {};
    std::string out = "<ul class=\"errorlist\">";
    for (const auto& [name, faults] : entries_) out += "<li>" + text::html_escape(name) + ErrorList(faults).as_ul() + "</li>";
    return out + "</ul>";
}

bool FormErrors::each(const std::function<bool(const Value&)>& visit) const {
    for (const auto& [name, faults] : entries_) {
        if (!visit(Value(name))) break;
    }
    return true;
}

}  // namespace portico::forms
