#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace server_tests {

/// One exchange over a socket: what the client sends, and what has to come back, line by line.
///
///     == RFC 9112 6.3 | Two lengths are refused
///     > POST /echo HTTP/1.1            sends the line with CR LF; \r \n \t \0 \xHH \\ as in C, {a*900} is 900 times "a",
///                                      {length} the bytes behind the head that it stands in
///     >| hello                         sends the text alone
///     > EOF                            the client sends no more (>| EOF sends the word)
///     < 400                            the next answer's status; "< 200 head": the answer to HEAD, without a body
///     < Connection: close              a header of it, exactly; "< Allow: ~POST" contains; "< -Date" is absent
///     < = hello                        its body, exactly; "< =~ part" contains
///     < closed                         the server has closed the connection
///     < open                           one more request on this connection is answered with 200
///
/// Cases are parted by "== RULE | WHAT"; lines with "#" are comments.
struct Case {
    struct Step {
        char kind;  // '>' sends, '<' expects, '.' the client's end
        std::string text;
        int line;
    };
    std::string file;  // without folder and extension
    int line = 0;
    std::string rule;
    std::string title;
    std::vector<Step> steps{};

    /// "TwoLengthsAreRefused".
    std::string name() const;
};

/// Throws std::runtime_error with file and line.
std::vector<Case> read_cases(const std::filesystem::path& file);

}  // namespace server_tests
