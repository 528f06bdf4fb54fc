#include <portico/http/multipart.hpp>

#include <algorithm>

#include <portico/http/header_parameters.hpp>
#include <portico/http/headers.hpp>
#include <portico/http/http_error.hpp>
#include <portico/http/url.hpp>

#include "characters.hpp"
#include "upload_storage.hpp"

namespace portico {
namespace {

constexpr std::size_t longest_part_headers = 8192;
constexpr std::size_t longest_filename = 255;

BadRequest broken(const std::string& detail) {
    return BadRequest("The form data is broken: " + detail + ".", "broken multipart: " + detail);
}

std::string boundary_of(std::string_view content_type) {
    HeaderParameters parsed = parse_header_parameters(content_type);
    if (!parsed.value.starts_with("multipart/"))
        throw broken("its content type is \"" + http::visible(content_type) + "\"");
    std::string boundary(parsed.get("boundary"));
    bool plain = std::all_of(boundary.begin(), boundary.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
    if (boundary.empty() || boundary.size() > 200 || !plain || boundary.ends_with(' '))
        throw broken("its boundary is \"" + http::visible(boundary) + "\"");
    return boundary;
}

/// One of the entities that browsers put into file names: "amp", "#233". Appends it and says true, else
/// false.
bool append_entity(std::string& out, std::string_view name) {
    constexpr std::pair<std::string_view, char> named[] = {
        {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (const auto& [known, character] : named)
        if (name == known) return out += character, true;
    if (name.size() < 2 || name.size() > 8 || name[0] != '#') return false;
    unsigned long code = 0;
    for (char c : name.substr(1)) {
        if (!http::is_digit(c)) return false;
        code = code * 10 + static_cast<unsigned long>(c - '0');
    }
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return false;
    text::append_code_point(out, static_cast<char32_t>(code));
    return true;
}

std::string without_entities(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto end = text[i] == '&' ? text.find(';', i) : std::string_view::npos;
        if (end != std::string_view::npos && append_entity(out, text.substr(i + 1, end - i - 1)))
            i = end;
        else
            out += text[i];
    }
    return out;
}

/// Shortens to 255 bytes, keeping the extension and whole characters.
std::string shortened(std::string name) {
    if (name.size() <= longest_filename) return name;
    auto dot = name.rfind('.');
    std::string extension = dot == std::string::npos ? "" : name.substr(dot).substr(0, longest_filename);
    name.resize(longest_filename - extension.size());
    while (!name.empty() && !text::is_utf8(name)) name.pop_back();
    return name + extension;
}

} // namespace

std::string sanitized_filename(std::string_view filename) {
    std::string name = without_entities(filename);
    if (auto slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
    std::erase_if(name, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    name = std::string(text::trim(valid_utf8(std::move(name))));
    if (name == "." || name == "..") return {};
    return shortened(std::move(name));
}

MultipartParser::MultipartParser(std::string_view content_type, RequestLimits limits)
    : limits_(std::move(limits)), delimiter_("\r\n--" + boundary_of(content_type)) {}

MultipartParser::~MultipartParser() = default;

void MultipartParser::feed(std::string_view piece) {
    fed_ = fed_ || !piece.empty();
    if (state_ == State::epilogue) return;
    pending_ += piece;
    while (step()) {
    }
}

bool MultipartParser::step() {
    switch (state_) {
    case State::preamble:
        return skip_preamble();
    case State::after_delimiter:
        return read_delimiter_end();
    case State::headers:
        return read_headers();
    case State::content:
        return read_content();
    case State::epilogue:
        break;
    }
    pending_.clear();
    return false;
}

bool MultipartParser::skip_preamble() {
    auto at = pending_.find(delimiter_);
    if (at == std::string::npos) {
        if (pending_.size() > delimiter_.size()) pending_.erase(0, pending_.size() - delimiter_.size());
        return false;
    }
    pending_.erase(0, at + delimiter_.size());
    state_ = State::after_delimiter;
    return true;
}

/// After a boundary: "--" ends the body; a line's end (blanks before it are allowed) begins a part.
bool MultipartParser::read_delimiter_end() {
    if (pending_.size() < 2) return false;
    if (pending_.starts_with("--")) {
        state_ = State::epilogue;
        return true;
    }
    auto end = pending_.find("\r\n");
    if (end == std::string::npos) {
        if (pending_.size() > longest_part_headers) throw broken("a delimiter's line has no end");
        return false;
    }
    if (!text::trim(std::string_view(pending_).substr(0, end)).empty())
        throw broken("a boundary is followed by text");
    pending_.erase(0, end); // its line break stays: a part without headers begins with the empty line
    state_ = State::headers;
    return true;
}

bool MultipartParser::read_headers() {
    auto end = pending_.find("\r\n\r\n");
    if (std::min(end, pending_.size()) > longest_part_headers) throw broken("a part's headers are too long");
    if (end == std::string::npos) return false;
    begin_part(std::string_view(pending_).substr(0, end));
    pending_.erase(0, end + 4);
    state_ = State::content;
    return true;
}

bool MultipartParser::read_content() {
    auto at = pending_.find(delimiter_);
    // Without a delimiter, the tail may still be the beginning of one.
    bool found = at != std::string::npos;
    std::size_t content = found ? at : pending_.size() - std::min(pending_.size(), delimiter_.size() - 1);
    take_content(std::string_view(pending_).substr(0, content));
    pending_.erase(0, content);
    if (!found || pending_.size() < delimiter_.size() + 2) return false;
    std::string_view after = std::string_view(pending_).substr(delimiter_.size());
    bool is_delimiter = after.starts_with("--") || http::is_space(after.front());
    if (is_delimiter) {
        end_part();
        state_ = State::after_delimiter;
    } else {
        take_content(delimiter_);
    }
    pending_.erase(0, delimiter_.size());
    return true;
}

void MultipartParser::begin_part(std::string_view headers) {
    HeaderParameters disposition;
    std::string_view content_type, encoding;
    for (std::string_view rest = headers; !rest.empty();) {
        auto end = rest.find("\r\n");
        std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
        auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        std::string_view name = text::trim(line.substr(0, colon)), value = text::trim(line.substr(colon + 1));
        if (text::ascii_iequals(name, "Content-Disposition"))
            disposition = parse_header_parameters(value);
        else if (text::ascii_iequals(name, "Content-Type"))
            content_type = value;
        else if (text::ascii_iequals(name, "Content-Transfer-Encoding"))
            encoding = value;
    }
    base64_ = text::ascii_iequals(encoding, "base64");
    auto name = disposition.find("name");
    if (disposition.value != "form-data" || !name) return;
    std::string field = valid_utf8(std::string(text::trim(*name)));
    if (auto filename = disposition.find("filename"))
        return begin_file(std::move(field), std::string(*filename), content_type);
    if (form_.fields.size() == limits_.fields)
        throw BadRequest("Too many fields were sent.",
                         "more than " + std::to_string(limits_.fields) + " form fields");
    count_memory(field.size());
    field_ = std::move(field);
}

void MultipartParser::begin_file(std::string field, std::string filename, std::string_view content_type) {
    std::string name = sanitized_filename(filename);
    if (name.empty()) return;
    if (form_.files.size() == limits_.files)
        throw BadRequest("Too many files were sent.",
                         "more than " + std::to_string(limits_.files) + " files");
    file_ = UploadedFile(std::move(field), std::move(name));
    HeaderParameters type = parse_header_parameters(content_type);
    file_->content_type_ = valid_utf8(type.value);
    file_->charset_ = valid_utf8(std::string(type.get("charset")));
    for (auto& [parameter, value] : type.parameters) file_->type_parameters_.emplace_back(valid_utf8(parameter), valid_utf8(value));
}

void MultipartParser::take_content(std::string_view piece) {
    if (!field_ && !file_) return;
    if (!base64_) return take_decoded(piece);
    for (char c : piece)
        if (!http::is_space(c)) base64_rest_ += c;
    std::size_t whole = base64_rest_.size() - base64_rest_.size() % 4;
    auto bytes = text::from_base64(std::string_view(base64_rest_).substr(0, whole));
    if (!bytes) throw broken("a part's base64 can't be decoded");
    base64_rest_.erase(0, whole);
    take_decoded(*bytes);
}

void MultipartParser::take_decoded(std::string_view piece) {
    if (file_) return file_->storage_->append(piece, limits_.file_in_memory, limits_.upload_folder);
    count_memory(piece.size());
    value_ += piece;
}

void MultipartParser::end_part() {
    if (!base64_rest_.empty()) throw broken("a part's base64 is cut off");
    if (field_) form_.fields.add(std::move(*field_), valid_utf8(std::move(value_)));
    if (file_) {
        file_->storage_->flush();
        form_.files.push_back(std::move(*file_));
    }
    field_.reset();
    file_.reset();
    value_.clear();
}

void MultipartParser::count_memory(std::size_t bytes) {
    memory_used_ += bytes;
    if (memory_used_ > limits_.body)
        throw PayloadTooLarge("The form's fields are too large.",
                              "form fields of more than " + std::to_string(limits_.body) + " bytes");
}

FormData MultipartParser::finish() {
    if (fed_ && state_ == State::preamble) throw broken("its boundary never appears");
    if (fed_ && state_ != State::epilogue) throw broken("it ends before its last boundary");
    return std::move(form_);
}

} // namespace portico
