/// multipart/form-data (RFC 7578), piece by piece as it arrives.
///
///     MultipartParser parser(request.header("Content-Type"), limits);
///     while (auto piece = source.read(); !piece.empty()) parser.feed(piece);
///     auto [fields, files] = parser.finish();
///
/// What is broken is a BadRequest that says what: no boundary, no first or last delimiter, headers too long.
/// Django drops such bodies or parts of them without a word. Parts without a name, and files without a file
/// name (an empty file input), are skipped, as there.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <portico/http/limits.hpp>
#include <portico/http/query_data.hpp>
#include <portico/http/uploaded_file.hpp>

namespace portico {

struct FormData {
    QueryData fields{};
    UploadedFiles files{};
};

class MultipartParser {
public:
    MultipartParser(std::string_view content_type, RequestLimits limits);
    ~MultipartParser();
    MultipartParser(const MultipartParser&) = delete;
    MultipartParser& operator=(const MultipartParser&) = delete;

    void feed(std::string_view piece);
    FormData finish();

private:
    enum class State { preamble, after_delimiter, headers, content, epilogue };

    bool step();
    bool skip_preamble();
    bool read_delimiter_end();
    bool read_headers();
    bool read_content();
    void begin_part(std::string_view headers);
    void begin_file(std::string name, std::string filename, std::string_view content_type);
    void take_content(std::string_view piece);
    void take_decoded(std::string_view piece);
    void end_part();
    void count_memory(std::size_t bytes);

    RequestLimits limits_;
    std::string delimiter_; // CR LF -- boundary
    State state_ = State::preamble;
    std::string pending_ = "\r\n"; // so that a delimiter at the very start is found as any other
    std::size_t memory_used_ = 0;
    bool fed_ = false;

    std::optional<std::string> field_{}; // name of the text field being read
    std::optional<UploadedFile> file_{};
    std::string value_{};
    bool base64_ = false;
    std::string base64_rest_{};
    FormData form_{};
};

/// A client's file name made harmless: entities decoded, base name, no control characters; "" for "", "." and
/// "..".
std::string sanitized_filename(std::string_view filename);

} // namespace portico
