/// A request: what the client sent, read lazily, and what the framework learned about it.
///
///     request.method(), request.path(), request.header("User-Agent")
///     request.query().get("page", "1")          // ?page=…
///     request.form().get("title")               // a posted form, urlencoded or multipart
///     request.file("cover")                     // const UploadedFile*, null when absent
///     request.accepts("text/html")
///     request.slot<Session>()                   // other rooms' state, made on demand
///
/// All views point into storage that the request owns: they live as long as it does, which is longer than the
/// view function. The body is read when it is first asked for; that suspends the fiber. A request is neither
/// copied nor moved.
#pragma once
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <portico/http/body.hpp>
#include <portico/http/cookies.hpp>
#include <portico/http/detail/small_vector.hpp>
#include <portico/http/header_parameters.hpp>
#include <portico/http/headers.hpp>
#include <portico/http/limits.hpp>
#include <portico/http/query_data.hpp>
#include <portico/http/uploaded_file.hpp>

namespace portico {

/// What a request is made from, by the server or by a test:
///
///     Request request({.method = "POST", .target = "/posts/?draft=1", .body = "title=x"});
struct RequestData {
    std::string method = "GET";
    std::string target = "/"; // as on the request line: path and query, or an absolute URL
    Headers headers{};
    std::string body{};
    BodySource* source = nullptr;          // instead of `body`; must outlive the request
    std::string remote_address{};          // "203.0.113.7", without the port
    bool secure = false;                   // arrived over TLS
    const RequestLimits* limits = nullptr; // null: the defaults; must outlive the request
};

/// What the router found. `name` has its namespace: "blog:post-detail".
struct RouteMatch {
    struct Parameter {
        std::string_view name;
        std::string_view value; // as in the path, decoded
    };
    std::string_view name{};
    std::string_view pattern{}; // "posts/<slug:slug>/"
    detail::SmallVector<Parameter, 4> parameters{};
    const void* route = nullptr; // the router's own

    bool found() const noexcept { return route != nullptr; }
    std::string_view get(std::string_view parameter) const noexcept;
};

class Request {
public:
    explicit Request(RequestData data);
    ~Request();
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;

    std::string_view method() const noexcept { return data_.method; }
    bool is_get() const noexcept { return data_.method == "GET"; }
    bool is_post() const noexcept { return data_.method == "POST"; }
    /// GET, HEAD, OPTIONS or TRACE: changes nothing (RFC 9110, 9.2.1).
    bool is_safe() const noexcept;
    /// The decoded path; what is no UTF-8 in it stays escaped. Begins with "/".
    std::string_view path() const noexcept { return path_; }
    /// As on the request line.
    std::string_view target() const noexcept { return data_.target; }
    /// Without "?", not decoded.
    std::string_view query_string() const noexcept { return query_string_; }
    /// Path, escaped for a URL, and query string: "/a%20b/?x=1".
    std::string full_path() const;

    const Headers& headers() const noexcept { return data_.headers; }
    std::string_view header(std::string_view name) const noexcept { return data_.headers.get(name); }
    const QueryData& query() const;
    const Cookies& cookies() const;
    std::string_view cookie(std::string_view name) const { return cookies().get(name); }

    /// Host as the client says: not checked here but by the host middleware. "" when absent.
    std::string_view host() const noexcept;
    bool is_secure() const noexcept { return data_.secure; }
    std::string_view scheme() const noexcept { return data_.secure ? "https" : "http"; }
    std::string_view remote_address() const noexcept { return data_.remote_address; }
    /// `location` as an absolute URL of this site; "" stands for this page.
    std::string absolute_url(std::string_view location = {}) const;
    /// What a trusted proxy says instead. An empty host leaves the header's.
    void set_forwarded(bool secure, std::string remote_address, std::string host = {});
    /// Was it one that handed this request on? Then other headers that only it may set are to be believed, too.
    bool is_forwarded() const noexcept { return forwarded_; }

