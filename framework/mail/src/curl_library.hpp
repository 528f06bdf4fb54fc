/// libcurl, which speaks SMTP. It is loaded when it is first needed: with what it brings along it would cost every start some milliseconds and megabytes.
#pragma once
#include <curl/curl.h>

namespace portico::mail {

struct CurlLibrary {
    decltype(&curl_easy_init) easy_init;
    decltype(&curl_easy_setopt) easy_setopt;
    decltype(&curl_easy_perform) easy_perform;
    decltype(&curl_easy_reset) easy_reset;
    decltype(&curl_easy_cleanup) easy_cleanup;
    decltype(&curl_easy_strerror) easy_strerror;
    decltype(&curl_slist_append) slist_append;
    decltype(&curl_slist_free_all) slist_free_all;

    /// MailError where it is not installed.
    static const CurlLibrary& get();
};

}  // namespace portico::mail
