#pragma once

namespace portico::auth {

/// What a session holds of its user, under Django's names.
inline constexpr char user_key[] = "_auth_user_id";
inline constexpr char backend_key[] = "_auth_user_backend";
inline constexpr char hash_key[] = "_auth_user_hash";
inline constexpr char backend_name[] = "django.contrib.auth.backends.ModelBackend";
inline constexpr char verified_key[] = "_second_factor";  // the second step was passed
inline constexpr char expiry_key[] = "_session_expiry";
inline constexpr char messages_key[] = "_messages";
inline constexpr char since_key[] = "_auth_since";  // ours: when they logged in, in seconds since 1970

}  // namespace portico::auth
