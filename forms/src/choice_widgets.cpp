#include <algorithm>

#include <portico/base/text.hpp>
#include <portico/forms/widgets.hpp>

namespace portico::forms {

namespace {

/// Options of one group stand together; those without a group are groups of their own.
struct Group {
    std::string label{};
    std::vector<Choice> choices{};
};

std::vector<Group> grouped(std::vector<Choice> choices) {
    std::vector<Group> groups;
    for (auto& choice : choices) {
        if (groups.empty() || choice.group.empty() || groups.back().label != choice.group) groups.push_back({choice.group, {}});
        groups.back().choices.push_back(std::move(choice));
    }
    return groups;
}

std::string option_value(const Choice& choice) { return choice.value.is_null() ? std::string() : choice.value.str(); }

std::string label_html(const Choice& choice) { return choice.label_is_html ? choice.label : text::html_escape(choice.label); }

bool contains(const std::vector<std::string>& chosen, const std::string& value) {
    return std::ranges::find(chosen, value) != chosen.end();
}

}  // namespace

ChoiceWidget::ChoiceWidget(Attributes own, Choices choices, bool multiple)
    : Widget(std::move(own)), choices_(std::move(choices)), multiple_(multiple) {}

Value ChoiceWidget::value_from(const Submission& sent, std::string_view name) const {
    if (!multiple_) return Widget::value_from(sent, name);
    List values;
    if (sent.data) {
        for (auto value : sent.data->get_list(name)) values.emplace_back(value);
    }
    return values;
}

std::vector<std::string> ChoiceWidget::chosen(const Value& value) const {
    std::vector<std::string> texts;
    Value given = shown(value);
    const bool several = (value.as_list() || (multiple_ && !value.is_text())) &&
                         value.each([&](const Value& item) { return texts.push_back(item.is_null() ? "" : item.str()), true; });
    if (!several && !(multiple_ && value.is_null())) texts.push_back(given.is_null() ? "" : given.str());
    return texts;
}

std::string Select::render(std::string_view name, const Value& value, const Attributes& more) const {
    std::string out = "<select name=\"";
    text::append_html_escaped(out, name);
    out += '"';
    Attributes own = attributes;
    own.merge(more);
    if (multiple()) own.set_bare("multiple");
    own.append_to(out);
    out += ">\n";
    auto selected = chosen(value);
    bool found = false;
    auto add_option = [&](const Choice& choice) {
        std::string option = option_value(choice);
        bool is_chosen = (multiple() || !found) && contains(selected, option);
        found = found || is_chosen;
        out += "  <option value=\"" + text::html_escape(option) + '"';
        out += is_chosen ? " selected>" : ">";
        out += label_html(choice) + "</option>\n\n";
    };
    for (const auto& group : grouped(choices())) {
        if (!group.label.empty()) out += "  <optgroup label=\"" + text::html_escape(group.label) + "\">\n";
        for (const auto& choice : group.choices) add_option(choice);
        if (!group.label.empty()) out += "  </optgroup>\n";
    }
    return out + "</select>";
}

bool Select::use_required(const Value& initial) const {
    if (multiple()) return Widget::use_required(initial);
    auto options = choices();
    return !options.empty() && options.front().group.empty() && option_value(options.front()).empty();
}

NullBooleanSelect::NullBooleanSelect(Attributes own)
    : Select(std::move(own), fixed({{"unknown", "Unknown", {}}, {"true", "Yes", {}}, {"false", "No", {}}})) {}

Value NullBooleanSelect::shown(const Value& value) const {
    if (auto* truth = value.as_boolean()) return Value(std::string_view(*truth ? "true" : "false"));
    if (value == Value(0) || value == Value(1)) return Value(std::string_view(value == Value(1) ? "true" : "false"));
    std::string text = value.is_null() ? std::string() : value.str();
    if (text == "true" || text == "2") return "true";
    if (text == "false" || text == "3") return "false";
    return "unknown";
}

Value NullBooleanSelect::value_from(const Submission& sent, std::string_view name) const {
    Value given = Widget::value_from(sent, name);
    Value text = given == Value("True") || given == Value("False") ? Value(text::ascii_lower(given.str())) : shown(given);
    if (text == Value("true")) return true;
    if (text == Value("false")) return false;
    return {};
}

std::vector<std::string> RadioSelect::parts(std::string_view name, const Value& value, const Attributes& more) const {
    std::vector<std::string> out;
    auto selected = chosen(value);
    bool found = false;
    std::size_t place = 0;
    std::string id(more.contains("id") ? more.get("id") : attributes.get("id"));
    for (const auto& group : grouped(choices())) {
        std::size_t within = 0;
        for (const auto& choice : group.choices) {
            std::string option = option_value(choice);
            bool is_chosen = (multiple() || !found) && contains(selected, option);
            found = found || is_chosen;
            Attributes own = attributes;
            own.merge(more);
            std::string own_id;
            if (!id.empty()) {
                own_id = id + '_' + std::to_string(place);
                if (!group.label.empty()) own_id += '_' + std::to_string(within);
                own.set("id", own_id);
            }
            if (is_chosen) own.set_bare("checked");
            std::string part = own_id.empty() ? "<label>" : "<label for=\"" + text::html_escape(own_id) + "\">";
            part += "<input type=\"" + std::string(multiple() ? "checkbox" : "radio") + "\" name=\"" +
                    text::html_escape(name) + "\" value=\"" + text::html_escape(option) + '"' + own.html() + ">\n " +
                    label_html(choice) + "</label>";
            out.push_back(std::move(part));
            ++within;
        }
        ++place;
    }
    return out;
}

std::string RadioSelect::render(std::string_view name, const Value& value, const Attributes& more) const {
    Attributes own = attributes;
    own.merge(more);
    std::string out = "<div";
    for (std::string_view kept : {"id", "class"}) {
        if (auto text = own.get(kept); !text.empty()) out += ' ' + std::string(kept) + "=\"" + text::html_escape(text) + '"';
    }
    out += '>';
    auto controls = parts(name, value, more);
    std::size_t next = 0;
    for (const auto& group : grouped(choices())) {
        if (!group.label.empty()) out += "\n  <div><label>" + text::html_escape(group.label) + "</label>";
        for (std::size_t i = 0; i < group.choices.size(); ++i) out += "<div>\n    " + controls[next++] + "\n\n</div>";
        if (!group.label.empty()) out += "\n  </div>";
    }
    return out + "\n</div>";
}

}  // namespace portico::forms
