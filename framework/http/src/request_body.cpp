// The part of Request that reads its body.
#include <portico/http/http_error.hpp>
#include <portico/http/multipart.hpp>
#include <portico/http/request.hpp>

#include "characters.hpp"

namespace portico {
namespace {

PayloadTooLarge too_large(std::uint64_t limit) {
    return PayloadTooLarge("The request is too large.",
                           "a request body of more than " + std::to_string(limit) + " bytes");
}

} // namespace

const std::string& Request::content_type() const {
    if (!content_type_) {
        std::string_view header = data_.headers.get("Content-Type");
        content_type_ = text::ascii_lower(text::trim(header.substr(0, header.find(';'))));
    }
    return *content_type_;
}

void Request::read_body(std::uint64_t limit) const {
    if (body_state_ == BodyState::in_memory) return;
    if (body_state_ == BodyState::failed)
        throw BadRequest({}, "the body was asked for again after reading it failed");
    if (body_state_ != BodyState::unread)
        throw Error("the body of this request was read already, as " +
                        std::string(body_state_ == BodyState::multipart ? "a multipart form" : "pieces"),
                    "ask for body() first, or use form() and files() alone");
    body_state_ = BodyState::failed;
    if (!data_.source) {
        if (body_.size() > limit) throw too_large(limit);
    } else {
        if (data_.source->size().value_or(0) > limit) throw too_large(limit);
        for (auto piece = data_.source->read(); !piece.empty(); piece = data_.source->read()) {
            if (body_.size() + piece.size() > limit) throw too_large(limit);
            body_ += piece;
        }
    }
    body_state_ = BodyState::in_memory;
}

std::string_view Request::body() const {
    read_body(limits_->body);
    return body_;
}

std::string_view Request::read_piece() {
    if (body_state_ != BodyState::unread && body_state_ != BodyState::in_pieces)
        throw Error("the body of this request was read already",
                    "use read_piece() alone, before body() and form()");
    bool first = body_state_ == BodyState::unread;
    body_state_ = BodyState::in_pieces;
    if (first && data_.source && data_.source->size().value_or(0) > limits_->upload) throw too_large(limits_->upload);
    std::string_view piece = data_.source ? data_.source->read() : first ? std::string_view(body_) : std::string_view();
    if ((pieces_ += piece.size()) > limits_->upload) throw too_large(limits_->upload);
    return piece;
}

const QueryData& Request::form() const {
    if (!form_) read_form();
    return *form_;
}

const UploadedFiles& Request::files() const {
    form();
    return files_;
}

const UploadedFile* Request::file(std::string_view field) const {
    const UploadedFile* found = nullptr;
    for (const UploadedFile& file : files())
        if (file.field() == field) found = &file;
    return found;
}

void Request::read_form() const {
    if (content_type() == "multipart/form-data") return read_multipart();
    form_ = content_type() == "application/x-www-form-urlencoded" ? QueryData::parse(body(), limits_->fields)
                                                                  : QueryData();
}

void Request::read_multipart() const {
    std::uint64_t limit = limits_->upload, seen = 0;
    MultipartParser parser(header("Content-Type"), *limits_);
    auto feed = [&](std::string_view piece) {
        if ((seen += piece.size()) > limit) throw too_large(limit);
        parser.feed(piece);
    };
    if (body_state_ == BodyState::in_memory || !data_.source) {
        feed(body_);
    } else {
        if (body_state_ != BodyState::unread) read_body(limit); // throws: it says why it can't be read again
        body_state_ = BodyState::failed;
        if (data_.source->size().value_or(0) > limit) throw too_large(limit);
        for (auto piece = data_.source->read(); !piece.empty(); piece = data_.source->read()) feed(piece);
    }
    FormData form = parser.finish();
    if (body_state_ == BodyState::failed) body_state_ = BodyState::multipart;
    form_ = std::move(form.fields);
    files_ = std::move(form.files);
}

} // namespace portico
