#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <portico/base/type_info.hpp>
#include <portico/forms/attributes.hpp>
#include <portico/forms/submission.hpp>

namespace portico::forms {

/// Where options come from: asked when they are shown or checked, so that a model's rows are read no sooner.
using Choices = std::function<std::vector<Choice>()>;
Choices fixed(std::vector<Choice> choices);

/// The HTML side of a field: writes the control and reads what it sends.
///
///     forms::TextInput input({{"class", "wide"}});
///     input.render("title", "Hello", {{"id", "id_title"}})
///         // <input type="text" name="title" value="Hello" class="wide" id="id_title">
class Widget {
public:
    explicit Widget(Attributes own = {}) : attributes(std::move(own)) {}
    virtual ~Widget() = default;

    Attributes attributes;
    bool is_required = false;  // of its field: for `required` and empty options
    bool is_localized = false;

    virtual std::string render(std::string_view name, const Value& value, const Attributes& more) const = 0;
    std::string render(std::string_view name, const Value& value) const { return render(name, value, {}); }

    /// What was sent: null, text, boolean, list, FileValue.
    virtual Value value_from(const Submission& sent, std::string_view name) const;
    /// Is there nothing at all of it in what was sent, so that a default counts?
    virtual bool is_omitted(const Submission& sent, std::string_view name) const;
    /// The text that stands for a value in the control, `Html` where it is that already; null where there is none.
    virtual Value shown(const Value& value) const;

    virtual bool is_hidden() const { return false; }
    virtual bool needs_multipart() const { return false; }
    /// Several controls under one name: a legend instead of a label.
    virtual bool is_group() const { return false; }
    virtual bool use_required(const Value& initial) const {
        (void)initial;
        return !is_hidden();
    }
    virtual std::string id_for_label(std::string_view id) const { return std::string(id); }
    /// Each control of a group by itself, as HTML; for a single control, itself.
    virtual std::vector<std::string> parts(std::string_view name, const Value& value, const Attributes& more) const;
    /// A widget for choices takes them from its field; others leave them.
    virtual void set_choices(Choices choices) { (void)choices; }
    /// Scripts and style sheets that the page needs; paths below static/.
    virtual std::vector<std::string> media() const { return {}; }
};

using WidgetPtr = std::shared_ptr<Widget>;

/// A widget by the name that `describe` gives: "textarea", "password", "radio", "hidden" …; Error naming the nearest where there is none.
WidgetPtr widget_named(std::string_view name);
std::vector<std::string> widget_names();

/// The names, for `describe`: `.widget(forms::textarea)`.
inline constexpr char text_input[] = "text";
inline constexpr char textarea[] = "textarea";
inline constexpr char password[] = "password";
inline constexpr char hidden[] = "hidden";
inline constexpr char email_input[] = "email";
inline constexpr char url_input[] = "url";
inline constexpr char number_input[] = "number";
inline constexpr char search_input[] = "search";
inline constexpr char tel_input[] = "tel";
inline constexpr char color_input[] = "color";
inline constexpr char range_input[] = "range";
inline constexpr char date_input[] = "date";
inline constexpr char time_input[] = "time";
inline constexpr char date_time_input[] = "datetime-local";
inline constexpr char checkbox[] = "checkbox";
inline constexpr char select[] = "select";
inline constexpr char select_multiple[] = "select_multiple";
inline constexpr char radio[] = "radio";
inline constexpr char checkboxes[] = "checkboxes";
inline constexpr char file_input[] = "file";
inline constexpr char clearable_file[] = "clearable_file";

}  // namespace portico::forms
