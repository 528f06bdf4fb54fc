/// A file of a model: the column holds its name below the media folder, the storage holds the bytes.
///
///     orm::File cover{};
///     post.field(&Post::cover).upload_to("covers/").image();
#pragma once
#include <string>

namespace portico::orm {

struct File {
    std::string name{};  // "covers/harbour.jpg"; empty: none

    bool empty() const { return name.empty(); }
    explicit operator bool() const { return !name.empty(); }
    bool operator==(const File&) const = default;
};

}  // namespace portico::orm