    /// Content-Type without parameters, in lower case: "multipart/form-data".
    const std::string& content_type() const;
    /// The whole body. Throws PayloadTooLarge beyond the limit, BadRequest when it breaks off, and Error
    /// after form() read a multipart body.
    std::string_view body() const;
    /// The fields of a form, whatever the method; empty when the body is no form.
    const QueryData& form() const;
    /// The form if somebody asked for it before, else null: for error pages, which must not read the body.
    const QueryData* form_if_read() const noexcept { return form_ ? &*form_ : nullptr; }
    const UploadedFiles& files() const;
    /// The last file of that field, or null.
    const UploadedFile* file(std::string_view field) const;
    /// The next piece of a body too large to hold, "" at its end; not together with body() or form(). Throws PayloadTooLarge beyond
    /// `limits().upload`.
    std::string_view read_piece();
    const RequestLimits& limits() const noexcept { return *limits_; }
    /// Before the body is read. `limits` must outlive the request.
    void set_limits(const RequestLimits& limits) noexcept { limits_ = &limits; }

    /// By the Accept header.
    bool accepts(std::string_view media_type) const;
    /// The one of these that the client likes best: {"text/html", "application/json"}; nothing when it takes
    /// none.
    std::optional<std::string_view> preferred_type(std::initializer_list<std::string_view> types) const;

    /// For logs and support: one id through all of it. Empty before the request-id middleware.
    const std::string& id() const noexcept { return id_; }
    void set_id(std::string id) { id_ = std::move(id); }

    const RouteMatch& route() const noexcept { return route_; }
    RouteMatch& route() noexcept { return route_; }
    /// A path parameter by name, "" when there is none.
    std::string_view parameter(std::string_view name) const noexcept { return route_.get(name); }
    /// Storage for text that must live as long as the request.
    std::string_view keep(std::string text);

    /// The request's T, made with T{} at the first call. One mechanism for session, user, messages and what a
    /// site adds.
    template <class T> T& slot() {
        T* known = find<T>();
        return known ? *known : emplace<T>();
    }
    /// The request's T, or null.
    template <class T> T* find() const noexcept { return static_cast<T*>(find_slot(&slot_key<T>)); }
    /// Makes the request's T, replacing an earlier one.
    template <class T, class... Arguments> T& emplace(Arguments&&... arguments) {
        auto made = std::make_unique<T>(std::forward<Arguments>(arguments)...);
        T& result = *made;
        add_slot({&slot_key<T>, made.release(), [](void* object) { delete static_cast<T*>(object); }});
        return result;
    }

private:
    struct Slot {
        const void* key;
        void* object;
        void (*destroy)(void*);
    };
    template <class T> static inline const char slot_key = 0;

    void* find_slot(const void* key) const noexcept;
    void add_slot(Slot slot);
    void split_target();
    void read_form() const;
    void read_multipart() const;
    void read_body(std::uint64_t limit) const;

    RequestData data_;
    const RequestLimits* limits_;
    std::string path_;
    std::string_view query_string_;
    std::string_view authority_; // of an absolute target
    std::string forwarded_host_;
    bool forwarded_ = false;
    std::string id_;
    RouteMatch route_;
    std::vector<Slot> slots_;
    std::vector<std::unique_ptr<std::string>> kept_;

    // What is read on demand; reading changes nothing that a caller could see.
    enum class BodyState { unread, in_memory, in_pieces, multipart, failed };
    mutable BodyState body_state_ = BodyState::unread;
    mutable std::string body_;
    std::uint64_t pieces_ = 0;  // bytes handed out by read_piece
    mutable std::optional<QueryData> query_;
    mutable std::optional<Cookies> cookies_;
    mutable std::optional<std::string> content_type_;
    mutable std::optional<QueryData> form_;
    mutable UploadedFiles files_;
    mutable std::optional<std::vector<MediaType>> accepted_;
};

} // namespace portico
