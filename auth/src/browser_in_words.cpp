#include <utility>

#include <portico/auth/user_sessions.hpp>

namespace portico::auth {

namespace {

using Words = std::pair<std::string_view, std::string_view>;  // what is in the text, and what it is called

// The first that is found counts: each names those before whose likeness it claims to be.
constexpr Words browsers[] = {{"Edg/", "Edge"},          {"EdgA/", "Edge"},      {"EdgiOS/", "Edge"},     {"OPR/", "Opera"},       {"SamsungBrowser/", "Samsung Internet"},
                              {"Vivaldi/", "Vivaldi"},   {"FxiOS/", "Firefox"},  {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"},    {"Chromium/", "Chromium"},
                              {"Chrome/", "Chrome"},     {"Safari/", "Safari"},  {"MSIE ", "Internet Explorer"}, {"Trident/", "Internet Explorer"},
                              {"curl/", "curl"},         {"python-requests/", "a Python program"}};
constexpr Words systems[] = {{"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"Android", "Android"}, {"CrOS", "ChromeOS"},
                             {"Windows", "Windows"},  {"Macintosh", "a Mac"}, {"Linux", "Linux"}};

template <std::size_t N> std::string_view found_in(std::string_view text, const Words (&all)[N]) {
    for (const auto& [mark, name] : all)
        if (text.find(mark) != text.npos) return name;
    return {};
}

}  // namespace

std::string browser_in_words(std::string_view user_agent) {
    const std::string_view browser = found_in(user_agent, browsers), system = found_in(user_agent, systems);
    std::string words(browser.empty() ? "an unknown browser" : browser);
    if (!system.empty()) words += " on " + std::string(system);
    return words;
}

}  // namespace portico::auth
