/// One route: a pattern, the view that it leads to, a name and options.
///
///     path<post_list>("", "post-list")
///     path<post_detail>("posts/<slug:slug>/", "post-detail")       // compared with the view while compiling
///     path<[](Request&) { return Response("pong"); }>("ping/")
///     path<webhook>("hook/").methods({"POST"}).with(CsrfExempt{})
///     route("reports/<name>/", [reports](Request& request) { return reports.show(request.parameter("name")); })
#pragma once
#include <any>
#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <vector>

#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/routing/checked_pattern.hpp>
#include <portico/routing/methods.hpp>
#include <portico/routing/middleware.hpp>

namespace portico {

/// An option: the route takes posts without a CSRF token (webhooks, token-authenticated endpoints).
struct CsrfExempt {};

/// An option: how many bytes a request's body may have here, in memory or as a form with its files, in place of the settings' limits. Known
/// before the body is read: a longer one gets 413 at once.
///
///     path<upload_video>("videos/").with(BodyLimit{2ull << 30})
struct BodyLimit {
    std::uint64_t bytes = 0;
};

namespace routing {

/// A pattern that is a regular expression; see re_path.hpp for how routes by them are written.
struct Regex {
    std::string text{};
};

} // namespace routing

class Route {
public:
    using Call = std::function<Response(Request&)>;

    /// Throws Error when the pattern is none, or names a converter that is neither built in nor in
    /// `converters`.
    Route(std::string pattern, Call call, std::string name = {},
          std::vector<routing::Converter> converters = {},
          std::source_location where = std::source_location::current());

    /// By a regular expression. Throws Error when it is none.
    Route(routing::Regex expression, Call call, std::string name = {},
          std::source_location where = std::source_location::current());

    /// Only these methods; GET brings HEAD along. Without it the view gets every method.
    Route& methods(std::initializer_list<std::string_view> methods) &;
    Route&& methods(std::initializer_list<std::string_view> methods) && {
        return std::move(this->methods(methods));
    }

    /// Attaches an option of any type, which middleware and commands find again; one of each type.
    template <class T> Route& with(T option) & {
        set_option(typeid(T), std::any(std::move(option)));
        return *this;
    }
    template <class T> Route&& with(T option) && { return std::move(with(std::move(option))); }
    template <class T> const T* option() const { return std::any_cast<T>(find_option(typeid(T))); }

    /// Middleware of this route alone, inside the project's; the first is the outermost.
    Route& use(Middleware middleware) &;
    Route&& use(Middleware middleware) && { return std::move(use(std::move(middleware))); }

    const std::string& pattern() const { return pattern_; }
    /// With its namespace: "blog:post-detail".
    const std::string& name() const { return name_; }
    MethodSet methods() const { return methods_; }
    /// Where the route or one that includes it is a regular expression: what its path is matched with, from the outside inwards.
    struct Step {
        std::string text{};
        bool is_regex = false;
    };
    const std::vector<Step>& steps() const { return steps_; }
    const std::vector<routing::Converter>& converters() const { return converters_; }
    const std::source_location& where() const { return where_; }
    /// Identifies the view of a `path<view>` route; null for others.
    const void* view() const { return view_; }
    Route&& leading_to(const void* view) && {
        view_ = view;
        return std::move(*this);
    }
    /// Calls the view through the route's own middleware.
    Response operator()(Request& request) const;

    /// The namespaces before its name, the outermost first, each with the app that it is an instance of.
    struct Namespace {
        std::string name{};
        std::string app{};
        bool operator==(const Namespace&) const = default;
    };
    const std::vector<Namespace>& namespaces() const { return namespaces_; }
    /// As seen from outside: with a prefix before its pattern and a namespace before its name.
    Route below(std::string_view prefix, std::string_view name_space, std::string_view app_name = {}) const;
    Route below(const routing::Regex& prefix, std::string_view name_space, std::string_view app_name = {}) const;

private:
    void enter(std::string_view name_space, std::string_view app_name);
    void set_option(std::type_index type, std::any option);
    const std::any* find_option(std::type_index type) const;
    void check() const;
    void check(const std::string& pattern) const;

    std::string pattern_;
    std::vector<Step> steps_{};
    std::string name_;
    std::vector<Namespace> namespaces_{};
    Call call_;
    std::vector<routing::Converter> converters_;
    std::vector<std::pair<std::type_index, std::any>> options_;
    std::vector<Middleware> middleware_;
    std::shared_ptr<const Pipeline> pipeline_; // of its own middleware, where it has any
    MethodSet methods_ = MethodSet::all();
    std::source_location where_;
    const void* view_ = nullptr;
};

namespace routing {

/// Its address tells views apart.
template <auto view> inline constexpr char view_identity = 0;

/// A path parameter as the view takes it; `own` is the place of its converter among `Own`, or less than 0.
/// The pattern was checked while compiling, so the only failure is a value out of range: a 404.
template <class T, class... Own> T path_value(std::string_view text, int own) {
    std::optional<T> value;
    int place = 0;
    [[maybe_unused]] auto try_own = [&]<class C>(std::type_identity<C>) {
        if constexpr (std::same_as<typename C::type, T>)
            if (place == own) value = C::parse(text);
        ++place;
    };
    (try_own(std::type_identity<Own>()), ...);
    if (own < 0) value = parameter_from<T>(text);
    if (!value) throw Http404({}, "\"" + std::string(text) + "\" in the path is out of range");
    return *std::move(value);
}

/// Calls a view with the parameters that the router found.
template <auto view, class... Own> struct ViewCall {
    using Path = typename Endpoint<view>::Path;
    static constexpr std::size_t count = std::tuple_size_v<Path>;

    explicit ViewCall(std::string_view text) {
        std::size_t i = 0;
        for (const auto& piece : Pattern::parse(text))
            if (piece.is_parameter()) own_[i++] = place_of(piece.converter);
    }
    Response operator()(Request& request) const { return call(request, std::make_index_sequence<count>()); }

private:
    static int place_of([[maybe_unused]] std::string_view converter) {
        int place = 0, found = -1;
        ((Own::name == converter ? found = place++ : place++), ...);
        return found;
    }
    template <std::size_t... i> Response call(Request& request, std::index_sequence<i...>) const {
        [[maybe_unused]] const auto& found = request.route().parameters;
        Path values{path_value<std::tuple_element_t<i, Path>, Own...>(found[i].value, own_[i])...};
        return Endpoint<view>::call(request, values);
    }

    std::array<int, count> own_{};
};

} // namespace routing

/// A route to a view that is known while compiling; see above. Own converters are named after the view.
template <auto view, routing::OwnConverter... Own>
Route path(std::type_identity_t<routing::CheckedPattern<view, Own...>> pattern, std::string name = {},
           std::source_location where = std::source_location::current()) {
    return Route(std::string(pattern.text()), routing::ViewCall<view, Own...>(pattern.text()),
                 std::move(name), {routing::converter_of<Own>()...}, where)
        .leading_to(&routing::view_identity<view>);
}

/// A route to any function object; it finds its path parameters by name.
Route route(std::string pattern, Route::Call call, std::string name = {},
            std::source_location where = std::source_location::current());

/// The route that this request was resolved to, or null.
const Route* matched_route(const Request& request);

} // namespace portico
