/// Messages of one language, as gettext's catalogs have them.
///
///     i18n::Messages polish("nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);");
///     polish.add({.id = "Hello", .texts = {"Cześć"}});
///     polish.add({.id = "%(c)s file", .plural = "%(c)s files", .texts = {"%(c)s plik", "%(c)s pliki", "%(c)s plików"}});
///     polish.find("%(c)s file", {}, 22)           // "%(c)s pliki"
///     options.translate = …                       // what templates ask: templates::EngineOptions
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico::i18n {

/// Which of a language's forms goes with a number: the "Plural-Forms" of a catalog, an expression of C over n.
class PluralRule {
public:
    /// English: one, and all others.
    PluralRule() : PluralRule("nplurals=2; plural=(n != 1);") {}
    /// Error naming the place where it can't be read.
    explicit PluralRule(std::string_view plural_forms);
    /// Counted from 0.
    std::size_t form(std::uint64_t n) const;

private:
    std::string expression_{};
};

struct Message {
    std::string id{};
    std::string context{};           // tells apart what is written alike: "May", the month
    std::string plural{};            // its English plural, where it has one
    std::vector<std::string> texts{};  // one, or one for each form
};

class Messages {
public:
    Messages() = default;
    explicit Messages(std::string_view plural_forms) : rule_(plural_forms) {}

    void add(Message message);
    /// The text of that message, for that number of things; nothing where there is none.
    std::optional<std::string> find(std::string_view id, std::string_view context = {}, std::optional<std::uint64_t> count = {}) const;

private:
    PluralRule rule_{};
    std::map<std::pair<std::string, std::string>, Message> messages_{};  // by id and context
};

} // namespace portico::i18n
