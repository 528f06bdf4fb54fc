/// Any bytes are a form or a BadRequest, the same however they are cut into pieces, and no file outlives it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <portico/http/http_error.hpp>
#include <portico/http/multipart.hpp>

using namespace portico;

namespace {

/// All of a form as one text, or what was wrong with it.
std::string read(std::string_view text, std::size_t piece) {
    RequestLimits limits{.body = 600, .upload = 1500, .fields = 8, .files = 4, .file_in_memory = 1000};
    try {
        MultipartParser parser("multipart/form-data; boundary=b", limits);
        for (std::size_t at = 0; at < text.size(); at += piece) parser.feed(text.substr(at, piece));
        FormData form = parser.finish();
        std::string out = "fields " + form.fields.urlencode();
        for (const UploadedFile& file : form.files) out += " file " + file.field() + " " + file.name() + " " + file.content();
        return out;
    } catch (const HttpError&) {
        return "refused";
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    if (size < 1) return 0;
    std::string_view text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
    if (read(text, 1u + bytes[0]) != read(text, size)) std::abort();
    return 0;
}
