#include <portico/middleware/compression.hpp>

#include <array>
#include <memory>

#include <portico/base/text.hpp>
#include <portico/http/header_parameters.hpp>

#include "gzip.hpp"

namespace portico {
namespace {

bool is_compressible(std::string_view content_type) {
    std::string type = text::ascii_lower(text::trim(content_type.substr(0, content_type.find(';'))));
    constexpr std::array<std::string_view, 7> others{
        "application/json",         "application/javascript", "application/xml", "application/manifest+json",
        "application/problem+json", "application/wasm",       "image/svg+xml"};
    if (type.starts_with("text/")) return type != "text/event-stream";
    for (std::string_view other : others)
        if (type == other) return true;
    return type.ends_with("+json") || type.ends_with("+xml");
}

/// Accept-Encoding names gzip or "*" with a quality above 0.
bool takes_gzip(std::string_view accepted) {
    for (std::string_view item : text::split(accepted, ',')) {
        MediaType coding = MediaType::parse(text::trim(item));
        bool zero = coding.quality == 0;
        if (coding.type == "gzip" || coding.type == "x-gzip" || coding.type == "*") return !zero;
    }
    return false;
}

/// Compresses what is written through it.
class GzipWriter : public BodyWriter {
public:
    explicit GzipWriter(BodyWriter& out) : out_(out) {}
    void write(std::string_view piece) override { pass_on(gzip_.add(piece)); }
    void flush() override {
        pass_on(gzip_.flush());
        out_.flush();
    }
    void finish() { pass_on(gzip_.finish()); }

private:
    void pass_on(const std::string& bytes) {
        if (!bytes.empty()) out_.write(bytes);
    }
    BodyWriter& out_;
    middleware::Gzip gzip_;
};

void compress_text(Response& response) {
    middleware::Gzip gzip;
    std::string packed = gzip.add(response.text());
    packed += gzip.finish();
    if (packed.size() >= response.text().size()) return;
    response.set_body(std::move(packed));
    response.set("Content-Encoding", "gzip");
}

void compress_stream(Response& response) {
    auto write = std::get<StreamBody>(response.body()).write;
    response.set_body(StreamBody{[write](BodyWriter& out) {
        GzipWriter packed(out);
        write(packed);
        packed.finish();
    }});
    response.set("Content-Encoding", "gzip");
}

} // namespace

Middleware compression(std::size_t least) {
    return {"compression", [least](Request& request, Next next) {
                Response response = next(request);
                bool candidate =
                    (response.is_stream() || (response.is_text() && response.text().size() >= least)) &&
                    response.may_have_body() && !response.headers().contains("Content-Encoding") &&
                    is_compressible(response.content_type());
                if (!candidate) return response;
                response.vary("Accept-Encoding");
                if (!takes_gzip(request.header("Accept-Encoding"))) return response;
                if (response.is_stream())
                    compress_stream(response);
                else
                    compress_text(response);
                if (!response.headers().contains("Content-Encoding")) return response;
                response.headers().remove("Content-Length");
                // The bytes differ from those that a strong tag promises (RFC 9110, 8.8.3.3).
                std::string etag(response.header("ETag"));
                if (etag.starts_with('"')) response.set("ETag", "W/" + etag);
                return response;
            }};
}

} // namespace portico
