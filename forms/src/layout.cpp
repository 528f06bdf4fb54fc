#include "layout.hpp"

#include <portico/base/text.hpp>
#include <portico/forms/any_form.hpp>

namespace portico::forms {

namespace {

std::string help(const BoundField& field, const std::string& before, const std::string& after) {
    if (field.help_text().empty()) return {};
    std::string out = before + "<span class=\"helptext\"";
    if (std::string id = field.auto_id(); !id.empty()) out += " id=\"" + text::html_escape(id + "_helptext") + '"';
    return out + '>' + field.help_text() + "</span>" + after;
}

/// Every row but the last has no marker; the last one, even without hidden fields, has the lines of Django's loop over them.
std::string tail(const std::string& last, const std::string& indent) {
    if (last.empty()) return {};
    return '\n' + indent + "  " + (last == " " ? "" : last) + '\n' + indent;
}

/// "<p>", or with the classes that the form's options name.
std::string opened(const char* tag, const BoundField& field) {
    std::string classes = field.row_classes();
    std::string out = '<' + std::string(tag);
    return classes.empty() ? out + '>' : out + " class=\"" + text::html_escape(classes) + "\">";
}

std::string div_row(const BoundField& field, const std::string& last) {
    return opened("div", field) + "\n    " + field.row() + "\n    " + tail(last, "    ") + "\n</div>";
}

std::string paragraph_row(const BoundField& field, const std::string& last) {
    return field.errors().as_ul() + "\n  " + opened("p", field) + "\n    " + field.label_tag() + "\n    " + field.widget_html() + "\n    " +
           help(field, "\n      ", "\n    ") + "\n    " + tail(last, "    ") + "\n  </p>";
}

std::string table_row(const BoundField& field, const std::string& last) {
    return opened("tr", field) + "\n    <th>" + field.label_tag() + "</th>\n    <td>\n      " + field.errors().as_ul() + "\n      " +
           field.widget_html() + "\n      " + help(field, "\n        <br>\n        ", "\n      ") + "\n      " +
           tail(last, "      ") + "\n    </td>\n  </tr>";
}

std::string list_row(const BoundField& field, const std::string& last) {
    return opened("li", field) + "\n    " + field.errors().as_ul() + "\n    " + field.label_tag() + "\n    " + field.widget_html() + "\n    " +
           help(field, "\n      ", "\n    ") + "\n    " + tail(last, "    ") + "\n  </li>";
}

std::string plain_errors(const std::string& list, const std::string& hidden) {
    return hidden.empty() ? list : list + "\n\n  <div>" + hidden + "</div>";
}

std::string paragraph_errors(const std::string& list, const std::string& hidden) {
    return hidden.empty() ? list : list + "\n\n  <p>" + hidden + "</p>";
}

std::string table_errors(const std::string& list, const std::string& hidden) {
    return "<tr>\n    <td colspan=\"2\">\n      " + list + "\n      " +
           (hidden.empty() ? "" : "\n        " + hidden + "\n      ") + "\n    </td>\n  </tr>";
}

std::string list_errors(const std::string& list, const std::string& hidden) {
    return "<li>\n    " + list + "\n  " + (hidden.empty() ? "" : "\n    " + hidden + "\n  ") + "\n  </li>";
}

/// The form's own errors, and those of fields that nobody sees.
ErrorList top_errors(const AnyForm& form) {
    std::vector<Fault> faults = form.errors_of(AnyForm::all);
    for (const auto& field : form.hidden_fields()) {
        for (const auto& fault : form.errors_of(field.name())) {
            faults.push_back({"(Hidden field " + field.name() + ") " + fault.text(), fault.code, {}});
        }
    }
    return ErrorList(std::move(faults), "nonfield");
}

}  // namespace

const Layout div_layout{&div_row, &plain_errors};
const Layout paragraph_layout{&paragraph_row, &paragraph_errors};
const Layout table_layout{&table_row, &table_errors};
const Layout list_layout{&list_row, &list_errors};

std::string layout(const AnyForm& form, const Layout& how) {
    std::string hidden, out;
    for (const auto& field : form.hidden_fields()) hidden += field.widget_html();
    auto visible = form.visible_fields();
    if (ErrorList errors = top_errors(form); !errors.empty()) {
        out = how.errors(errors.as_ul(), visible.empty() ? hidden : std::string());
        if (!visible.empty()) out += "\n\n\n  ";
    } else if (visible.empty()) {
        return hidden;
    }
    for (std::size_t i = 0; i < visible.size(); ++i) {
        if (i > 0) out += "\n\n  ";
        bool is_last = i + 1 == visible.size();
        out += how.row(visible[i], is_last ? (hidden.empty() ? " " : hidden) : std::string());
    }
    auto begin = out.find_first_not_of("\n ");
    return begin == std::string::npos ? std::string() : out.substr(begin);
}

}  // namespace portico::forms
