#include <portico/forms/form_set.hpp>

#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>

namespace portico::forms {

namespace {

constexpr const char* total = "TOTAL_FORMS";
constexpr const char* initial_forms = "INITIAL_FORMS";
constexpr const char* delete_name = "DELETE";
constexpr const char* order_name = "ORDER";

std::size_t count_of(const AnyForm& management, const char* name) {
    const Value* value = management.cleaned().find(name);
    auto* number = value ? value->as_integer() : nullptr;
    return number && *number > 0 ? static_cast<std::size_t>(*number) : 0;
}

FieldPtr hidden_count(bool required) {
    auto field = std::make_shared<IntegerField>();
    field->required = required;
    if (required) field->min_value = 0;
    field->use(std::make_shared<HiddenInput>());
    field->widget->attributes = {};
    return field;
}

}  // namespace

struct AnyFormSet::State {
    std::unique_ptr<AnyForm> management{};
    std::vector<std::unique_ptr<AnyForm>> forms{};
    bool made = false, checked = false;
    std::vector<Fault> faults{};
};

AnyFormSet::AnyFormSet(Maker maker, std::size_t shown, Submission sent, FormSetOptions options)
    : maker_(std::move(maker)), shown_(shown), sent_(std::move(sent)), options_(std::move(options)),
      state_(std::make_unique<State>()) {}

AnyFormSet::~AnyFormSet() = default;
AnyFormSet::AnyFormSet(AnyFormSet&&) noexcept = default;

const AnyForm& AnyFormSet::management() const {
    if (state_->management) return *state_->management;
    FormOptions form_options;
    form_options.prefix = options_.prefix;
    form_options.auto_id = options_.auto_id;
    if (!is_bound()) {
        form_options.initial = {{total, total_form_count()}, {initial_forms, initial_form_count()},
                                {"MIN_NUM_FORMS", options_.min}, {"MAX_NUM_FORMS", options_.max}};
    }
    state_->management = std::make_unique<AnyForm>(sent_, std::move(form_options));
    state_->management->options().use_required_attribute = false;
    state_->management->add(total, hidden_count(true));
    state_->management->add(initial_forms, hidden_count(true));
    state_->management->add("MIN_NUM_FORMS", hidden_count(false));
    state_->management->add("MAX_NUM_FORMS", hidden_count(false));
    return *state_->management;
}

std::size_t AnyFormSet::initial_form_count() const {
    return is_bound() ? count_of(management(), initial_forms) : shown_;
}

std::size_t AnyFormSet::total_form_count() const {
    std::size_t most = options_.absolute_max.value_or(options_.max + 1000);
    if (is_bound()) return std::min(count_of(management(), total), most);
    std::size_t count = std::max(shown_, options_.min) + options_.extra;
    return std::max(shown_, std::min(count, options_.max));
}

std::unique_ptr<AnyForm> AnyFormSet::make(std::optional<std::size_t> place) const {
    FormOptions form_options;
    form_options.prefix = options_.prefix + '-' + (place ? std::to_string(*place) : std::string("__prefix__"));
    form_options.auto_id = options_.auto_id;
    form_options.use_required_attribute = false;  // a row to be deleted or left empty must not hold up the others
    form_options.empty_permitted = !place || (*place >= initial_form_count() && *place >= options_.min);
    auto form = maker_(place, place ? sent_ : Submission(), std::move(form_options));
    add_fields(*form, place);
    return form;
}

void AnyFormSet::add_fields(AnyForm& form, std::optional<std::size_t> place) const {
    bool is_initial = place && *place < initial_form_count();
    if (options_.can_order) {
        auto order = std::make_shared<IntegerField>();
        order->label = "Order";
        order->required = false;
        if (is_initial) order->initial = Value(*place + 1);
        form.add(order_name, order);
    }
    if (options_.can_delete && (options_.can_delete_extra || is_initial)) {
        auto box = std::make_shared<BooleanField>();
        box->label = "Delete";
        box->required = false;
        form.add(delete_name, box);
    }
}

const std::vector<std::unique_ptr<AnyForm>>& AnyFormSet::forms() const {
    if (!state_->made) {
        state_->made = true;
        for (std::size_t place = 0, count = total_form_count(); place < count; ++place) {
            state_->forms.push_back(make(place));
        }
    }
    return state_->forms;
}

std::unique_ptr<AnyForm> AnyFormSet::empty_form() const { return make(std::nullopt); }

bool AnyFormSet::is_marked_for_deletion(const AnyForm& form) const {
    if (!options_.can_delete || !form.is_bound()) return false;
    const Field* box = form.find(delete_name);
    return box && BoundField(form, *box).data().truthy();
}

bool AnyFormSet::is_valid() const {
    if (!is_bound()) return false;
    full_clean();
    bool good = std::ranges::all_of(forms(), [&](const auto& form) {
        return is_marked_for_deletion(*form) || form->errors().empty();
    });
    return good && state_->faults.empty();
}

/// Like a form's: checking happens at the first question.
void AnyFormSet::full_clean() const {
    if (state_->checked || !is_bound()) return;
    state_->checked = true;
    if (!management().is_valid()) {
        std::vector<std::string> missing;
        for (const auto& [name, faults] : management().errors()) missing.push_back(options_.prefix + '-' + name);
        state_->faults.push_back({"ManagementForm data is missing or has been tampered with. Missing fields: " +
                                      text::join(missing, ", ") +
                                      ". You may need to file a bug report if the issue persists.",
                                  "missing_management_form", {}});
    }
    check_counts();
    auto& self = const_cast<AnyFormSet&>(*this);
    if (state_->faults.empty()) collect(state_->faults, [&] { self.clean(); });
}

void AnyFormSet::check_counts() const {
    std::size_t deleted = 0, empty = 0;
    for (std::size_t place = 0; place < forms().size(); ++place) {
        const AnyForm& form = *forms()[place];
        if (is_marked_for_deletion(form)) ++deleted;
        else if (is_extra(place) && !form.has_changed()) ++empty;
    }
    std::size_t present = forms().size() - deleted;
    std::size_t most = options_.absolute_max.value_or(options_.max + 1000);
    auto forms_text = [](std::size_t n) { return std::to_string(n) + (n == 1 ? " form." : " forms."); };
    if ((options_.validate_max && present > options_.max) || count_of(management(), total) > most) {
        state_->faults = {{"Please submit at most " + forms_text(options_.max), "too_many_forms", {}}};
    } else if (options_.validate_min && present - std::min(present, empty) < options_.min) {
        state_->faults = {{"Please submit at least " + forms_text(options_.min), "too_few_forms", {}}};
    }
}

ErrorList AnyFormSet::non_form_errors() const {
    full_clean();
    return ErrorList(state_->faults, "nonform");
}

void AnyFormSet::add_error(std::string message, std::string code) {
    full_clean();
    state_->faults.push_back({std::move(message), std::move(code), {}});
}

bool AnyFormSet::has_changed() const {
    return std::ranges::any_of(forms(), [](const auto& form) { return form->has_changed(); });
}

bool AnyFormSet::is_multipart() const { return forms().empty() ? empty_form()->is_multipart() : forms().front()->is_multipart(); }

std::vector<AnyForm*> AnyFormSet::deleted_forms() const {
    std::vector<AnyForm*> out;
    if (!is_valid()) return out;
    for (std::size_t place = 0; place < forms().size(); ++place) {
        AnyForm& form = *forms()[place];
        if (is_extra(place) && !form.has_changed()) continue;
        if (is_marked_for_deletion(form)) out.push_back(&form);
    }
    return out;
}

std::vector<AnyForm*> AnyFormSet::ordered_forms() const {
    std::vector<AnyForm*> out;
    if (!is_valid()) return out;
    for (std::size_t place = 0; place < forms().size(); ++place) {
        AnyForm& form = *forms()[place];
        if ((is_extra(place) && !form.has_changed()) || is_marked_for_deletion(form)) continue;
        out.push_back(&form);
    }
    if (!options_.can_order) return out;
    auto place_of = [](const AnyForm* form) {
        const Value* value = form->cleaned().find(order_name);
        auto* number = value ? value->as_integer() : nullptr;
        return number ? *number : std::numeric_limits<std::int64_t>::max();  // without an order: at the end
    };
    std::ranges::stable_sort(out, {}, place_of);
    return out;
}

std::string AnyFormSet::management_form() const { return management().as_div(); }

std::string AnyFormSet::as_div() const {
    std::string out = management_form();
    for (const auto& form : forms()) out += form->as_div();
    return out;
}

std::optional<Value> AnyFormSet::attribute(std::string_view name) const {
    if (name == "management_form") return Value(Html{management_form()});
    if (name == "forms") {
        List list;
        each([&](const Value& form) { return list.push_back(form), true; });
        return Value(std::move(list));
    }
    if (name == "empty_form") return Value(std::shared_ptr<const Dynamic>(empty_form()));
    if (name == "non_form_errors") return Value(non_form_errors());
    if (name == "total_form_count") return Value(total_form_count());
    if (name == "initial_form_count") return Value(initial_form_count());
    if (name == "is_bound") return Value(is_bound());
    if (name == "is_valid") return Value(is_valid());
    if (name == "is_multipart") return Value(is_multipart());
    if (name == "prefix") return Value(options_.prefix);
    if (name == "can_delete") return Value(options_.can_delete);
    if (name == "can_order") return Value(options_.can_order);
    if (name == "errors") {
        List list;
        for (const auto& form : forms()) list.emplace_back(FormErrors(form->errors()));
        return Value(std::move(list));
    }
    return std::nullopt;
}

bool AnyFormSet::each(const std::function<bool(const Value&)>& visit) const {
    for (const auto& form : forms()) {
        if (!visit(Value(std::shared_ptr<const Dynamic>(std::shared_ptr<const void>(), form.get())))) break;
    }
    return true;
}

}  // namespace portico::forms
