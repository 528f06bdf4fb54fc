/// What stands between the router and a view: which path parameters the view takes and how it is called.
///
/// A view is a function or a captureless lambda. It may take `Request&` first; the other parameters are the
/// path's, in the pattern's order:
///
///     Response post_detail(Request& request, std::string_view slug);
///     Response archive(int year, int month);
///     void chat(WebSocket& socket, std::string_view room);
///
/// Other rooms teach the router other kinds of views by a partial specialisation of `Endpoint` with a
/// constraint that fits their signatures; it has the same three members.
#pragma once
#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include <portico/http/request.hpp>
#include <portico/http/response.hpp>

namespace portico::routing {

/// A function's result and parameters.
template <class F> struct Signature : Signature<decltype(&F::operator())> {};
template <class R, class... P> struct Signature<R (*)(P...)> {
    using Result = R;
    using Parameters = std::tuple<P...>;
};
template <class R, class... P> struct Signature<R (*)(P...) noexcept> : Signature<R (*)(P...)> {};
template <class C, class R, class... P> struct Signature<R (C::*)(P...) const> : Signature<R (*)(P...)> {};
template <class C, class R, class... P>
struct Signature<R (C::*)(P...) const noexcept> : Signature<R (*)(P...)> {};

template <auto view> using ResultOf = typename Signature<decltype(view)>::Result;
template <auto view> using ParametersOf = typename Signature<decltype(view)>::Parameters;

/// The first parameter, or void.
template <class Tuple> struct FirstOf {
    using type = void;
};
template <class First, class... Rest> struct FirstOf<std::tuple<First, Rest...>> {
    using type = First;
};

/// The parameters as values, without the first where it is `First`.
template <class First, class Tuple> struct PathTypes;
template <class First, class... P> struct PathTypes<First, std::tuple<P...>> {
    using type = std::tuple<std::remove_cvref_t<P>...>;
};
template <class First, class... P> struct PathTypes<First, std::tuple<First, P...>> {
    using type = std::tuple<std::remove_cvref_t<P>...>;
};

template <auto view>
concept TakesRequest = std::same_as<typename FirstOf<ParametersOf<view>>::type, Request&>;
template <auto view>
concept TakesWebSocket = std::same_as<typename FirstOf<ParametersOf<view>>::type, WebSocket&>;

/// Views that give a Response, or what makes one.
template <auto view> struct Endpoint {
    static_assert(std::convertible_to<ResultOf<view>, Response>,
                  "a view gives a Response: Response view(Request&, the path's parameters…)");

    using Path = typename PathTypes<Request&, ParametersOf<view>>::type;

    static Response call(Request& request, Path& path) {
        return std::apply(
            [&](auto&... values) -> Response {
                if constexpr (TakesRequest<view>)
                    return view(request, values...);
                else
                    return view(values...);
            },
            path);
    }
};

/// WebSocket views: the handshake's response carries the call; the path's views live as long as the request,
/// so as long as the socket.
template <auto view>
    requires TakesWebSocket<view>
struct Endpoint<view> {
    using Path = typename PathTypes<WebSocket&, ParametersOf<view>>::type;

    static Response call(Request&, Path& path) {
        return Response::web_socket([path](WebSocket& socket) mutable {
            std::apply([&](auto&... values) { view(socket, values...); }, path);
        });
    }
};

} // namespace portico::routing
