/// The paths that a regular expression stands for, with blanks for its groups: what `reverse` fills in.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace portico::routing {

/// "optional/", the blank "arg1", "/". A blank without a name of its own is called "_0", "_1", …
struct RegexForm {
    struct Piece {
        std::string text{};
        bool blank = false;
    };
    std::vector<Piece> pieces{};
    /// The blanks to be given, in order; a blank that only repeats another is not among them.
    std::vector<std::string> parameters{};
};

/// Its forms, as Django counts them: a group is a blank and what is in it does not matter; sets of characters are their first, classes one
/// that belongs; quantifiers are at their least, and what holds a blank and may be missing is there in one form and not in another. What
/// tells no text (anchors, lookaround) is left out, and after "$" nothing counts. An expression with "|" outside of groups has one empty
/// form. Throws Error for groups of other kinds.
std::vector<RegexForm> regex_forms(std::string_view expression);

} // namespace portico::routing
