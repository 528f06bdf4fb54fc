/// Which fields a form shows, where, and how wide: from fieldsets, from a list of fields, or guessed.
#pragma once
#include <string>
#include <vector>

#include "entry.hpp"

namespace portico::admin {

struct FieldPlan {
    Found found{};
    bool readonly = false;
    std::string width{};     // "", "half", "third", "quarter"

    const std::string& name() const { return found.lookup; }
};

struct SectionPlan {
    std::string label{}, lead{};
    bool aside = false, collapsed = false;
    std::vector<FieldPlan> fields{};
};

/// `editable` false: all are shown, none can be changed.
std::vector<SectionPlan> sections_of(const Entry& entry, bool editable);
/// The fields that a person may change, for the model form.
std::vector<std::string> names_to_edit(const std::vector<SectionPlan>& sections);

/// Can a person change that field at all?
bool is_editable(const orm::ModelInfo& model, const FieldInfo& field);
std::string width_of(const Found& found);
/// A text without a limit, or one that asks for a text area.
bool is_long_text(const Found& found);

}  // namespace portico::admin
