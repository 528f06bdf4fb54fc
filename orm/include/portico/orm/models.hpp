/// An app's models: the one place that instantiates their reflection.
///
///     App("blog").with(orm::models<Author, Tag, Post, Comment>())
///
/// Tables are named after the app: "blog_post". Without a project, `orm::install<Author, Post>("blog")`.
#pragma once
#include <new>
#include <string>
#include <utility>
#include <vector>

#include <portico/base/field_types.hpp>
#include <portico/orm/model.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/types.hpp>

namespace portico {

class Project;
struct InstalledApp;

template <class K> struct FieldTraits<orm::Id<K>> {
    static void fill(FieldType& type) {
        const FieldType& key = field_type<K>();
        auto extension = std::make_unique<orm::KeyType>();
        extension->key = &key;
        type.kind = key.kind;
        type.is_signed = key.is_signed;
        type.extension = std::move(extension);
        type.get = [](const void* field) {
            const auto& id = *static_cast<const orm::Id<K>*>(field);
            const bool none = id.value() == K{} && !id.link.batch && !id.link.has_key;  // a row's key may be 0, a new object's is none then
            return none ? Value() : field_type<K>().get(&id.value());
        };
        type.set = [](void* field, const Value& value) {
            K key{};
            if (!value.is_null()) field_type<K>().set(&key, value);
            *static_cast<orm::Id<K>*>(field) = std::move(key);
        };
    }
};

namespace orm::detail {

template <class Member, class T> std::unique_ptr<RelationType> relation_extension() {
    auto extension = std::make_unique<RelationType>();
    extension->target = &type_slot<T>;
    extension->target_name = reflect::type_name<T>();
    return extension;
}

template <class Member, class T, bool Nullable, bool OneToOne> void fill_reference(FieldType& type) {
    auto extension = relation_extension<Member, T>();
    extension->nullable = Nullable;
    extension->one_to_one = OneToOne;
    extension->reference = [](void* field) -> Reference* { return static_cast<Member*>(field); };
    type.kind = Kind::other;
    type.extension = std::move(extension);
    type.get = [](const void* field) { return reference_value(*static_cast<const Member*>(field)); };
    type.set = [](void* field, const Value& value) {
        set_reference(*static_cast<Member*>(field), static_cast<const RelationType&>(*field_type<Member>().extension), value);
    };
    if constexpr (Nullable) {
        type.optional = true;
        type.element = &field_type<ForeignKey<T>>();
        type.inner = [](const void* field) -> const void* {
            return static_cast<const Member*>(field)->empty() ? nullptr : field;
        };
        type.emplace = [](void* field) { return field; };
        type.reset = [](void* field) { static_cast<Member*>(field)->clear(); };
    }
}

}  // namespace orm::detail

template <class T> struct FieldTraits<orm::ForeignKey<T>> {
    static void fill(FieldType& type) { orm::detail::fill_reference<orm::ForeignKey<T>, T, false, false>(type); }
};
template <class T> struct FieldTraits<orm::OptionalForeignKey<T>> {
    static void fill(FieldType& type) { orm::detail::fill_reference<orm::OptionalForeignKey<T>, T, true, false>(type); }
};
template <class T> struct FieldTraits<orm::OneToOne<T>> {
    static void fill(FieldType& type) { orm::detail::fill_reference<orm::OneToOne<T>, T, false, true>(type); }
};
template <class T> struct FieldTraits<orm::OptionalOneToOne<T>> {
    static void fill(FieldType& type) { orm::detail::fill_reference<orm::OptionalOneToOne<T>, T, true, true>(type); }
};
template <class T> struct FieldTraits<orm::ManyToMany<T>> {
    static void fill(FieldType& type) {
        using Member = orm::ManyToMany<T>;
        auto extension = orm::detail::relation_extension<Member, T>();
        extension->many = true;
        extension->related = [](void* field) -> orm::detail::RelatedSet* { return static_cast<Member*>(field); };
        type.kind = Kind::other;
        type.extension = std::move(extension);
        type.get = [](const void*) { return Value(); };
        type.set = [](void*, const Value&) {};
    }
};
template <> struct FieldTraits<orm::File> {
    static void fill(FieldType& type) {
        type.kind = Kind::text;
        type.extension = std::make_unique<orm::FileType>();
        type.get = [](const void* field) { return Value(BorrowedText{static_cast<const orm::File*>(field)->name}); };
        type.set = [](void* field, const Value& value) {
            static_cast<orm::File*>(field)->name = value.is_null() ? std::string() : detail::to_text(value);
        };
    }
};

namespace orm::detail {

/// Makes the ModelInfo of a type whose describe was called.
void build_model(TypeInfo& type, std::shared_ptr<ModelInfo> model, ModelOptions options);

}  // namespace orm::detail

template <class T>
    requires orm::detail::is_model<T>
std::unique_ptr<TypeInfo> TypeInstaller<T>::make() {
    auto type = reflect_type<T>();
    auto model = std::make_shared<orm::ModelInfo>();
    model->construct = [](void* at) { new (at) T{}; };
    model->destroy = [](void* object) { static_cast<T*>(object)->~T(); };
    model->move = [](void* to, void* from) { *static_cast<T*>(to) = std::move(*static_cast<T*>(from)); };
    orm::detail::ModelOptions options;
    if constexpr (requires(orm::Describe<T>& describe) { T::describe(describe); }) {
        orm::Describe<T> describe(*type, options);
        T::describe(describe);
    }
    orm::detail::build_model(*type, std::move(model), std::move(options));
    return type;
}

namespace orm {

/// A contribution: the models of an app. `project.contributions<orm::Models>()` gives all with their apps.
class Models {
public:
    explicit Models(std::vector<const TypeInfo& (*)()> installers) : installers_(std::move(installers)) {}
    /// In the order they were named in.
    std::vector<const ModelInfo*> models() const;
    /// Installs them under the app's label. Error where one has another app already, or refers to what can't be stored.
    void install(const std::string& label) const;
    void attach(Project& project, const InstalledApp& app);

private:
    std::vector<const TypeInfo& (*)()> installers_;
};

template <class... T> Models models() {
    static_assert((detail::is_model<T> && ...), "portico: orm::models<…>() takes structs that derive from orm::Model");
    return Models({&install_type<T>...});
}

/// For programs without a Project.
template <class... T> void install(const std::string& label) { models<T...>().install(label); }

}  // namespace orm

}  // namespace portico
