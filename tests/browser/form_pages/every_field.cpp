#include "every_field.hpp"

#include <portico/forms/fields.hpp>
#include <portico/forms/multi_fields.hpp>

namespace form_pages {

using namespace portico::forms;

namespace {

/// What a file field shows of a file that is there already.
class StoredFile : public Dynamic {
public:
    std::string str() const override { return "covers/quay.png"; }
    std::optional<Value> attribute(std::string_view name) const override {
        return name == "url" ? std::optional<Value>("/media/covers/quay.png") : std::nullopt;
    }
};

Choices towns() {
    return fixed({{"", "Where to?", {}}, {"bgo", "Bergen", "Norway"}, {"osl", "Oslo", "Norway"}, {"opo", "Porto & Gaia", "Portugal"}, {"else", "Elsewhere", {}}});
}
Choices meals() { return fixed({{"tea", "Tea", {}}, {"cake", "Cake \"Opéra\"", {}}, {"jam", "Jam", {}}}); }

/// Fields as they are added: with help, an initial value, and something that it refuses.
class Fields {
public:
    explicit Fields(State state, FormOptions options) : state_(state), options_(std::move(options)) {}

    void add(const std::string& name, FieldPtr field, Value initial, std::string wrong = {}) {
        field->help_text = "What the <em>" + name + "</em> is for.";
        if (state_ != State::empty) field->initial = std::move(initial);
        if (state_ == State::optional) field->required = false;
        field->disabled = state_ == State::disabled;
        field->use(field->widget);
        sent_.set(options_.prefix.empty() ? name : options_.prefix + "-" + name, std::move(wrong));
        fields_.emplace_back(name, std::move(field));
    }
    template <class W, class... Given> void add_text(const std::string& name, Value initial, Given&&... given) {
        add(name, std::make_shared<CharField>(std::make_shared<W>(std::forward<Given>(given)...)), std::move(initial));
    }

