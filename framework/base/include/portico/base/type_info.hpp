/// What the program knows of a described struct while it runs: the one source of its table, form, admin page, JSON and schema.
///
///     const TypeInfo& post = installed<Post>();
///     for (const FieldInfo& field : post.fields) field.name, field.type->kind, field.label …
///     Value title = field.get(&a_post);
///     field.set(&a_post, Value("New"));       // ConversionError when the value doesn't fit
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <typeindex>
#include <typeinfo>
#include <vector>

#include <portico/base/value.hpp>

namespace portico {

enum class Kind {
    boolean, integer, floating, text, bytes, decimal, date, time, date_time, duration, uuid, json, enumeration,
    structure,  // a described struct as a member
    list,       // std::vector<T>
    other       // a type that a room brought along: see FieldType::extension
};

struct FieldInfo;

/// What a room attaches to a type of its own (orm: keys and relations; forms: uploaded files).
struct Extension {
    virtual ~Extension() = default;
    /// A struct's extension: attributes beyond fields and properties (orm: a relation's object, annotations). Asked first for
    /// fields of Kind::other, last for unknown names.
    virtual std::optional<Value> attribute(const void* object, std::string_view name) const {
        (void)object, (void)name;
        return std::nullopt;
    }
    /// Called before a field is read by name, or with null before all of them are: reads what was left out when the object was
    /// loaded (orm: only, defer).
    virtual void complete(const void* object, const FieldInfo* field) const { (void)object, (void)field; }
};

struct EnumValue {
    std::int64_t number = 0;
    std::string name{};
};

/// One C++ type as a field sees it. There is one object for each type; `optional<T>` has its own with `element` = T's.
struct FieldType {
    std::string name{};            // "std::string", for messages
    const std::type_info* id = nullptr;              // typeid(T)
    Kind kind = Kind::other;       // of T for optional<T>
    std::size_t size = 0;          // sizeof
    bool is_signed = true;         // integers
    bool optional = false;         // std::optional<T>: null is a value
    const FieldType* element = nullptr;              // T of optional<T> and vector<T>
    std::vector<EnumValue> enumerators{};            // enums
    const TypeInfo& (*structure)() = nullptr;        // described structs, and optionals and lists of them use element's
    std::unique_ptr<const Extension> extension{};    // types that a room brought along

    Value (*get)(const void* field) = nullptr;
    void (*set)(void* field, const Value& value) = nullptr;  // converts; throws ConversionError and leaves the field alone
    bool (*equal)(const void* a, const void* b) = nullptr;
    void (*assign)(void* to, const void* from) = nullptr;

    // optional<T>
    const void* (*inner)(const void* field) = nullptr;  // null when empty
    void* (*emplace)(void* field) = nullptr;            // default T in place
    void (*reset)(void* field) = nullptr;

    // vector<T>
    std::size_t (*length)(const void* field) = nullptr;
    const void* (*item)(const void* field, std::size_t index) = nullptr;
    void* (*append)(void* field) = nullptr;             // default T at the end
    void (*clear)(void* field) = nullptr;
};

struct Choice {
    Value value{};        // what is stored
    std::string label{};  // what a person sees
    std::string group{};
    bool label_is_html = false;  // shown as it is, not escaped
};

/// One field: what the struct says (name, place, type) and what `describe` added.
struct FieldInfo {
    std::string name{};
    std::size_t offset = 0;
    std::size_t index = 0;  // place in TypeInfo::fields
    const FieldType* type = nullptr;

    std::string label{};      // default: the name with spaces, first letter upper
    std::string help_text{};
    std::string alias{};      // name in JSON and forms where it differs
    std::string was{};        // former name, for migrations
    std::string widget{};     // forms: "textarea", "password" …
    std::string format{};     // "slug", "email", "url", "ipv4", "ipv6": checked
    std::string pattern{};    // regular expression, searched
    std::optional<std::size_t> min_length{}, max_length{};  // code points; items of a list
    std::optional<Value> minimum{}, maximum{};              // inclusive
    bool exclusive_minimum = false, exclusive_maximum = false;
    std::optional<Value> multiple_of{};
    std::optional<int> digits{}, places{};                  // decimals
    std::optional<Value> default_value{};                   // explicit, or the struct's initialiser where that isn't T{}
    std::vector<Choice> choices{};                          // enums have theirs without asking
    std::optional<bool> required{};                         // explicit; else see must_be_sent() and must_be_filled()
    bool editable = true;
    bool hidden = false;                                    // never shown in answers (password hashes)
    std::vector<std::function<void(const Value&)>> validators{};  // throw ConversionError
    std::shared_ptr<Extension> extension{};                 // what a room's own describe added (orm::FieldOptions)

