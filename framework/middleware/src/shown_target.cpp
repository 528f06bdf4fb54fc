#include "shown_target.hpp"

#include <portico/base/secret.hpp>
#include <portico/base/text.hpp>
#include <portico/http/url.hpp>

namespace portico::middleware {

std::string shown_target(const Request& request) {
    std::string shown = without_secrets(request.target());
    for (const auto& [name, value] : request.route().parameters) {
        if (value.empty() || !is_secret_name(name)) continue;
        shown = text::replace_all(shown, value, masked_secret);
        shown = text::replace_all(shown, percent_encode(value, ""), masked_secret);
    }
    return shown;
}

}  // namespace portico::middleware
