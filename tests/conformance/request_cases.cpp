// What comes with a request: what the client accepts, query strings, multipart bodies.
#include <map>

#include <portico/base/text.hpp>
#include <portico/http/header_parameters.hpp>
#include <portico/http/multipart.hpp>
#include <portico/http/query_data.hpp>
#include <portico/http/urlencode.hpp>
#include <portico/i18n/accept_language.hpp>
#include <portico/i18n/languages.hpp>

#include "operation.hpp"
#include "values.hpp"

namespace portico::conformance {

namespace {

Json lists(const QueryData& data) {
    Json out = Json::array();
    for (auto name : data.names()) {
        Json values = Json::array();
        for (auto value : data.get_list(name)) values.push_back(std::string(value));
        out.push_back({std::string(name), values});
    }
    return out;
}

Json accept(const Arguments& args) {
    auto header = args.optional_text("header");
    auto accepted = parse_accept(header ? std::optional<std::string_view>(*header) : std::nullopt);
    auto offered = args.texts("media_types");
    std::vector<std::string_view> views(offered.begin(), offered.end());
    auto best = preferred_type(accepted, views);
    Json accepts = Json::array(), types = Json::array();
    for (auto view : views) accepts.push_back(preferred_type(accepted, {&view, 1}).has_value());
    for (const auto& range : accepted) types.push_back(range.str());
    return {{"preferred", best ? Json(std::string(*best)) : Json()}, {"accepts", accepts}, {"types", types}};
}

Json accept_language(const Arguments& args) {
    Json out = Json::array();
    for (const auto& [code, quality] : i18n::parse_accept_language(args.text("header"))) out.push_back({code, quality});
    return out;
}

/// Where the case names none: all that the framework knows.
Json language(const Arguments& args) {
    std::vector<std::string> languages = args.texts("languages");
    if (!args.find("languages"))
        for (const auto& one : i18n::languages()) languages.emplace_back(one.code);
    return i18n::choose_language(args.text("accept_language"), languages, "en-us");
}

Json querydict_parse(const Arguments& args) { return lists(QueryData::parse(args.text("query"))); }

Json querydict_urlencode(const Arguments& args) {
    QueryData data;
    for (const auto& row : args.at("lists"))
        for (const auto& value : row[1]) data.add(row[0], value);
    std::string safe = args.text("safe", "");
    return safe.empty() ? data.urlencode() : data.urlencode(safe);
}

RequestLimits limits_of(const Arguments& args) {
    RequestLimits limits;
    if (auto* setting = args.setting("DATA_UPLOAD_MAX_NUMBER_FIELDS")) limits.fields = setting->get<std::size_t>();
    if (auto* setting = args.setting("DATA_UPLOAD_MAX_NUMBER_FILES")) limits.files = setting->get<std::size_t>();
    if (auto* setting = args.setting("DATA_UPLOAD_MAX_MEMORY_SIZE")) limits.body = setting->get<std::size_t>();
    return limits;
}

Json as_bytes(std::string_view text) { return {{"$bytes", text::base64(text)}}; }

Json file_json(const UploadedFile& file) {
    Json extra = Json::object();
    for (const auto& [name, value] : file.content_type_parameters()) extra[name] = as_bytes(value);
    return {{"name", file.name()},
            {"content_type", file.content_type()},
            {"charset", file.charset().empty() ? Json() : as_bytes(file.charset())},
            {"content_type_extra", extra},
            {"size", file.size()},
            {"content", {{"$bytes", text::base64(file.content())}}}};
}

/// Without `content_length` the whole body arrives; with one as much as it says.
Json multipart(const Arguments& args) {
    MultipartParser parser(args.text("content_type"), limits_of(args));
    std::string body = args.text("body");
    if (auto length = args.optional_integer("content_length"))
        body.resize(std::min(body.size(), static_cast<std::size_t>(std::max<std::int64_t>(*length, 0))));
    parser.feed(body);
    FormData form = parser.finish();
    std::vector<std::pair<std::string, Json>> files;
    for (const auto& file : form.files) {
        auto same = std::find_if(files.begin(), files.end(), [&](const auto& row) { return row.first == file.field(); });
        if (same == files.end()) same = files.insert(files.end(), {file.field(), Json::array()});
        same->second.push_back(file_json(file));
    }
    Json rows = Json::array();
    for (const auto& [field, list] : files) rows.push_back({field, list});
    return {{"fields", lists(form.fields)}, {"files", rows}};
}

Json encode_query(const Arguments& args) { return urlencode(query_pairs(args.at("query")), args.flag("doseq")); }

} // namespace

void add_request_operations(Operations& operations) {
    operations["accept"] = accept;
    operations["urlencode"] = encode_query;
    operations["parse_accept_language"] = accept_language;
    operations["get_language_from_request"] = language;
    operations["querydict_parse"] = querydict_parse;
    operations["querydict_urlencode"] = querydict_urlencode;
    operations["multipart"] = multipart;
}

} // namespace portico::conformance
