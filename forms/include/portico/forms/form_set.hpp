/// Several forms of one kind on a page, with a hidden management form that counts them.
///
///     forms::FormSet<CommentForm> comments(request, {.extra = 2, .can_delete = true});
///     if (comments.is_valid())
///         for (const CommentForm& comment : comments.kept()) save(comment->name, comment->text);
///
/// In templates: `{{ comments }}`, or `{{ comments.management_form }}{% for form in comments %}{{ form }}{% endfor %}`; also
/// empty_form (its prefix has "__prefix__", for scripts that add forms), non_form_errors, total_form_count, initial_form_count.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <portico/forms/any_form.hpp>

namespace portico::forms {

struct FormSetOptions {
    std::string prefix = "form";
    std::size_t extra = 1;           // empty forms after those that show something
    std::size_t min = 0;
    std::size_t max = 1000;          // of forms that are offered; more may come back, unless `validate_max`
    std::optional<std::size_t> absolute_max{};  // never more than that, whatever is sent; default: max + 1000
    bool validate_min = false, validate_max = false;
    bool can_delete = false, can_delete_extra = true, can_order = false;
    std::string auto_id = "id_%s";
};

class AnyFormSet : public Dynamic {
public:
    /// Makes the form of that place; it adds no DELETE and ORDER fields. The place is nothing for the empty form.
    using Maker = std::function<std::unique_ptr<AnyForm>(std::optional<std::size_t> place, Submission sent, FormOptions options)>;

    AnyFormSet(Maker maker, std::size_t initial_forms, Submission sent, FormSetOptions options = {});
    ~AnyFormSet() override;
    AnyFormSet(AnyFormSet&&) noexcept;

    bool is_bound() const { return !sent_.empty(); }
    bool is_valid() const;
    std::size_t total_form_count() const;
    std::size_t initial_form_count() const;
    const std::vector<std::unique_ptr<AnyForm>>& forms() const;
    std::unique_ptr<AnyForm> empty_form() const;
    const FormSetOptions& options() const { return options_; }

    ErrorList non_form_errors() const;
    void add_error(std::string message, std::string code = "invalid");
    bool has_changed() const;
    bool is_multipart() const;
    bool is_marked_for_deletion(const AnyForm& form) const;
    /// Forms that should go; extra ones that were left empty are not among them.
    std::vector<AnyForm*> deleted_forms() const;
    /// Forms that were filled in and should stay, by their ORDER.
    std::vector<AnyForm*> ordered_forms() const;
    /// Is it an extra form, beyond those that show something?
    bool is_extra(std::size_t place) const { return place >= initial_form_count(); }

    /// The hidden inputs that count the forms.
    std::string management_form() const;
    std::string as_div() const;

    std::optional<Value> attribute(std::string_view name) const override;
    bool each(const std::function<bool(const Value&)>& visit) const override;
    std::optional<std::size_t> size() const override { return forms().size(); }
    std::string str() const override { return as_div(); }
    std::optional<Html> html() const override { return Html{as_div()}; }

protected:
    /// Rules over several forms: override and call `add_error`.
    virtual void clean() {}

private:
    struct State;
    const AnyForm& management() const;
    void full_clean() const;
    void check_counts() const;
    std::unique_ptr<AnyForm> make(std::optional<std::size_t> place) const;
    void add_fields(AnyForm& form, std::optional<std::size_t> place) const;

    Maker maker_;
    std::size_t shown_;
    Submission sent_;
    FormSetOptions options_;
    std::unique_ptr<State> state_;
};

/// A formset of forms of one type.
template <class F> class FormSet : public AnyFormSet {
public:
    explicit FormSet(const Request& request, FormSetOptions options = {})
        : FormSet(Submission::posted(request), {}, std::move(options)) {}
    /// `initial`: what the first forms show, by field names.
    FormSet(Submission sent, std::vector<Map> initial, FormSetOptions options = {})
        : AnyFormSet(
              [initial](std::optional<std::size_t> place, Submission data, FormOptions form_options) {
                  if (place && *place < initial.size()) form_options.initial = initial[*place];
                  return std::make_unique<F>(std::move(data), std::move(form_options));
              },
              initial.size(), std::move(sent), std::move(options)) {}

    /// Those that were filled in and not marked for deletion.
    std::vector<std::reference_wrapper<const F>> kept() const {
        std::vector<std::reference_wrapper<const F>> out;
        for (AnyForm* form : ordered_forms()) out.push_back(static_cast<const F&>(*form));
        return out;
    }
};

}  // namespace portico::forms
