#pragma once
#include <string>

#include <portico/auth/messages.hpp>
#include <portico/http/response.hpp>

namespace portico::admin {

/// Goes somewhere else, where the person is told what happened.
inline Response go(Request& request, const std::string& url, int level, std::string text) {
    auth::messages(request).add(level, std::move(text));
    return redirect(url, 303);
}

}  // namespace portico::admin
