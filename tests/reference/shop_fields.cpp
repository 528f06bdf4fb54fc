#include "shop_fields.hpp"

#include <portico/base/text.hpp>
#include <portico/forms/validators.hpp>

namespace shop {

using namespace forms;

Value PostcodeField::to_value(const Value& sent) const {
    Value typed = CharField::to_value(sent);
    if (is_empty(typed)) return typed;
    std::string code = text::upper(text::replace_all(typed.str(), " ", ""));
    if (!matches("^[1-9][0-9]{3}[A-Z]{2}$", code)) fail("invalid", "Enter a postcode like 1012 AB.");
    return Value(code.substr(0, 4) + " " + code.substr(4));
}

std::string StarsInput::render(std::string_view name, const Value& value, const Attributes& more) const {
    std::string out = "<div class=\"stars\">";
    for (int i = 1; i <= most_; ++i) {
        Attributes own = Attributes(attributes).merge(more);
        own.set("id", std::string(more.get("id")) + "_" + std::to_string(i));
        if (shown(value).str() == std::to_string(i)) own.set_bare("checked");
        out += "<label><input type=\"radio\" name=\"" + text::html_escape(name) + "\" value=\"" + std::to_string(i) + "\"" + own.html() + "> " +
               std::to_string(i) + "</label>";
    }
    return out + "</div>";
}

namespace {

std::shared_ptr<MultiWidget> weight_widget() {
    auto units = std::make_shared<Select>(Attributes(), fixed({{"1", "g", {}}, {"1000", "kg", {}}}));
    auto widget = std::make_shared<MultiWidget>(std::vector<WidgetPtr>{std::make_shared<NumberInput>(), units});
    widget->part_names = {"Weight", "Unit"};
    return widget;
}

} // namespace

WeightField::WeightField()
    : MultiValueField({std::make_shared<IntegerField>(), std::make_shared<ChoiceField>(fixed({{"1", "g", {}}, {"1000", "kg", {}}}))}, weight_widget()) {}

Value WeightField::compress(const List& parts) const {
    if (parts.empty()) return {};
    return Value(*parts[0].as_integer() * std::stoi(parts[1].str()));
}

ReviewForm::ReviewForm(Submission sent) : Form(std::move(sent)) {
    add("postcode", std::make_shared<PostcodeField>());
    Field& stars = field("stars");
    stars.use(std::make_shared<StarsInput>());
    stars.validators.push_back([](const Value& value) {
        if (*value.as_integer() > 5) throw ValidationError("Five stars are the most.", "too_many");
    });
}

void ReviewForm::clean() {
    if ((*this)->stars == 1 && (*this)->name.empty()) add_error("name", "Who complains says who they are.", "anonymous");
}

} // namespace shop
