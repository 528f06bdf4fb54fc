/// A form over a model's fields, named one by one: what isn't named can't be sent.
///
///     using PostForm = forms::ModelForm<Post, &Post::title, &Post::slug, &Post::body, &Post::tags>;
///
///     auto form = PostForm(request, post);                  // shows post; `PostForm(request)` is for a new one
///     if (form.is_valid() && form.save()) return redirect(form->get_absolute_url());
///     return render(request, "post_form.html", {{"form", form}});
///
/// Checks everything that the model's `describe` says, unique values among it. The object that was given changes when it is saved,
/// no sooner.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include <portico/base/describe.hpp>
#include <portico/forms/any_form.hpp>
#include <portico/orm/any_query_set.hpp>
#include <portico/orm/errors.hpp>
#include <portico/orm/model_info.hpp>

namespace portico {
class Request;
}

namespace portico::forms {

class AnyModelForm : public AnyForm {
public:
    /// `names` empty: every editable field. `instance` empty: a new row.
    AnyModelForm(const orm::ModelInfo& model, const std::vector<std::string>& names, Submission sent,
                 orm::Object instance = {}, FormOptions options = {});

    const orm::ModelInfo& model() const { return *model_; }
    /// A copy of the instance with the clean values in it.
    const orm::Object& object() const { return draft_; }
    const orm::Object& object() { return draft_; }
    /// Is it a row that is there already?
    bool is_change() const { return is_change_; }

    /// Saves the row, its files and many-to-many rows, all or nothing. False where the database refuses what was good a moment
    /// ago (another request took the unique value; another has saved since, where the form holds the model's version:
    /// `.version().editable(true)`): the form then has the errors. Error when the form isn't valid.
    [[nodiscard]] bool save();
    /// Runs `work` in a transaction and turns IntegrityErrors into errors of the form, as `save` does: for saving by other means,
    /// together with `store_files()` before and `save_many_to_many()` after.
    [[nodiscard]] bool guarded(const std::function<void()>& work);
    /// Moves uploads below media and puts their names into the object.
    void store_files();
    void save_many_to_many();

    std::optional<Value> attribute(std::string_view name) const override;

protected:
    void fill() override;
    void post_clean() override;
    void set_cleaned(std::string_view name, Value value) override;

private:
    void put(const FieldInfo& info, const Value& value);
    void add_database_error(const orm::IntegrityError& error);

    const orm::ModelInfo* model_;
    std::vector<const FieldInfo*> infos_;
    orm::Object instance_;
    orm::Object draft_;
    bool is_change_;
};

/// Names of members by their places.
std::vector<std::string> member_names(const TypeInfo& type, std::initializer_list<std::size_t> offsets);

template <class T, auto... members> class ModelForm : public AnyModelForm {
public:
    /// For a new row; bound unless the request's method is safe.
    explicit ModelForm(const Request& request, FormOptions options = {})
        : ModelForm(Submission::posted(request), {}, std::move(options)) {}
    /// For this row.
    ModelForm(const Request& request, T& instance, FormOptions options = {})
        : ModelForm(Submission::posted(request), refer(instance), std::move(options)) {}
    explicit ModelForm(T& instance, FormOptions options = {}) : ModelForm({}, refer(instance), std::move(options)) {}
    explicit ModelForm(FormOptions options = {}) : ModelForm(Submission(), {}, std::move(options)) {}
    ModelForm(Submission sent, T& instance, FormOptions options = {})
        : ModelForm(std::move(sent), refer(instance), std::move(options)) {}
    explicit ModelForm(Submission sent, FormOptions options = {}) : ModelForm(std::move(sent), {}, std::move(options)) {}

    const T& operator*() const { return *static_cast<const T*>(object().object.get()); }
    const T* operator->() const { return &**this; }
    T& operator*() { return *static_cast<T*>(object().object.get()); }
    T* operator->() { return &**this; }

private:
    ModelForm(Submission sent, orm::Object instance, FormOptions options)
        : AnyModelForm(orm::model<T>(), member_names(installed<T>(), {offset_of(members)...}), std::move(sent),
                       std::move(instance), std::move(options)) {}
    static orm::Object refer(T& instance) {
        return {&installed<T>(), std::shared_ptr<void>(std::shared_ptr<void>(), &instance)};
    }
};

}  // namespace portico::forms
