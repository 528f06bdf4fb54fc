// A compiled regular expression, with bounds on the work of a match.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portico::routing {

class RegexCode {
public:
    /// Throws Error when the text is no regular expression. `whole`: only what matches all of a text.
    explicit RegexCode(const std::string& expression, bool whole = false);

    struct Group {
        std::string name{}; // empty: it has none
        std::size_t number = 0;
    };
    const std::vector<Group>& groups() const { return groups_; }

    /// Where the match ended and what each group took (null where it took no part); nothing without a match.
    struct Match {
        bool found = false;
        std::size_t end = 0;
        std::vector<std::string_view> values{};
    };
    Match search(std::string_view text) const;

private:
    std::shared_ptr<void> code_;
    std::vector<Group> groups_{};
};

} // namespace portico::routing
