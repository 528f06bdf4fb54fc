/// The rows that belong to the one that is edited, on its page.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "form_fields.hpp"
#include "journal.hpp"
#include "page.hpp"

#include <portico/forms/inline_form_set.hpp>

namespace portico::admin {

class InlinePart {
public:
    /// `parent` may be a new row. Nothing where this person may not see such rows.
    static std::vector<InlinePart> all(const Visit& visit, const orm::Object& parent, const forms::Submission& sent);

    bool is_valid() const { return !rows_ || rows_->is_valid(); }
    bool has_changed() const { return rows_ && rows_->has_changed(); }
    /// Saves the rows once their owner is saved; gives the parts for the journal.
    std::vector<ChangedPart> save();
    /// For inline.html.
    Value drawn(const Visit& visit) const;
    /// Errors of all rows for the summary: id, label, text.
    List errors() const;

private:
    InlinePart(const AnyInline& options, const orm::Relation& relation) : options_(&options), relation_(&relation) {}
    void plan_fields(bool editable);
    const orm::ModelInfo& model() const { return *relation_->from; }
    std::string label() const;
    Value drawn_row(const Visit& visit, const forms::AnyModelForm& form, bool blank) const;

    const AnyInline* options_;
    const orm::Relation* relation_;
    Entry entry_{};                                    // of the rows' model, for showing values
    std::vector<FieldPlan> fields_{};
    std::unique_ptr<forms::AnyInlineFormSet> rows_{};  // null: shown only
    orm::Object parent_{};
    bool may_delete_ = false, may_add_ = false;
};

/// The relation by which an inline's rows belong to this model. Throws Error where there is none, or more than one and none named.
const orm::Relation& relation_of(const AnyInline& inline_rows, const orm::ModelInfo& parent);

}  // namespace portico::admin
