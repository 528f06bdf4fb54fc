/// What is wrong with a field or a form: Django's messages, each with its code.
///
///     throw forms::ValidationError("Enter another word.", "too_common");
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/base/value.hpp>

namespace portico::forms {

/// One error. `message` may have placeholders as "%(limit_value)s" that `parameters` fill.
struct Fault {
    std::string message{};
    std::string code{"invalid"};
    std::vector<std::pair<std::string, std::string>> parameters{};

    std::string text() const;
};

/// Thrown by validators and `clean` functions: one or several errors of one field.
class ValidationError : public Error {
public:
    explicit ValidationError(std::string message, std::string code = "invalid",
                             std::vector<std::pair<std::string, std::string>> parameters = {});
    explicit ValidationError(std::vector<Fault> faults);
    const std::vector<Fault>& faults() const noexcept { return faults_; }

private:
    std::vector<Fault> faults_;
};

/// Runs `check` and adds what it throws (ValidationError, ConversionError) to `faults`; true when it threw nothing.
template <class Check> bool collect(std::vector<Fault>& faults, Check&& check) {
    try {
        check();
        return true;
    } catch (const ValidationError& error) {
        faults.insert(faults.end(), error.faults().begin(), error.faults().end());
    } catch (const ConversionError& error) {
        faults.push_back({error.what(), error.code(), {}});
    }
    return false;
}

/// The errors of one field, or of a whole form. In templates: `{{ field.errors }}` is a list element, `{% for error in field.errors %}`
/// goes through the messages.
class ErrorList : public Dynamic {
public:
    ErrorList() = default;
    explicit ErrorList(std::vector<Fault> faults, std::string css_class = {}, std::string id = {});

    const std::vector<Fault>& faults() const { return faults_; }
    bool empty() const { return faults_.empty(); }
    std::vector<std::string> messages() const;
    /// `<ul class="errorlist" id="id_title_error"><li>…</li></ul>`, or "" without errors.
    std::string as_ul() const;
    /// "* Message" a line.
    std::string as_text() const;

    std::optional<Value> attribute(std::string_view name) const override;
    std::optional<Value> at(std::size_t index) const override;
    bool truthy() const override { return !empty(); }
    std::string str() const override { return as_ul(); }
    std::optional<Html> html() const override { return Html{as_ul()}; }
    bool each(const std::function<bool(const Value&)>& visit) const override;
    std::optional<std::size_t> size() const override { return faults_.size(); }

private:
    std::vector<Fault> faults_;
    std::string css_class_;
    std::string id_;
};

}  // namespace portico::forms
