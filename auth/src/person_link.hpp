/// Links in mail that say who somebody is.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include <portico/orm/any_query_set.hpp>

namespace portico {
class Request;
}

namespace portico::auth {

/// The key, as it is in links.
std::string uid_of(const orm::Object& person);
/// Whose link it is; empty for what is no key or nobody's.
orm::Object person_of(std::string_view uid);

/// For one purpose ("confirm"; "" is Django's, a new password), void when something of the person changes.
std::string token_for(const orm::Object& person, std::string_view purpose = {});
bool is_token_of(const orm::Object& person, std::string_view token, std::string_view purpose, std::chrono::microseconds lifetime);

/// Renders NAME_subject.txt and NAME_email.txt with user, email, domain, protocol and url (made absolute), and sends them to the person, later.
void send_mail_about(Request& request, const orm::Object& person, const std::string& name, const std::string& location);

}  // namespace portico::auth
