#include "conflict.hpp"

#include "cells.hpp"
#include "words.hpp"

#include <portico/base/signing.hpp>
#include <portico/base/text.hpp>

namespace portico::admin {

namespace {

constexpr std::size_t digits = 24, longest_value = 120;

}  // namespace

std::string fingerprint(const Entry& entry, const void* object) {
    std::string all;
    for (const orm::Column& column : entry.model->columns) {
        const std::string value = column.value(object).str();
        all += std::to_string(value.size()) + ":" + value;
    }
    return text::hex(sha256(all)).substr(0, digits);
}

List saved_by_others(const Entry& entry, const forms::AnyModelForm& form, const void* object) {
    const Shown shown = Shown::current(entry.options());
    List all;
    for (const std::string& key : form.changed_data()) {
        for (const FieldInfo& field : entry.type->fields) {
            if (field.key() != key) continue;
            const Found found = find_field(*entry.model, {{}, field.name}, "a form");
            const std::string saved = plain_text(value_at(*entry.type, object, found), look_of(found), &field, shown);
            all.push_back(Value::map({{"id", form[key].auto_id()},
                                      {"label", form[key].label()},
                                      {"text", "saved as " + in_quotes(saved, longest_value) + "; what you have stands in the field"}}));
        }
    }
    return all;
}

}  // namespace portico::admin
