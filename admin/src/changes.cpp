#include "changes.hpp"

#include "cells.hpp"
#include "words.hpp"

#include <portico/base/text.hpp>

namespace portico::admin {

namespace {

constexpr std::size_t longest_value = 80;

/// How a text grew or shrank, where its words would be too many.
std::string length_change(std::size_t before, std::size_t after) {
    if (after == before) return "changed";
    const auto by = static_cast<std::int64_t>(after > before ? after - before : before - after);
    return "changed, " + counted(by, "character", "characters") + (after > before ? " longer" : " shorter");
}

/// Of many rows as the form has them: the relation's own cache is that of before.
std::string chosen_rows(const forms::AnyModelForm& form, const Found& found, const Shown& shown) {
    const Value* value = form.cleaned().find(found.field->key());
    return value ? plain_text(*value, Look::relations, found.field, shown) : shown.empty;
}

}  // namespace

Changes::Changes(const Entry& entry, const forms::AnyModelForm& form, const orm::Object& before) : entry_(entry), form_(form) {
    const Shown shown = Shown::current(entry.options());
    for (const std::string& key : form.changed_data()) {
        for (const FieldInfo& field : entry.type->fields) {
            if (field.key() != key) continue;
            Changed one{find_field(*entry.model, {{}, field.name}, "a form"), {}, 0};
            if (before) {
                one.old_text = plain_text(value_at(*entry.type, before.object.get(), one.found), look_of(one.found), &field, shown);
                one.old_length = text::length(one.old_text);
            }
            changed_.push_back(std::move(one));
        }
    }
}

std::vector<ChangedPart> Changes::parts(const void* saved) const {
    const Shown shown = Shown::current(entry_.options());
    std::vector<ChangedPart> all;
    for (const Changed& one : changed_) {
        const Look look = look_of(one.found);
        const std::string after = look == Look::relations ? chosen_rows(form_, one.found, shown)
                                                          : plain_text(value_at(*entry_.type, saved, one.found), look, one.found.field, shown);
        if (after == one.old_text) continue;
        ChangedPart part{.field = one.found.label};
        const std::size_t length = text::length(after);
        if (one.old_length > longest_value || length > longest_value) {
            part.text = length_change(one.old_length, length);
        } else {
            part.has_values = true;
            part.old_value = one.old_text;
            part.new_value = after;
        }
        all.push_back(std::move(part));
    }
    return all;
}

}  // namespace portico::admin
