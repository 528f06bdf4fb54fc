#pragma once
#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <portico/base/value.hpp>

namespace portico {

/// A file to upload.
struct TestFile {
    std::string name{};
    std::string content{};
    std::string content_type = "application/octet-stream";
};

/// One field of a form: text, a number or a file. A name may come several times.
struct TestField {
    TestField(std::string field, std::string text) : name(std::move(field)), value(std::move(text)) {}
    TestField(std::string field, std::string_view text) : name(std::move(field)), value(std::string(text)) {}
    TestField(std::string field, const char* text) : name(std::move(field)), value(std::string(text)) {}
    TestField(std::string field, std::integral auto number)
        : name(std::move(field)), value(std::to_string(number)) {}
    TestField(std::string field, TestFile file) : name(std::move(field)), value(std::move(file)) {}

    std::string name;
    std::variant<std::string, TestFile> value;
};

/// The body of a request: a form (multipart when it has a file), or any text with its type.
class RequestBody {
public:
    RequestBody() = default;
    RequestBody(std::initializer_list<TestField> form) : RequestBody(std::vector<TestField>(form)) {}
    RequestBody(const std::vector<TestField>& form);
    RequestBody(std::string body, std::string content_type)
        : text(std::move(body)), type(std::move(content_type)) {}

    std::string text{};
    std::string type{};  // Content-Type; empty: no body
};

/// A JSON body.
RequestBody json_body(const Value& value);

}  // namespace portico
