#include "curl_library.hpp"

#include <dlfcn.h>

#include <string>

#include <portico/mail/mailer.hpp>

namespace portico::mail {

namespace {

template <class Function> void find(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    if (!function) throw MailError(std::string("libcurl has no ") + name, "install libcurl4 of Debian 12, or a later one");
}

CurlLibrary load() {
    void* library = ::dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) throw MailError("mail can't be sent by SMTP: libcurl.so.4 is not installed", "install it (apt-get install libcurl4)");
    CurlLibrary curl{};
    decltype(&curl_global_init) global_init = nullptr;
    find(library, "curl_global_init", global_init);
    find(library, "curl_easy_init", curl.easy_init);
    find(library, "curl_easy_setopt", curl.easy_setopt);
    find(library, "curl_easy_perform", curl.easy_perform);
    find(library, "curl_easy_reset", curl.easy_reset);
    find(library, "curl_easy_cleanup", curl.easy_cleanup);
    find(library, "curl_easy_strerror", curl.easy_strerror);
    find(library, "curl_slist_append", curl.slist_append);
    find(library, "curl_slist_free_all", curl.slist_free_all);
    global_init(CURL_GLOBAL_DEFAULT);
    return curl;
}

}  // namespace

const CurlLibrary& CurlLibrary::get() {
    static const CurlLibrary library = load();
    return library;
}

}  // namespace portico::mail
