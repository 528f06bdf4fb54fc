#include <filesystem>
#include <iterator>

#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/http/http_error.hpp>
#include <portico/http/multipart.hpp>

namespace portico {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view type = "multipart/form-data; boundary=BOUND";

std::string part(const std::string& disposition, const std::string& content,
                 const std::string& headers = "") {
    return "--BOUND\r\nContent-Disposition: form-data; " + disposition + "\r\n" + headers + "\r\n" + content +
           "\r\n";
}
const std::string end = "--BOUND--\r\n";

FormData parse(std::string_view body, const RequestLimits& limits = {}, std::size_t piece = 1'000'000) {
    MultipartParser parser(type, limits);
    for (std::size_t at = 0; at < body.size(); at += piece) parser.feed(body.substr(at, piece));
    return parser.finish();
}

std::string message_of(std::string_view body, std::string_view content_type = type) {
    try {
        MultipartParser parser(content_type, {});
        parser.feed(body);
        parser.finish();
    } catch (const BadRequest& error) {
        return error.what();
    }
    return "no error";
}

struct Folder {
    Folder() : path(std::filesystem::temp_directory_path() / ("multipart-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(path);
    }
    ~Folder() { std::filesystem::remove_all(path); }
    std::ptrdiff_t files() const {
        return std::distance(std::filesystem::directory_iterator(path),
                             std::filesystem::directory_iterator());
    }
    std::filesystem::path path;
};

TEST(Multipart, GivesFieldsAndFiles) {
    auto form =
        parse(part("name=\"title\"", "Hello") +
              part("name=\"cover\"; filename=\"a.png\"", "PNG", "Content-Type: image/png; x=y\r\n") + end);
    EXPECT_EQ(form.fields.get("title"), "Hello");
    ASSERT_EQ(form.files.size(), 1u);
    EXPECT_EQ(form.files[0].field(), "cover");
    EXPECT_EQ(form.files[0].name(), "a.png");
    EXPECT_EQ(form.files[0].content_type(), "image/png");
    EXPECT_EQ(form.files[0].size(), 3u);
    EXPECT_EQ(form.files[0].content(), "PNG");
}

TEST(Multipart, IsTheSameInPiecesOfAnySize) {
    std::string body = "preamble\r\n" + part("name=\"a\"", "1\r\n--BOUN\r\n--BOUNDX\r\n") +
                       part("name=\"a\"", "") + part("name=\"f\"; filename=\"x\"", "\r\n\r\n") + end +
                       "epilogue";
    auto whole = parse(body);
    EXPECT_THAT(whole.fields.get_list("a"), ElementsAre("1\r\n--BOUN\r\n--BOUNDX\r\n", ""));
    for (std::size_t piece = 1; piece < 40; ++piece) {
        auto form = parse(body, {}, piece);
        EXPECT_EQ(form.fields, whole.fields) << piece;
        ASSERT_EQ(form.files.size(), 1u) << piece;
        EXPECT_EQ(form.files[0].content(), "\r\n\r\n") << piece;
    }
}

TEST(Multipart, OfNothingIsAnEmptyForm) {
    EXPECT_TRUE(parse("").fields.empty());
    EXPECT_TRUE(parse(end).fields.empty());
}

TEST(Multipart, SkipsAnEmptyFileInput) {
    EXPECT_TRUE(parse(part("name=\"f\"; filename=\"\"", "") + end).files.empty());
}

TEST(Multipart, SaysHowItIsBroken) {
    EXPECT_EQ(message_of(part("name=\"a\"", "1")), "broken multipart: it ends before its last boundary");
    EXPECT_EQ(message_of("--BOUND\r\nContent-Dis"), "broken multipart: it ends before its last boundary");
    EXPECT_EQ(message_of("--BOUND"), "broken multipart: it ends before its last boundary");
    EXPECT_EQ(message_of("title=x"), "broken multipart: its boundary never appears");
    EXPECT_EQ(message_of("--BOUND what\r\n"), "broken multipart: a boundary is followed by text");
    EXPECT_EQ(message_of("", "multipart/form-data"), "broken multipart: its boundary is \"\"");
    EXPECT_EQ(message_of("", "text/plain"), "broken multipart: its content type is \"text/plain\"");
    EXPECT_EQ(message_of("--BOUND\r\n" + std::string(9000, 'x')),
              "broken multipart: a part's headers are too long");
}

TEST(Multipart, DecodesBase64Parts) {
    std::string header = "Content-Transfer-Encoding: base64\r\n";
    auto form = parse(part("name=\"a\"", "dmFs\r\ndWU=", header) + end, {}, 3);
    EXPECT_EQ(form.fields.get("a"), "value");
    EXPECT_THAT(message_of(part("name=\"a\"", "!!!!", header) + end), HasSubstr("base64"));
    EXPECT_THAT(message_of(part("name=\"a\"", "dmF", header) + end), HasSubstr("cut off"));
}

TEST(Multipart, HasLimits) {
    std::string two = part("name=\"a\"", "1") + part("name=\"b\"", "22") + end;
    std::string files =
        part("name=\"f\"; filename=\"1\"", "x") + part("name=\"f\"; filename=\"2\"", "x") + end;
    EXPECT_THROW(parse(two, {.fields = 1}), BadRequest);
    EXPECT_THROW(parse(two, {.body = 4}), PayloadTooLarge);
    EXPECT_THROW(parse(files, {.files = 1}), BadRequest);
    EXPECT_NO_THROW(parse(two, {.body = 5, .fields = 2}));
    EXPECT_NO_THROW(parse(files, {.body = 1, .files = 2}));
}

TEST(UploadedFile, GoesToATemporaryFileWhenLarge) {
    Folder folder;
    {
        auto form = parse(part("name=\"f\"; filename=\"big.bin\"", std::string(1000, 'x')) + end,
                          {.file_in_memory = 100, .upload_folder = folder.path.string()}, 64);
        ASSERT_EQ(form.files.size(), 1u);
        EXPECT_EQ(form.files[0].path().parent_path(), folder.path);
        EXPECT_EQ(form.files[0].content(), std::string(1000, 'x'));
        EXPECT_EQ(form.files[0].head(3), "xxx");
    }
    EXPECT_EQ(folder.files(), 0);
}

TEST(UploadedFile, LeavesNoTemporaryFileOfABrokenForm) {
    Folder folder;
    EXPECT_THROW(parse(part("name=\"f\"; filename=\"big.bin\"", std::string(1000, 'x')),
                       {.file_in_memory = 100, .upload_folder = folder.path.string()}),
                 BadRequest);
    EXPECT_EQ(folder.files(), 0);
}

TEST(UploadedFile, MovesFromDiskAndFromMemory) {
    Folder folder;
    RequestLimits limits{.file_in_memory = 100, .upload_folder = folder.path.string()};
    for (std::size_t size : {1000u, 10u}) {
        auto target = folder.path / ("kept" + std::to_string(size));
        parse(part("name=\"f\"; filename=\"x\"", std::string(size, 'x')) + end, limits)
            .files.at(0)
            .move_to(target);
        EXPECT_EQ(std::filesystem::file_size(target), size);
    }
    EXPECT_EQ(folder.files(), 2);
}

TEST(UploadedFile, SaysWhereItCanNotBeMoved) {
    UploadedFile file("f", "x.txt", "content");
    EXPECT_THROW(
        {
            try {
                file.move_to("/nowhere/at/all");
            } catch (const Error& error) {
                EXPECT_THAT(error.what(), HasSubstr("\"/nowhere/at/all\""));
                throw;
            }
        },
        Error);
}

TEST(Filename, IsReducedToItsBaseName) {
    EXPECT_EQ(sanitized_filename("C:\\dir\\x.txt"), "x.txt");
    EXPECT_EQ(sanitized_filename("/etc/../passwd"), "passwd");
    EXPECT_EQ(sanitized_filename("a&#233;&amp;&bogus;.txt"), "aé&&bogus;.txt");
    EXPECT_EQ(sanitized_filename("a\x01\x7f"
                                 "b.txt"),
              "ab.txt");
    EXPECT_EQ(sanitized_filename(".."), "");
    EXPECT_EQ(sanitized_filename("&#46;&#46;&#47;x"), "x");
}

TEST(Filename, KeepsItsExtensionWhenShortened) {
    std::string name = sanitized_filename(std::string(300, 'x') + ".txt");
    EXPECT_EQ(name, std::string(251, 'x') + ".txt");
}

} // namespace
} // namespace portico
