#include <portico/forms/submission.hpp>

#include <portico/http/request.hpp>

namespace portico::forms {

namespace {

/// A pointer to what somebody else owns.
template <class T> std::shared_ptr<const T> borrowed(const T& object) {
    return std::shared_ptr<const T>(std::shared_ptr<const void>(), &object);
}

}  // namespace

Submission::Submission(QueryData fields, UploadedFiles uploads)
    : data(std::make_shared<const QueryData>(std::move(fields))),
      files(std::make_shared<const UploadedFiles>(std::move(uploads))) {}

Submission Submission::of(const Request& request) {
    Submission sent;
    sent.data = borrowed(request.form());
    sent.files = borrowed(request.files());
    return sent;
}

Submission Submission::posted(const Request& request) { return request.is_safe() ? Submission() : of(request); }

const UploadedFile* Submission::file(std::string_view name) const {
    if (!files) return nullptr;
    for (auto file = files->rbegin(); file != files->rend(); ++file) {
        if (file->field() == name) return &*file;
    }
    return nullptr;
}

std::optional<Value> FileValue::attribute(std::string_view name) const {
    if (name == "name") return Value(file.name());
    if (name == "size") return Value(file.size());
    if (name == "content_type") return Value(file.content_type());
    return std::nullopt;
}

const UploadedFile* uploaded_file(const Value& value) {
    auto* carried = dynamic_cast<const FileValue*>(value.as_dynamic());
    return carried ? &carried->file : nullptr;
}

}  // namespace portico::forms
