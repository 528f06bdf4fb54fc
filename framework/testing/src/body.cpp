#include <portico/testing/body.hpp>

#include <algorithm>

#include <portico/base/json.hpp>
#include <portico/http/url.hpp>

namespace portico {

namespace {

constexpr std::string_view boundary = "portico-test-boundary-7d3a1f";

std::string url_encoded(const std::vector<TestField>& form) {
    std::string text;
    for (const TestField& field : form) {
        if (!text.empty()) text += '&';
        text += form_encode(field.name) + "=" + form_encode(std::get<std::string>(field.value));
    }
    return text;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char c : text) out += c == '"' ? std::string("%22") : std::string(1, c);
    return out + "\"";
}

std::string multipart(const std::vector<TestField>& form) {
    std::string text;
    for (const TestField& field : form) {
        text.append("--")
            .append(boundary)
            .append("\r\nContent-Disposition: form-data; name=")
            .append(quoted(field.name));
        if (auto* file = std::get_if<TestFile>(&field.value))
            text += "; filename=" + quoted(file->name) + "\r\nContent-Type: " + file->content_type +
                    "\r\n\r\n" + file->content;
        else
            text += "\r\n\r\n" + std::get<std::string>(field.value);
        text += "\r\n";
    }
    return text.append("--").append(boundary).append("--\r\n");
}

}  // namespace

RequestBody::RequestBody(const std::vector<TestField>& form) {
    bool files = std::any_of(form.begin(), form.end(), [](const TestField& field) {
        return std::holds_alternative<TestFile>(field.value);
    });
    text = files ? multipart(form) : url_encoded(form);
    type = files ? "multipart/form-data; boundary=" + std::string(boundary)
                 : "application/x-www-form-urlencoded";
}

RequestBody json_body(const Value& value) { return {to_json(value), "application/json"}; }

}  // namespace portico
