#pragma once
#include <memory>
#include <string_view>

#include <portico/base/value.hpp>
#include <portico/http/query_data.hpp>
#include <portico/http/uploaded_file.hpp>

namespace portico {
class Request;
}

namespace portico::forms {

/// What a client sent for a form: fields and files. Refers to a request's, or owns its own (tests, JSON).
struct Submission {
    std::shared_ptr<const QueryData> data{};  // null: nothing was sent
    std::shared_ptr<const UploadedFiles> files{};

    Submission() = default;
    Submission(QueryData fields, UploadedFiles uploads = {});  // NOLINT: data is a submission
    /// Refers to what the request holds.
    static Submission of(const Request& request);
    /// Nothing where the method is safe (GET, HEAD); else `of(request)`.
    static Submission posted(const Request& request);

    bool empty() const { return !data; }
    const UploadedFile* file(std::string_view name) const;
};

/// An uploaded file on its way through a field's `clean`.
class FileValue : public Dynamic {
public:
    explicit FileValue(UploadedFile uploaded) : file(std::move(uploaded)) {}
    std::string str() const override { return file.name(); }
    std::optional<Value> attribute(std::string_view name) const override;

    UploadedFile file;
};

/// The uploaded file that a value carries, or null.
const UploadedFile* uploaded_file(const Value& value);

}  // namespace portico::forms
