/// A command of the program: a function whose argument struct is the parser.
///
///     struct SeedArguments {
///         Argument<std::string> kind{};        // positional: ./blog seed posts
///         int count = 5000;                    // --count 5000
///         bool quiet = false;                  // --quiet
///         std::optional<std::int64_t> seed{};  // --seed 42
///         static void describe(Describe<SeedArguments>& arguments) {
///             arguments.field(&SeedArguments::count).help_text("how many to make").alias("n");   // also -n
///         }
///     };
///     int seed(Project& project, const SeedArguments& arguments);     // 0, or the exit status
///
///     App("blog").with(command<seed>("seed", "Makes demo posts."));
///
/// Options are optional unless described `.required()`; positional arguments are needed unless they are
/// optionals or vectors. Commands write to `project.out()`. A `portico::Error` that leaves one is printed
/// with its hint; the exit status is 1.
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include <portico/base/field_types.hpp>

namespace portico {

class Project;

/// A positional argument.
template <class T> struct Argument {
    T value{};
    operator const T&() const { return value; }
    const T& operator*() const { return value; }
    const T* operator->() const { return &value; }
};

struct PositionalField : Extension {};

template <class T> struct FieldTraits<Argument<T>> {
    static void fill(FieldType& type) {
        const FieldType& inner = field_type<T>();
        type.kind = inner.kind;
        type.is_signed = inner.is_signed;
        type.optional = inner.optional;
        type.element = inner.element;
        type.enumerators = inner.enumerators;
        type.get = inner.get;
        type.set = inner.set;
        type.extension = std::make_unique<PositionalField>();
    }
};

/// The type-erased form; `command<…>` makes it.
struct Command {
    std::string name{};
    std::string help{};
    const TypeInfo* arguments = nullptr;  // null: takes none
    std::function<int(Project&, const void* arguments)> run{};
    /// Without errors in settings and checks the command runs; switch off for those that are needed to find
    /// or mend them.
    bool needs_checks = true;

    Command& without_checks() & { return needs_checks = false, *this; }
    Command&& without_checks() && { return needs_checks = false, std::move(*this); }
};

namespace detail {
template <class Arguments>
Command make_command(int (*run)(Project&, const Arguments&), std::string name, std::string help) {
    return {std::move(name), std::move(help), &install_type<Arguments>(),
            [run](Project& project, const void* arguments) {
                return run(project, *static_cast<const Arguments*>(arguments));
            }};
}
inline Command make_command(int (*run)(Project&), std::string name, std::string help) {
    return {std::move(name), std::move(help), nullptr,
            [run](Project& project, const void*) { return run(project); }};
}
}  // namespace detail

/// A command from a function `int(Project&, const Arguments&)` or `int(Project&)`.
template <auto function> Command command(std::string name, std::string help) {
    return detail::make_command(function, std::move(name), std::move(help));
}

}  // namespace portico
