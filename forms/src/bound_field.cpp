#include <portico/templates/text.hpp>
#include <portico/forms/bound_field.hpp>

#include <portico/base/text.hpp>
#include <portico/base/type_info.hpp>
#include <portico/forms/any_form.hpp>
#include <portico/forms/widgets.hpp>

#include "held_upload.hpp"

namespace portico::forms {

std::string BoundField::html_name() const { return form_->prefixed(field_->name); }

std::string BoundField::auto_id() const {
    const std::string& pattern = form_->options().auto_id;
    return pattern.find("%s") == pattern.npos ? pattern : text::replace_all(pattern, "%s", html_name());
}

std::string BoundField::id_for_label() const {
    auto own = field_->widget->attributes.get("id");
    return field_->widget->id_for_label(own.empty() ? auto_id() : std::string(own));
}

std::string BoundField::label() const {
    if (!field_->has_label) return {};
    return field_->label.empty() ? templates::capitalized_label(field_->name) : field_->label;
}

Value BoundField::initial() const { return form_->initial_of(*field_); }

Value BoundField::data() const {
    return form_->is_bound() ? field_->widget->value_from(form_->submission(), html_name()) : Value();
}

Value BoundField::value() const {
    Value shown = initial();
    if (form_->is_bound()) shown = field_->bound_value(data(), shown);
    shown = field_->prepared(shown);
    // A member of type Html is edited as the text that it is: unescaped, it could end the control and begin anything.
    return shown.type() == Value::Type::html ? Value(shown.str()) : shown;
}

ErrorList BoundField::errors() const {
    std::string id = auto_id();
    return ErrorList(form_->errors_of(field_->name), {}, id.empty() ? id : id + "_error");
}

std::string BoundField::initial_name() const { return "initial-" + html_name(); }

bool BoundField::has_changed() const {
    if (!field_->show_hidden_initial) return field_->has_changed(initial(), data());
    Value shown = HiddenInput().value_from(form_->submission(), initial_name());
    try {
        return field_->has_changed(field_->to_value(shown), data());
    } catch (const Error&) {
        return true;  // what the form did not show
    }
}

std::string BoundField::aria_describedby() const {
    std::string id = auto_id(), out;
    if (id.empty() || is_hidden()) return out;
    if (!field_->help_text.empty()) out = id + "_helptext";
    if (!form_->errors_of(field_->name).empty()) out += (out.empty() ? "" : " ") + id + "_error";
    return out;
}

std::string BoundField::css_classes(std::string_view more) const {
    const FormOptions& options = form_->options();
    const bool named = !options.required_css_class.empty() || !options.error_css_class.empty();
    std::string out(more);
    auto add = [&](const std::string& name) { out += (out.empty() || name.empty() ? "" : " ") + name; };
    if (field_->required) add(named ? options.required_css_class : "required");
    if (!form_->errors_of(field_->name).empty()) add(named ? options.error_css_class : "error");
    return out;
}

std::string BoundField::row_classes() const {
    const FormOptions& options = form_->options();
    return options.required_css_class.empty() && options.error_css_class.empty() ? std::string() : css_classes();
}

Attributes BoundField::widget_attributes(const Attributes& more) const {
    const Widget& widget = *field_->widget;
    Attributes out = more;
    const bool wanted = field_->required && form_->options().use_required_attribute && widget.use_required(initial());
    if (wanted && !holds_file()) out.set_bare("required");
    if (field_->disabled) out.set_bare("disabled");
    if (!is_hidden() && !form_->errors_of(field_->name).empty()) out.set("aria-invalid", "true");
    if (!use_fieldset() && !out.contains("aria-describedby") && !widget.attributes.contains("aria-describedby")) {
        if (std::string ids = aria_describedby(); !ids.empty()) out.set("aria-describedby", ids);
    }
    std::string id = auto_id();
    if (!id.empty() && !widget.attributes.contains("id") && !out.contains("id")) {
        out.set("id", id);
    }
    return out;
}

std::string BoundField::widget_html(const Attributes& more) const {
    std::string out = field_->widget->render(html_name(), value(), widget_attributes(more)) + held_html();
    return field_->show_hidden_initial ? out + hidden_html(true) : out;
}

bool BoundField::holds_file() const {
    if (!form_->is_bound() || form_->is_valid() || !form_->errors_of(field_->name).empty()) return false;
    return uploaded_file(data()) != nullptr;
}

std::string BoundField::held_html() const {
    if (!holds_file()) return {};
    const Value sent = data();
    const UploadedFile& file = *uploaded_file(sent);
    const std::string token = hold_upload(file);
    if (token.empty()) return {};
    return HiddenInput().render(FileInput::held_name(html_name()), Value(token)) + "<span class=\"held\">Chosen: " +
           text::html_escape(file.name()) + "</span>";
}

std::string BoundField::hidden_html(bool only_initial) const {
    Attributes attributes;
    std::string id = auto_id();
    if (!id.empty()) attributes.set("id", only_initial ? "initial-" + form_->prefixed(id) : id);
    std::string name = only_initial ? initial_name() : html_name();
    Value sent = only_initial ? HiddenInput().value_from(form_->submission(), name) : Value();
    Value shown = sent.is_null() ? value() : sent;
    if (shown.as_list()) return MultipleHiddenInput().render(name, shown, attributes);
    return HiddenInput().render(name, field_->widget->shown(shown), attributes);
}

std::vector<std::string> BoundField::parts() const {
    return field_->widget->parts(html_name(), value(), widget_attributes({}));
}

std::string BoundField::label_tag(const Attributes& more, std::string_view tag) const {
    std::string shown = label();
    if (shown.empty()) return {};
    const std::string& suffix = field_->label_suffix ? *field_->label_suffix : form_->options().label_suffix;
    if (!suffix.empty() && std::string_view(":?.!").find(shown.back()) == std::string_view::npos) {
        shown += suffix;
    }
    if (!field_->label_is_html) shown = text::html_escape(shown);
    auto own = field_->widget->attributes.get("id");
    std::string id = own.empty() ? auto_id() : std::string(own);
    if (id.empty()) return shown;
    Attributes attributes = more;
    const std::string& required_class = form_->options().required_css_class;
    if (std::string target = field_->widget->id_for_label(id); !target.empty() && tag == "label") {
        attributes.set("for", target);
    }
    if (field_->required && !required_class.empty()) {
        std::string_view own_class = attributes.get("class");
        attributes.set("class", own_class.empty() ? required_class : std::string(own_class) + ' ' + required_class);
    }
    return '<' + std::string(tag) + attributes.html() + '>' + shown + "</" + std::string(tag) + '>';
}

std::string BoundField::row() const {
    std::string out, id = auto_id();
    if (use_fieldset()) {
        std::string ids = aria_describedby();
        out += "<fieldset";
        if (!ids.empty()) out += " aria-describedby=\"" + text::html_escape(ids) + '"';
        out += ">\n  " + legend_tag();
    } else {
        out += label_tag();
    }
    out += "\n\n";
    if (!field_->help_text.empty()) {
        out += "<div class=\"helptext\"";
        if (!id.empty()) out += " id=\"" + text::html_escape(id + "_helptext") + '"';
        out += '>' + field_->help_text + "</div>";
    }
    out += '\n' + errors().as_ul() + '\n' + widget_html();
    if (use_fieldset()) out += "</fieldset>";
    return out.substr(out.find_first_not_of('\n'));
}

namespace {

Value facts_of(const Field& field) {
    auto* input = dynamic_cast<const Input*>(field.widget.get());
    Map widget{{"is_hidden", field.widget->is_hidden()}, {"use_fieldset", field.widget->is_group()},
               {"needs_multipart_form", field.widget->needs_multipart()}};
    if (input) widget.set("input_type", input->type);
    return Map{{"required", field.required}, {"disabled", field.disabled}, {"help_text", Html{field.help_text}},
               {"label", field.label}, {"widget", std::move(widget)}};
}

}  // namespace

std::optional<Value> BoundField::attribute(std::string_view name) const {
    if (name == "errors") return Value(errors());
    if (name == "label") return field_->label_is_html ? Value(Html{label()}) : Value(label());
    if (name == "label_tag") return Value(Html{label_tag()});
    if (name == "legend_tag") return Value(Html{legend_tag()});
    if (name == "help_text") return Value(Html{help_text()});
    if (name == "id_for_label") return Value(id_for_label());
    if (name == "auto_id") return Value(auto_id());
    if (name == "name") return Value(field_->name);
    if (name == "html_name") return Value(html_name());
    if (name == "value") return value();
    if (name == "initial") return initial();
    if (name == "data") return data();
    if (name == "is_hidden") return Value(is_hidden());
    if (name == "use_fieldset") return Value(use_fieldset());
    if (name == "aria_describedby") return Value(aria_describedby());
    if (name == "css_classes") return Value(css_classes());
    if (name == "as_widget") return Value(Html{widget_html()});
    if (name == "as_hidden") return Value(Html{hidden_html()});
    if (name == "as_field_group" || name == "row") return Value(Html{row()});
    if (name == "field") return facts_of(*field_);
    if (name == "subwidgets") {
        List list;
        for (auto& part : parts()) list.emplace_back(Html{std::move(part)});
        return Value(std::move(list));
    }
    return std::nullopt;
}

bool BoundField::each(const std::function<bool(const Value&)>& visit) const {
    for (auto& part : parts()) {
        if (!visit(Value(Html{std::move(part)}))) break;
    }
    return true;
}

}  // namespace portico::forms
