/// How each C++ type is read, written and compared as a field. Include it where types are installed.
///
///     install_type<CommentFields>();          // reflection happens here, once
///     installed<CommentFields>().fields
///
/// A room makes a type of its own usable as a field by specialising `FieldTraits`.
#pragma once
#include <concepts>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include <portico/base/describe.hpp>
#include <portico/base/detail/convert.hpp>
#include <portico/base/json.hpp>
#include <portico/base/reflect.hpp>

namespace portico {

template <class T> const FieldType& field_type();


/// Specialise with `static void fill(FieldType&)` for a type of one's own: set kind, get, set and extension.
template <class T> struct FieldTraits {};

template <class T> const TypeInfo& install_type();

namespace detail {

std::int64_t to_enumerator(const Value& value, const FieldType& type);
Value enumerator_value(std::int64_t number, const FieldType& type);

template <class T> inline constexpr bool is_optional = false;
template <class T> inline constexpr bool is_optional<std::optional<T>> = true;
template <class T> inline constexpr bool is_vector = false;
template <class T> inline constexpr bool is_vector<std::vector<T>> = true;

/// std::vector claims to compare whatever it holds.
template <class T> inline constexpr bool compares = std::equality_comparable<T>;
template <class T> inline constexpr bool compares<std::vector<T>> = compares<T>;
template <class T> inline constexpr bool compares<std::optional<T>> = compares<T>;

template <class T>
concept HasTraits = requires(FieldType& type) { FieldTraits<T>::fill(type); };

template <class T, auto Get, auto Convert> void fill_simple(FieldType& type, Kind kind) {
    type.kind = kind;
    type.get = [](const void* field) { return Get(*static_cast<const T*>(field)); };
    type.set = [](void* field, const Value& value) { *static_cast<T*>(field) = Convert(value); };
}

template <class T> void fill_integer(FieldType& type) {
    type.kind = Kind::integer;
    type.is_signed = std::is_signed_v<T>;
    type.get = [](const void* field) { return Value(*static_cast<const T*>(field)); };
    type.set = [](void* field, const Value& value) {
        *static_cast<T*>(field) = static_cast<T>(
            to_integer(value, static_cast<std::int64_t>(std::numeric_limits<T>::min()), std::numeric_limits<T>::max()));
    };
}

template <class T> void fill_enum(FieldType& type) {
    type.kind = Kind::enumeration;
    for (auto& enumerator : reflect::enumerators<T>()) type.enumerators.push_back({enumerator.value, enumerator.name});
    type.get = [](const void* field) {
        return enumerator_value(static_cast<std::int64_t>(*static_cast<const T*>(field)), field_type<T>());
    };
    type.set = [](void* field, const Value& value) {
        *static_cast<T*>(field) = static_cast<T>(to_enumerator(value, field_type<T>()));
    };
}

template <class T> void fill_optional(FieldType& type) {
    using Inner = typename T::value_type;
    const FieldType& element = field_type<Inner>();
    type.kind = element.kind;
    type.is_signed = element.is_signed;
    type.optional = true;
    type.element = &element;
    type.enumerators = element.enumerators;
    type.structure = element.structure;
    type.get = [](const void* field) {
        const T& optional = *static_cast<const T*>(field);
        return optional ? field_type<Inner>().get(&*optional) : Value();
    };
    type.set = [](void* field, const Value& value) {
        T& optional = *static_cast<T*>(field);
        if (value.is_null()) return optional.reset();
        Inner inner{};
        field_type<Inner>().set(&inner, value);
        optional = std::move(inner);
    };
    type.inner = [](const void* field) -> const void* {
        const T& optional = *static_cast<const T*>(field);
        return optional ? &*optional : nullptr;
    };
    type.emplace = [](void* field) -> void* { return &static_cast<T*>(field)->emplace(); };
    type.reset = [](void* field) { static_cast<T*>(field)->reset(); };
}

template <class T> void fill_vector(FieldType& type) {
    using Item = typename T::value_type;
    static_assert(!std::same_as<Item, bool>, "portico: std::vector<bool> has no addressable items; use std::vector<char>");
    type.kind = Kind::list;
    type.element = &field_type<Item>();
    type.get = [](const void* field) {
        List list;
        for (const Item& item : *static_cast<const T*>(field)) list.push_back(field_type<Item>().get(&item));
        return Value(std::move(list));
    };
    type.set = [](void* field, const Value& value) {
        T items;
        bool iterable = !value.is_text() && value.each([&](const Value& item) {
            items.emplace_back();
            field_type<Item>().set(&items.back(), item);
            return true;
        });
        if (!iterable) throw ConversionError("Enter a list of values.", "invalid_list");
        *static_cast<T*>(field) = std::move(items);
    };
    type.length = [](const void* field) { return static_cast<const T*>(field)->size(); };
    type.item = [](const void* field, std::size_t index) -> const void* {
        return &(*static_cast<const T*>(field))[index];
    };
    type.append = [](void* field) -> void* { return &static_cast<T*>(field)->emplace_back(); };
    type.clear = [](void* field) { static_cast<T*>(field)->clear(); };
}

template <class T> void fill_structure(FieldType& type) {
    type.kind = Kind::structure;
    type.structure = &install_type<T>;
    type.get = [](const void* field) {
        install_type<T>();
        return Value(*static_cast<const T*>(field));
    };
    type.set = [](void* field, const Value& value) { set_struct(field, install_type<T>(), value); };
}

template <class T> void fill_type(FieldType& type) {
    static_assert(!std::is_array_v<T>, "portico: a C array can't be a field; use std::array or std::vector");
    static_assert(!std::is_reference_v<T> && !std::is_pointer_v<T>,
                  "portico: a reference or pointer can't be a field; use a value or orm::ForeignKey");
    if constexpr (HasTraits<T>) {
        FieldTraits<T>::fill(type);
    } else if constexpr (is_optional<T>) {
        fill_optional<T>(type);
    } else if constexpr (is_vector<T>) {
        fill_vector<T>(type);
    } else if constexpr (std::same_as<T, bool>) {
        fill_simple<T, [](const T& v) { return Value(v); }, to_boolean>(type, Kind::boolean);
    } else if constexpr (std::integral<T>) {
        fill_integer<T>(type);
    } else if constexpr (std::floating_point<T>) {
        fill_simple<T, [](const T& v) { return Value(v); }, [](const Value& v) { return static_cast<T>(to_number(v)); }>(
            type, Kind::floating);
    } else if constexpr (std::is_enum_v<T>) {
        fill_enum<T>(type);
    } else if constexpr (std::same_as<T, std::string>) {
        fill_simple<T, [](const T& v) { return Value(BorrowedText{v}); }, to_text>(type, Kind::text);
    } else if constexpr (std::same_as<T, Html>) {
        fill_simple<T, [](const T& v) { return Value(v); }, [](const Value& v) { return Html{to_text(v)}; }>(type, Kind::text);
    } else if constexpr (std::same_as<T, Bytes>) {
        fill_simple<T, [](const T& v) { return Value(v); }, to_bytes>(type, Kind::bytes);
    } else if constexpr (std::same_as<T, Decimal>) {
        fill_simple<T, [](const T& v) { return Value(v); }, to_decimal>(type, Kind::decimal);
    } else if constexpr (std::same_as<T, Date>) {
        fill_simple<T, [](const T& v) { return Value(v); }, to_date>(type, Kind::date);
    } else if constexpr (std::same_as<T, Time>) {
        fill_simple<T, [](const T& v) { return Value(v); }, to_time>(type, Kind::time);
    } else if constexpr (std::same_as<T, DateTime>) {
        fill_simple<T, [](const T& v) { return Value(v); }, to_date_time>(type, Kind::date_time);
    } else if constexpr (std::same_as<T, Duration>) {
        fill_simple<T, [](const T& v) { return Value(v); }, to_duration>(type, Kind::duration);
    } else if constexpr (std::same_as<T, Uuid>) {
        fill_simple<T, [](const T& v) { return Value(v); }, to_uuid>(type, Kind::uuid);
    } else if constexpr (std::same_as<T, Json>) {
        fill_simple<T, [](const T& v) { return v.value; }, [](const Value& v) { return Json(v.owned()); }>(type, Kind::json);
    } else if constexpr (std::same_as<T, Value>) {
        fill_simple<T, [](const T& v) { return v; }, [](const Value& v) { return v.owned(); }>(type, Kind::json);
    } else {
        static_assert(std::is_class_v<T> && std::is_aggregate_v<T>,
                      "portico: a field of this type is not known; specialise portico::FieldTraits for it");
        fill_structure<T>(type);
    }
}

template <class T> std::unique_ptr<FieldType> make_field_type() {
    auto type = std::make_unique<FieldType>();
    type->name = reflect::type_name<T>();
    type->id = &typeid(T);
    type->size = sizeof(T);
    if constexpr (compares<T>) {
        type->equal = [](const void* a, const void* b) { return *static_cast<const T*>(a) == *static_cast<const T*>(b); };
    }
    type->assign = [](void* to, const void* from) { *static_cast<T*>(to) = *static_cast<const T*>(from); };
    fill_type<T>(*type);
    return type;
}

template <class T> void add_fields(TypeInfo& info) {
    const T example{};
    auto names = reflect::field_names<T>();
    auto fields = portico::detail::Bindings<reflect::field_count<T>()>::tie(example);
    std::apply(
        [&](const auto&... members) {
            (
                [&]<class M>(const M& member) {
                    static_assert(!std::is_array_v<M>, "portico: a C array can't be a field; use std::array or std::vector");
                    FieldInfo field;
                    field.index = info.fields.size();
                    field.name = names[field.index];
                    field.label = label_of(field.name);
                    field.offset = static_cast<std::size_t>(reinterpret_cast<const char*>(&member) -
                                                            reinterpret_cast<const char*>(&example));
                    field.type = &field_type<M>();
                    if constexpr (compares<M> && std::default_initializable<M>) {
                        if (!(member == M{})) field.default_value = field.type->get(&member).owned();
                    }
                    info.fields.push_back(std::move(field));
                }(members),
                ...);
        },
        fields);
}

}  // namespace detail

/// What is known of a type, made at its first use.
template <class T> const FieldType& field_type() {
    static const std::unique_ptr<FieldType> type = detail::make_field_type<T>();
    return *type;
}

/// Builds the type's fields from the struct; `describe` is called by the caller, who knows which Describe it takes.
template <class T> std::unique_ptr<TypeInfo> reflect_type() {
    auto info = std::make_unique<TypeInfo>(reflect::type_name<T>(), typeid(T), sizeof(T));
    info->create = []() -> void* { return new T{}; };
    info->destroy = [](void* object) { delete static_cast<T*>(object); };
    info->assign = [](void* to, const void* from) { *static_cast<T*>(to) = *static_cast<const T*>(from); };
    detail::add_fields<T>(*info);
    return info;
}

/// How a struct gets its description. A room whose structs describe themselves to a Describe of its own specialises this (orm: models).
template <class T> struct TypeInstaller {
    static std::unique_ptr<TypeInfo> make() {
        auto made = reflect_type<T>();
        if constexpr (requires(Describe<T>& describe) { T::describe(describe); }) {
            Describe<T> describe(*made);
            T::describe(describe);
        }
        return made;
    }
};

/// Makes the struct's description known to the program, once; safe to call again and from several threads.
template <class T> const TypeInfo& install_type() {
    static const std::unique_ptr<TypeInfo> info = [] {
        auto made = TypeInstaller<T>::make();
        type_slot<T> = made.get();
        return made;
    }();
    return *info;
}

}  // namespace portico
