#pragma once
#include <optional>
#include <utility>

#include <portico/base/field_types.hpp>
#include <portico/forms/submission.hpp>

namespace portico::forms {

/// A file as a form's struct holds it:
///
///     struct AvatarFields {
///         forms::Upload picture{};
///         static void describe(Describe<AvatarFields>& avatar) { avatar.field(&AvatarFields::picture).required(false); }
///     };
///     if (form->picture) form->picture->move_to(folder / form->picture->name());
class Upload {
public:
    Upload() = default;
    explicit Upload(UploadedFile file) : file_(std::move(file)) {}

    explicit operator bool() const { return file_.has_value(); }
    const UploadedFile& operator*() const { return *file_; }
    const UploadedFile* operator->() const { return &*file_; }

private:
    std::optional<UploadedFile> file_;
};

/// Marks the type for `make_field`.
struct UploadType : Extension {};

}  // namespace portico::forms

namespace portico {

template <> struct FieldTraits<forms::Upload> {
    static void fill(FieldType& type) {
        type.kind = Kind::other;
        type.extension = std::make_unique<forms::UploadType>();
        type.get = [](const void* field) {
            const auto& upload = *static_cast<const forms::Upload*>(field);
            return upload ? Value(forms::FileValue(*upload)) : Value();
        };
        type.set = [](void* field, const Value& value) {
            const UploadedFile* file = forms::uploaded_file(value);
            *static_cast<forms::Upload*>(field) = file ? forms::Upload(*file) : forms::Upload();
        };
    }
};

}  // namespace portico
