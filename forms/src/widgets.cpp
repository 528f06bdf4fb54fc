#include <portico/forms/widgets.hpp>

#include <portico/base/text.hpp>

#include "held_upload.hpp"
#include "time_text.hpp"

namespace portico::forms {

namespace {

std::string escaped(const Value& value) { return value.type() == Value::Type::html ? value.str() : text::html_escape(value.str()); }

std::string input_tag(std::string_view type, std::string_view name, const Value& value, const Attributes& own,
                      const Attributes& more) {
    Attributes attributes = own;
    attributes.merge(more);
    // An attribute of that name asks for another of the browser's inputs.
    if (attributes.contains("type")) type = attributes.get("type");
    std::string out = "<input type=\"";
    text::append_html_escaped(out, type);
    out += "\" name=\"";
    text::append_html_escaped(out, name);
    out += '"';
    if (!value.is_null()) out += " value=\"" + escaped(value) + '"';
    attributes.remove("type").append_to(out);
    return out + '>';
}

}  // namespace

std::string Input::render(std::string_view name, const Value& value, const Attributes& more) const {
    return input_tag(type, name, shown(value), attributes, more);
}

Value PasswordInput::shown(const Value& value) const { return shows_value ? Widget::shown(value) : Value(); }

std::string MultipleHiddenInput::render(std::string_view name, const Value& value, const Attributes& more) const {
    std::string out;
    std::size_t index = 0;
    auto add = [&](const Value& item) {
        Attributes own = more;
        if (auto id = more.get("id"); !id.empty()) own.set("id", std::string(id) + '_' + std::to_string(index));
        ++index;
        out += input_tag(type, name, Value(item.str()), attributes, own);
        return true;
    };
    if (value.is_text()) add(value);
    else value.each(add);
    return out;
}

Value MultipleHiddenInput::value_from(const Submission& sent, std::string_view name) const {
    List values;
    if (sent.data) {
        for (auto value : sent.data->get_list(name)) values.emplace_back(value);
    }
    return values;
}

Textarea::Textarea(Attributes own) : Widget({{"cols", "40"}, {"rows", "10"}}) { attributes.merge(own); }

/// Browsers send CRLF for every line end; the text is kept with LF, or each save would change it.
Value Textarea::value_from(const Submission& sent, std::string_view name) const {
    Value value = Widget::value_from(sent, name);
    return value.is_null() ? value : Value(text::replace_all(value.str(), "\r\n", "\n"));
}

std::string Textarea::render(std::string_view name, const Value& value, const Attributes& more) const {
    std::string out = "<textarea name=\"";
    text::append_html_escaped(out, name);
    out += '"';
    Attributes(attributes).merge(more).append_to(out);
    out += ">\n";
    if (Value text = shown(value); !text.is_null()) out += escaped(text);
    return out + "</textarea>";
}

namespace {

/// What was left empty is shown as such, unlike what has no value.
Value shown_moment(const Widget& widget, const Value& value, const Value& written) {
    return value.is_text() && value.as_text()->empty() ? value : widget.Widget::shown(written);
}

}  // namespace

Value DateInput::shown(const Value& value) const {
    return shown_moment(*this, value, format.empty() ? date_text(value) : formatted_text(value, format));
}
Value TimeInput::shown(const Value& value) const {
    return shown_moment(*this, value, format.empty() ? time_text(value, type != "text" && !is_hidden()) : formatted_text(value, format));
}
Value DateTimeInput::shown(const Value& value) const {
    return shown_moment(*this, value, format.empty() ? date_time_text(value, type != "text" && !is_hidden()) : formatted_text(value, format));
}

std::string CheckboxInput::render(std::string_view name, const Value& value, const Attributes& more) const {
    const bool* truth = value.as_boolean();
    bool plain = truth || value.is_null() || (value.is_text() && value.str().empty());
    Attributes own = more;
    if (truth ? *truth : !plain) own.set_bare("checked");
    return input_tag(type, name, plain ? Value() : value.type() == Value::Type::html ? value : Value(value.str()), attributes, own);
}

Value CheckboxInput::value_from(const Submission& sent, std::string_view name) const {
    auto value = sent.data ? sent.data->find(name) : std::nullopt;
    if (!value) return false;
    std::string lower = text::ascii_lower(*value);
    if (lower == "true") return true;
    if (lower == "false") return false;
    return !value->empty();
}

Value FileInput::value_from(const Submission& sent, std::string_view name) const {
    if (const UploadedFile* file = sent.file(name)) return FileValue(*file);
    auto token = sent.data ? sent.data->find(held_name(name)) : std::nullopt;
    auto held = token ? held_upload(*token, std::string(name)) : std::nullopt;
    return held ? Value(FileValue(std::move(*held))) : Value();
}

bool FileInput::is_omitted(const Submission& sent, std::string_view name) const {
    return !sent.file(name) && !(sent.data && sent.data->contains(held_name(name)));
}

std::string FileInput::held_name(std::string_view name) { return std::string(name) + "-held"; }

std::string ClearableFileInput::render(std::string_view name, const Value& value, const Attributes& more) const {
    std::string input = input_tag(type, name, {}, attributes, more);
    auto url = value.attribute("url");
    if (!value.truthy() || !url || uploaded_file(value)) return input;
    std::string shown_name = text::html_escape(value.str());
    std::string out = "Currently: ";
    out += url->truthy() ? "<a href=\"" + text::html_escape(url->str()) + "\">" + shown_name + "</a>" : shown_name;
    if (!is_required) {
        std::string clear = std::string(name) + "-clear";
        std::string id = text::html_escape(clear + "_id");
        out += "\n<input type=\"checkbox\" name=\"" + text::html_escape(clear) + "\" id=\"" + id + '"';
        if (more.contains("disabled")) out += " disabled";
        out += ">\n<label for=\"" + id + "\">Clear</label>";
    }
    return out + "<br>\nChange:\n" + input;
}

Value ClearableFileInput::value_from(const Submission& sent, std::string_view name) const {
    Value upload = FileInput::value_from(sent, name);
    bool clears = !is_required && CheckboxInput().value_from(sent, std::string(name) + "-clear").truthy();
    if (!clears) return upload;
    // One that is kept from the last try is taken back by the box; one chosen beside it contradicts it.
    return !sent.file(name) ? Value(false) : Value(List{upload, false});
}

bool ClearableFileInput::is_omitted(const Submission& sent, std::string_view name) const {
    return FileInput::is_omitted(sent, name) && !(sent.data && sent.data->contains(std::string(name) + "-clear"));
}

}  // namespace portico::forms
