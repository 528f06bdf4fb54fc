#include <portico/base/error.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/types.hpp>

namespace portico::orm {

namespace {

/// The extension of the type itself, or of what an optional holds.
template <class E> const E* extension_of(const FieldInfo& field) {
    if (!field.type) return nullptr;
    if (auto* own = dynamic_cast<const E*>(field.type->extension.get())) return own;
    auto* element = field.type->optional ? field.type->element : nullptr;
    return element ? dynamic_cast<const E*>(element->extension.get()) : nullptr;
}

}  // namespace

const RelationType* relation_type(const FieldInfo& field) { return extension_of<RelationType>(field); }
const KeyType* key_type(const FieldInfo& field) { return extension_of<KeyType>(field); }
bool is_file(const FieldInfo& field) { return extension_of<FileType>(field) != nullptr; }

}  // namespace portico::orm

namespace portico::orm::detail {

Value reference_value(const Reference& reference) { return reference.key(); }

void set_reference(Reference& reference, const RelationType& type, const Value& value) {
    if (value.is_null() || (value.is_text() && value.as_text()->empty())) return reference.clear();
    const TypeInfo* target = *type.target;
    const ModelInfo* model = target ? model_of(*target) : nullptr;
    if (const StructRef* object = value.as_struct()) {
        if (!model || !object->type || *object->type != target)
            throw ConversionError("this is no " + type.target_name, "invalid");
        auto copy = target->make();
        target->assign(copy.get(), object->object);
        return reference.assign_object(std::move(copy), type.target);
    }
    if (auto text = value.as_text(); text && model) return reference.assign_key(model->parse_key(*text));
    reference.assign_key(value.owned());
}

}  // namespace portico::orm::detail
