/// How a handler's parameter gets its value. Specialise `Binding` for a kind of one's own:
///
///     template <> struct portico::api::Binding<Tenant> {
///         static void describe(Operation&) {}                        // what the document says of it
///         static void read(Call& call, Tenant& tenant) { tenant = tenant_of(call.request); }
///     };
#pragma once
#include <portico/api/codec.hpp>
#include <portico/api/operation.hpp>
#include <portico/api/parameters.hpp>
#include <portico/base/field_types.hpp>
#include <portico/http/request.hpp>

namespace portico::api {

/// One request on its way into a handler: the bindings read from it in the order of the parameters and add what is wrong.
struct Call {
    Request& request;
    const Operation& operation;
    Errors& errors;
    std::size_t next_parameter = 0;       // of operation.parameters
    std::size_t next_path_parameter = 0;  // of the pattern
};

namespace detail {

// The untyped work of the bindings below.
void describe_parameter(Operation& operation, In in, std::string_view name, const FieldType& type);
void describe_path(Operation& operation, const FieldType& type);
void describe_query(Operation& operation, const TypeInfo& type);
void read_parameter(Call& call, void* target);
void read_path(Call& call, void* target);
void read_query(Call& call, const TypeInfo& type, void* target);
void read_body(Call& call, const FieldType& type, void* target);

}  // namespace detail

template <class P> struct Binding;

template <> struct Binding<Request&> {
    static void describe(Operation&) {}
};

template <class T> struct Binding<Body<T>> {
    static void describe(Operation& operation) { operation.body = &field_type<T>(); }
    static void read(Call& call, Body<T>& into) { detail::read_body(call, field_type<T>(), &into.value); }
};

template <class T> struct Binding<Query<T>> {
    static void describe(Operation& operation) { detail::describe_query(operation, install_type<T>()); }
    static void read(Call& call, Query<T>& into) { detail::read_query(call, install_type<T>(), &into.value); }
};

template <class T> struct Binding<Path<T>> {
    static void describe(Operation& operation) { detail::describe_path(operation, field_type<T>()); }
    static void read(Call& call, Path<T>& into) { detail::read_path(call, &into.value); }
};

template <FixedText name, class T> struct Binding<Param<name, T>> {
    static void describe(Operation& operation) { detail::describe_parameter(operation, In::query, name.view(), field_type<T>()); }
    static void read(Call& call, Param<name, T>& into) { detail::read_parameter(call, &into.value); }
};

template <FixedText name, class T> struct Binding<Header<name, T>> {
    static void describe(Operation& operation) { detail::describe_parameter(operation, In::header, name.view(), field_type<T>()); }
    static void read(Call& call, Header<name, T>& into) { detail::read_parameter(call, &into.value); }
};

template <FixedText name, class T> struct Binding<Cookie<name, T>> {
    static void describe(Operation& operation) { detail::describe_parameter(operation, In::cookie, name.view(), field_type<T>()); }
    static void read(Call& call, Cookie<name, T>& into) { detail::read_parameter(call, &into.value); }
};

}  // namespace portico::api
