#include <portico/middleware/compression.hpp>

#include <portico/http/content_coding.hpp>

#include "gzip.hpp"

namespace portico {
namespace {

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
                if (choose_coding(request.header("Accept-Encoding"), {"gzip"}).empty()) return response;
                // Parts are parts of the text: packed anew it is never the same bytes twice.
                if (response.header("Accept-Ranges") == "bytes" && request.headers().contains("Range")) return response;
                if (response.is_stream())
                    compress_stream(response);
                else
                    compress_text(response);
                if (!response.headers().contains("Content-Encoding")) return response;
                response.headers().remove("Content-Length");
                response.headers().remove("Accept-Ranges");
                // The bytes differ from those that a strong tag promises (RFC 9110, 8.8.3.3).
                std::string etag(response.header("ETag"));
                if (etag.starts_with('"')) response.set("ETag", "W/" + etag);
                return response;
            }};
}

} // namespace portico