    const void* in(const void* object) const { return static_cast<const std::byte*>(object) + offset; }
    void* in(void* object) const { return static_cast<std::byte*>(object) + offset; }
    Value get(const void* object) const { return type->get(in(object)); }
    void set(void* object, const Value& value) const { type->set(in(object), value); }
    bool nullable() const { return type->optional; }
    /// Must a client's JSON or query name it? Yes unless it may be null or empty, has a default (`int size = 20`), or says otherwise.
    bool must_be_sent() const { return required.value_or(!has_empty() && !default_value); }
    /// Must a person's form not leave it empty? The same, save that a default is what the form begins with and no excuse.
    bool must_be_filled() const { return required.value_or(!has_empty()); }
    /// Is "nothing" one of its values: null, false, an empty list?
    bool has_empty() const { return nullable() || type->kind == Kind::boolean || type->kind == Kind::list; }
    const std::string& key() const { return alias.empty() ? name : alias; }
    /// The label of a stored value: an enum's or a choice's; else the value's own text.
    std::string display(const Value& value) const;
};

/// A method that templates, the admin and JSON may read.
struct Property {
    std::string name{};
    std::function<Value(const void* object)> get{};
    std::string label{};
};

struct TypeInfo {
    TypeInfo(std::string qualified_name, std::type_index cpp, std::size_t size);
    TypeInfo(const TypeInfo&) = delete;
    TypeInfo& operator=(const TypeInfo&) = delete;

    std::string name{};       // "Post"
    std::string qualified{};  // "blog::Post"
    std::type_index cpp;
    std::size_t size = 0;
    std::string title{};      // JSON schema; default: the name
    std::string doc{};
    std::vector<FieldInfo> fields{};
    std::vector<Property> properties{};
    std::function<std::string(const void*)> display{};  // how a person sees one; empty: "Post object"
    /// Rules over several fields: each may add errors (field name, or empty for the whole; message).
    struct RuleError {
        std::string field{}, message{}, code{"invalid"};
    };
    std::vector<std::function<void(const void*, std::vector<RuleError>&)>> rules{};
    std::shared_ptr<Extension> extension{};             // what a room's own describe added (orm::ModelOptions)

    void* (*create)() = nullptr;              // new T{}
    void (*destroy)(void*) = nullptr;         // delete
    void (*assign)(void*, const void*) = nullptr;

    std::shared_ptr<void> make() const { return std::shared_ptr<void>(create(), destroy); }
    const FieldInfo* find(std::string_view field_name) const;
    const FieldInfo* at_offset(std::size_t offset, const FieldType& type) const;
    const Property* find_property(std::string_view property_name) const;
    /// Makes sure that no field was left out when the object was loaded: before its fields are read one after the other.
    void complete(const void* object) const {
        if (extension) extension->complete(object, nullptr);
    }
    /// A field's or property's value by name, as templates ask.
    std::optional<Value> attribute(const void* object, std::string_view attribute_name) const;
    std::string str(const void* object) const;
    std::vector<std::string> names() const;   // of fields and properties, for "did you mean"
};

/// The description of an installed type. Throws Error naming the type and the fix when it was not installed.
const TypeInfo& require_installed(const TypeInfo* slot, const std::string& type_name);

template <class T> const TypeInfo& installed() {
    if (const TypeInfo* type = type_slot<T>) return *type;
    return require_installed(nullptr, typeid(T).name());
}

/// "published_at" → "Published at" (Django's capfirst of the verbose name).
std::string label_of(std::string_view name);

}  // namespace portico
