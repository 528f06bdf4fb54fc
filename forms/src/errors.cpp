#include <portico/forms/errors.hpp>

#include <portico/base/text.hpp>

namespace portico::forms {

std::string Fault::text() const {
    std::string out = message;
    for (const auto& [name, value] : parameters) {
        for (std::string_view kind : {"s", "d"}) out = text::replace_all(out, "%(" + name + ")" + std::string(kind), value);
    }
    return out;
}

ValidationError::ValidationError(std::string message, std::string code,
                                 std::vector<std::pair<std::string, std::string>> parameters)
    : ValidationError(std::vector<Fault>{{std::move(message), std::move(code), std::move(parameters)}}) {}

ValidationError::ValidationError(std::vector<Fault> faults)
    : Error(faults.empty() ? std::string("invalid") : faults.front().text()), faults_(std::move(faults)) {}

ErrorList::ErrorList(std::vector<Fault> faults, std::string css_class, std::string id)
    : faults_(std::move(faults)), css_class_(std::move(css_class)), id_(std::move(id)) {}

std::vector<std::string> ErrorList::messages() const {
    std::vector<std::string> out;
    for (const auto& fault : faults_) out.push_back(fault.text());
    return out;
}

std::string ErrorList::as_ul() const {
    if (faults_.empty()) return {};
    std::string out = "<ul class=\"errorlist";
    if (!css_class_.empty()) out += ' ' + css_class_;
    out += '"';
    if (!id_.empty()) out += " id=\"" + text::html_escape(id_) + '"';
    out += '>';
    for (const auto& fault : faults_) out += "<li>" + text::html_escape(fault.text()) + "</li>";
    return out + "</ul>";
}

std::string ErrorList::as_text() const {
    std::string out;
    for (const auto& fault : faults_) out += (out.empty() ? "* " : "\n* ") + fault.text();
    return out;
}

std::optional<Value> ErrorList::attribute(std::string_view name) const {
    if (name == "as_ul") return Value(Html{as_ul()});
    if (name == "as_text") return Value(as_text());
    if (name == "first") return faults_.empty() ? Value() : Value(faults_.front().text());
    return std::nullopt;
}

std::optional<Value> ErrorList::at(std::size_t index) const {
    if (index >= faults_.size()) return std::nullopt;
    return Value(faults_[index].text());
}

bool ErrorList::each(const std::function<bool(const Value&)>& visit) const {
    for (const auto& fault : faults_) {
        if (!visit(Value(fault.text()))) break;
    }
    return true;
}

}  // namespace portico::forms
