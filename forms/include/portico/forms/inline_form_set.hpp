/// The rows that refer to one row, edited on its page: the comments of a post.
///
///     forms::AnyInlineFormSet comments(*orm::model<Comment>().relation("post"), {&installed<Post>(), post}, {"name", "text"},
///                                      Submission::posted(request), {.prefix = "comments", .can_delete = true});
///     if (form.is_valid() && comments.is_valid()) form.guarded([&] { …; comments.save(); });
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <portico/forms/form_set.hpp>
#include <portico/forms/model_form.hpp>
#include <portico/orm/model_info.hpp>

namespace portico::forms {

class AnyInlineFormSet : public AnyFormSet {
public:
    /// `relation` belongs to the rows and leads to `parent`; which need not be saved yet. `names` empty: every editable field but
    /// the relation. `ordering`: names, "-created"; empty: the model's.
    AnyInlineFormSet(const orm::Relation& relation, orm::Object parent, const std::vector<std::string>& names, Submission sent,
                     FormSetOptions options = {}, const std::vector<std::string>& ordering = {});

    const orm::ModelInfo& model() const;
    const orm::Object& parent() const;
    AnyModelForm& form(std::size_t place) const { return static_cast<AnyModelForm&>(*forms().at(place)); }

    /// Rows to be added, changed and deleted when it is saved: for the admin's history.
    std::vector<AnyModelForm*> added() const;
    std::vector<AnyModelForm*> changed() const;
    std::vector<AnyModelForm*> deleted() const;

    /// Deletes, changes and adds rows; their reference is set to the parent, which is saved by now. Call it in a transaction
    /// (`AnyModelForm::guarded`).
    void save();

private:
    struct Rows;
    AnyInlineFormSet(std::shared_ptr<Rows> rows, const std::vector<std::string>& names, Submission sent, FormSetOptions options);

    std::shared_ptr<Rows> rows_;
};

}  // namespace portico::forms
