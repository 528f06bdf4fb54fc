#include <portico/auth/current_user.hpp>
#include <portico/auth/session.hpp>
#include <portico/base/log.hpp>
#include <portico/base/text.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/request.hpp>
#include <portico/http/response.hpp>
#include <portico/orm/history.hpp>
#include <portico/project/project.hpp>

#include "session_notes.hpp"

namespace portico::auth {

class SessionMiddleware {
public:
    static Response handle(Request& request, Next next) {
        orm::ActingAs user([&request] { return current_user(request).login(); });
        try {
            Response response = next(request);
            finish(request, response);
            return response;
        } catch (HttpError& error) {
            // A 404 or 403 that is thrown is an answer like others: what the view put into the session counts.
            Response cookies = Response::empty(error.status());
            finish(request, cookies);
            for (const Cookie& cookie : cookies.cookies()) error.set_header("Set-Cookie", cookie.header(std::chrono::floor<std::chrono::seconds>(now())));
            throw;
        }
    }

private:
    static SameSite same_site_of(const std::string& name) {
        const std::string lower = text::ascii_lower(name);
        return lower == "strict" ? SameSite::strict : lower == "none" ? SameSite::none : SameSite::lax;
    }

    static void set_cookie(const Request& request, Response& response, Session& session, const SessionSettings& settings) {
        Cookie cookie{.name = settings.cookie_name, .value = session.key()};
        cookie.path = settings.cookie_path;
        cookie.domain = settings.cookie_domain;
        cookie.secure = settings.cookie_secure || request.is_secure();
        cookie.http_only = true;
        cookie.same_site = same_site_of(settings.cookie_same_site);
        if (!session.expires_at_browser_close()) cookie.max_age = session.expiry_age();
        response.set_cookie(std::move(cookie));
    }

    static void finish(Request& request, Response& response) {
        const auto& settings = Project::current().settings<SessionSettings>();
        Session* session = request.find<Session>();
        if (!session || !session->was_asked()) return;
        response.vary("Cookie");
        if (session->is_empty()) {
            if (request.cookies().contains(settings.cookie_name)) response.delete_cookie(settings.cookie_name, settings.cookie_path, settings.cookie_domain);
            return;
        }
        const bool save = (session->was_changed() || settings.save_every_request) && response.status() < 500;
        if (save && !session->write()) {
            log::warning("a session was deleted while its request ran; what the request put into it is lost");
            response.delete_cookie(settings.cookie_name, settings.cookie_path, settings.cookie_domain);
            return;
        }
        if (save) set_cookie(request, response, *session, settings);
        note_session(request, *session);
    }
};

Middleware sessions() { return {.name = "sessions", .handle = &SessionMiddleware::handle, .after = {"errors"}, .before = {"csrf"}}; }

}  // namespace portico::auth