    std::unique_ptr<AnyForm> form() {
        auto made = state_ == State::refused ? std::make_unique<AnyForm>(Submission(sent_), options_) : std::make_unique<AnyForm>(options_);
        for (auto& [name, field] : fields_) made->add(name, field);
        if (state_ == State::refused) made->add_error("", "Tea & cake don't go together.");
        return made;
    }

private:
    State state_;
    FormOptions options_;
    QueryData sent_{};
    std::vector<std::pair<std::string, FieldPtr>> fields_{};
};

void add_texts(Fields& fields) {
    auto title = std::make_shared<CharField>();
    title->min_length = 2, title->max_length = 80;
    fields.add("title", title, "Lamps & <tides>", "x");
    fields.add("code", std::make_shared<RegexField>("^[A-Z]{3}$"), "ABC", "abc");
    fields.add("email", std::make_shared<EmailField>(), "ann@example.org", "ann");
    fields.add("slug", std::make_shared<SlugField>(), "lamps", "no slug!");
    fields.add("site", std::make_shared<URLField>(), "https://example.org/?a=1&b=2", "http://");
    fields.add("key", std::make_shared<UUIDField>(), "7c9e6679-7425-40de-944b-e07fc1f90ae7", "7c9e");
    fields.add("address", std::make_shared<GenericIPAddressField>(), "10.0.0.1", "10.0.0");
    fields.add("data", std::make_shared<JSONField>(), Map{{"tea", 3}}, "{tea");
    fields.add("letters", std::make_shared<ComboField>(std::vector<FieldPtr>{std::make_shared<CharField>(), std::make_shared<EmailField>()}), "a@b.example", "a");
    fields.add_text<Textarea>("body", "Two\nlines");
    fields.add_text<PasswordInput>("password", "secret");
    fields.add_text<Input>("query", "tea", "search");
    fields.add_text<Input>("phone", "22 33 44", "tel");
    fields.add_text<Input>("colour", "#336699", "color");
}

void add_numbers_and_times(Fields& fields) {
    auto count = std::make_shared<IntegerField>();
    count->min_value = 0, count->max_value = 9, count->step = 3;
    fields.add("count", count, 3, "10");
    auto volume = std::make_shared<IntegerField>();
    volume->widget = std::make_shared<Input>("range");
    volume->min_value = 0, volume->max_value = 11;
    fields.add("volume", volume, 11, "12");
    fields.add("weight", std::make_shared<FloatField>(), 1.5, "heavy");
    auto price = std::make_shared<DecimalField>();
    price->max_digits = 6, price->decimal_places = 2;
    fields.add("price", price, Decimal("19.90"), "1.234");
    fields.add("day", std::make_shared<DateField>(), Value(*parse_date("2026-11-22")), "soon");
    fields.add("day_picked", std::make_shared<DateField>(std::make_shared<DateInput>("date")), Value(*parse_date("2026-11-22")), "2026-02-30");
    fields.add("hour", std::make_shared<TimeField>(), Value(*parse_time("14:05")), "late");
    fields.add("hour_picked", std::make_shared<TimeField>(std::make_shared<TimeInput>("time")), Value(*parse_time("14:05")), "25:00");
    fields.add("moment", std::make_shared<DateTimeField>(), Value(*parse_date_time("2026-11-22T14:05:00Z")), "then");
    fields.add("moment_picked", std::make_shared<DateTimeField>(std::make_shared<DateTimeInput>("datetime-local")),
               Value(*parse_date_time("2026-11-22T14:05:00Z")), "2026-11-22");
    fields.add("lasts", std::make_shared<DurationField>(), Value(std::chrono::hours(26)), "long");
    fields.add("sails", std::make_shared<SplitDateTimeField>(), Value(*parse_date_time("2026-11-22T14:05:00Z")));
    auto wed = std::make_shared<DateField>();
    wed->widget = std::make_shared<SelectDateWidget>();
    fields.add("wed", wed, Value(*parse_date("2027-06-05")));
}

void add_choices(Fields& fields, bool groups) {
    fields.add("agreed", std::make_shared<BooleanField>(), true);
    fields.add("sure", std::make_shared<NullBooleanField>(), false);
    fields.add("town", std::make_shared<ChoiceField>(towns()), "bgo", "nowhere");
    fields.add("towns", std::make_shared<MultipleChoiceField>(towns()), List{"bgo", "opo"}, "nowhere");
    auto size = std::make_shared<TypedChoiceField>(fixed({{"1", "small", {}}, {"2", "large", {}}}));
    size->coerce = [](const Value& value) { return Value(std::stoi(value.str())); };
    fields.add("size", size, 2, "3");
    fields.add("sizes", std::make_shared<TypedMultipleChoiceField>(meals()), List{"tea"}, "3");
    if (!groups) return;
    fields.add("harbour", std::make_shared<ChoiceField>(towns(), std::make_shared<RadioSelect>()), "osl", "nowhere");
    fields.add("meal", std::make_shared<ChoiceField>(meals(), std::make_shared<RadioSelect>()), "tea", "soup");
    fields.add("meals", std::make_shared<MultipleChoiceField>(meals(), std::make_shared<CheckboxSelectMultiple>()), List{"tea", "jam"}, "soup");
}

void add_files(Fields& fields) {
    fields.add("cover", std::make_shared<FileField>(), Value(StoredFile()));
    fields.add("picture", std::make_shared<ImageField>(), {});
    auto plain = std::make_shared<FileField>();
    plain->widget = std::make_shared<FileInput>();
    fields.add("attachment", plain, {});
}

void add_hidden(Fields& fields) {
    fields.add_text<HiddenInput>("seen", "yes");
    auto path = std::make_shared<MultipleChoiceField>(meals(), std::make_shared<MultipleHiddenInput>());
    fields.add("path", path, List{"tea", "cake"}, "tea");
    fields.add("since", std::make_shared<SplitDateTimeField>(std::make_shared<SplitHiddenDateTimeWidget>()), Value(*parse_date_time("2026-11-22T14:05:00Z")));
}

} // namespace

std::unique_ptr<AnyForm> every_field(State state, bool groups, FormOptions options) {
    Fields fields(state, std::move(options));
    add_texts(fields);
    add_numbers_and_times(fields);
    add_choices(fields, groups);
    add_files(fields);
    add_hidden(fields);
    return fields.form();
}

} // namespace form_pages
