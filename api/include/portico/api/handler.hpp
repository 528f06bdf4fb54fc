/// A handler's signature taken apart: what it takes, how each parameter is read, how it is called.
#pragma once
#include <concepts>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <portico/api/answering.hpp>
#include <portico/api/binding.hpp>
#include <portico/base/reflect.hpp>
#include <portico/routing/endpoint.hpp>

namespace portico::api {

namespace detail {

/// The type that `Binding` is asked for.
template <class P> using Bound = std::conditional_t<std::same_as<P, Request&>, Request&, std::remove_cvref_t<P>>;

template <class P> struct PathOf {
    using type = std::tuple<>;
};
template <class T> struct PathOf<Path<T>> {
    using type = std::tuple<T>;
};

/// What a parameter is kept in until the call.
template <class P> struct Kept {
    P value{};
    void read(Call& call) { Binding<P>::read(call, value); }
    P&& give() { return std::move(value); }
};
template <> struct Kept<Request&> {
    Request* request = nullptr;
    void read(Call& call) { request = &call.request; }
    Request& give() { return *request; }
};

/// Throws ValidationError with all of them.
void throw_if_any(Errors& errors);

template <auto handler, class Parameters = routing::ParametersOf<handler>> struct Handler;
template <auto handler, class... P> struct Handler<handler, std::tuple<P...>> {
    using Result = routing::ResultOf<handler>;
    using PathTypes = decltype(std::tuple_cat(typename PathOf<Bound<P>>::type()...));

    static void describe(Operation& operation) {
        (Binding<Bound<P>>::describe(operation), ...);
        Answer<Result>::describe(operation);
    }

    static Response call(Request& request, const Operation& operation) {
        std::tuple<Kept<Bound<P>>...> kept;
        Errors errors;
        Call call{request, operation, errors};
        std::apply([&](auto&... parameters) { (parameters.read(call), ...); }, kept);
        throw_if_any(errors);
        return std::apply(
            [](auto&... parameters) -> Response {
                if constexpr (std::is_void_v<Result>) {
                    handler(parameters.give()...);
                    return Response::empty();
                } else {
                    return Answer<Result>::respond(handler(parameters.give()...));
                }
            },
            kept);
    }
};

template <auto function> std::string function_name() {
    return reflect::detail::names_in_signature(reflect::detail::signature_of_parts<function>()).front();
}

template <class Parameters> inline constexpr bool all_bindable = false;
template <class... P>
inline constexpr bool all_bindable<std::tuple<P...>> =
    (requires(Operation& operation) { Binding<Bound<P>>::describe(operation); } && ...);

}  // namespace detail

/// A function that is an endpoint: every parameter can be bound and it isn't a plain view.
template <auto handler>
concept TypedEndpoint = detail::all_bindable<routing::ParametersOf<handler>> &&
                        !(routing::TakesRequest<handler> && std::tuple_size_v<routing::ParametersOf<handler>> == 1 &&
                          std::convertible_to<routing::ResultOf<handler>, Response>);

}  // namespace portico::api

namespace portico::routing {

/// Lets patterns be compared with an endpoint's path parameters. Endpoints get their routes from `api::router`.
template <auto handler>
    requires api::TypedEndpoint<handler>
struct Endpoint<handler> {
    using Path = typename api::detail::Handler<handler>::PathTypes;
};

}  // namespace portico::routing
