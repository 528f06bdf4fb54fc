#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace portico::mail {

/// One part of a message, with its own headers, or the whole of its content.
struct MimePart {
    std::string headers{}; // lines: Content-Type, Content-Transfer-Encoding
    std::string body{};    // ends in a line break
};

/// Text, encoded where its lines are too long for mail.
MimePart text_part(std::string_view text, std::string_view subtype, const std::string& charset);
/// Anything else, in base64.
MimePart binary_part(std::string_view content, std::string_view content_type);
/// Several, with a boundary between them.
MimePart multipart(std::string_view subtype, const std::vector<MimePart>& parts, const std::string& boundary);

} // namespace portico::mail
