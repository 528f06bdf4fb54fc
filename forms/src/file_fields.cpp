#include <algorithm>
#include <array>

#include <portico/base/text.hpp>
#include <portico/forms/fields.hpp>

namespace portico::forms {

namespace {

constexpr std::array<std::string_view, 11> image_extensions{"avif", "bmp", "gif",  "ico", "jpeg", "jpg",
                                                            "jfif", "png", "tiff", "tif", "webp"};

/// Does it begin as a picture does that browsers show?
bool begins_as_image(std::string_view head) {
    using namespace std::string_view_literals;
    if (head.starts_with("\x89PNG\r\n\x1a\n"sv) || head.starts_with("\xff\xd8\xff"sv)) return true;
    if (head.starts_with("GIF87a"sv) || head.starts_with("GIF89a"sv) || head.starts_with("BM"sv)) return true;
    if (head.starts_with("\0\0\1\0"sv) || head.starts_with("II*\0"sv) || head.starts_with("MM\0*"sv)) return true;
    if (head.starts_with("RIFF"sv) && head.substr(std::min<std::size_t>(8, head.size())).starts_with("WEBP"sv)) return true;
    return head.size() >= 12 && head.substr(4, 4) == "ftyp"sv && head.substr(8, 3) == "avi"sv;
}

}  // namespace

Value FileField::clean(const Value& sent, const Value& before) const {
    Value given = sent;
    auto* both = given.as_list();
    if (both && both->size() == 2 && uploaded_file((*both)[0])) {
        fail("contradiction", "Please either submit a file or check the clear checkbox, not both.");
    }
    if (auto* clears = given.as_boolean(); clears && !*clears) {
        if (!required) return false;
        given = {};
    }
    if (is_empty(given) && before.truthy()) return before;
    return Field::clean(given);
}

Value FileField::to_value(const Value& sent) const {
    if (is_empty(sent)) return {};
    const UploadedFile* file = uploaded_file(sent);
    if (!file || file->name().empty()) {
        fail("invalid", "No file was submitted. Check the encoding type on the form.");
    }
    std::size_t length = text::length(file->name());
    if (max_length && length > *max_length) {
        fail("max_length",
             *max_length == 1 ? "Ensure this filename has at most %(max)d character (it has %(length)d)."
                              : "Ensure this filename has at most %(max)d characters (it has %(length)d).",
             {{"max", std::to_string(*max_length)}, {"length", std::to_string(length)}});
    }
    if (!allow_empty && file->size() == 0) fail("empty", "The submitted file is empty.");
    return sent;
}

bool FileField::has_changed(const Value&, const Value& sent) const { return !disabled && !sent.is_null(); }

Value ImageField::to_value(const Value& sent) const {
    Value value = FileField::to_value(sent);
    if (value.is_null()) return value;
    const UploadedFile& file = *uploaded_file(value);
    if (!begins_as_image(file.head(16))) {
        fail("invalid_image", "Upload a valid image. The file you uploaded was either not an image or a corrupted image.");
    }
    auto point = file.name().rfind('.');
    std::string extension = point == std::string::npos ? std::string() : text::ascii_lower(file.name().substr(point + 1));
    if (std::ranges::find(image_extensions, extension) == image_extensions.end()) {
        std::vector<std::string> allowed(image_extensions.begin(), image_extensions.end());
        fail("invalid_extension",
             "File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s.",
             {{"extension", extension}, {"allowed_extensions", text::join(allowed, ", ")}});
    }
    return value;
}

void ImageField::widget_attributes(const Widget& on, Attributes& attributes) const {
    if (dynamic_cast<const FileInput*>(&on) && !on.attributes.contains("accept")) attributes.set("accept", "image/*");
}

}  // namespace portico::forms
