#include "column_types.hpp"

#include <map>

#include <portico/base/text.hpp>

namespace portico::migrations::inspect {

namespace {

/// "varchar" and "200" of "varchar(200)", "time without time zone" of "time(6) without time zone".
struct Parts {
    std::string name{}, arguments{};
};

Parts parts_of(const std::string& type) {
    const auto open = type.find('('), close = type.find(')');
    if (open == type.npos || close == type.npos) return {text::ascii_lower(type), {}};
    return {text::ascii_lower(std::string(text::trim(type.substr(0, open))) + type.substr(close + 1)), type.substr(open + 1, close - open - 1)};
}

CppType plain(std::string name, std::string header = {}) { return {.name = std::move(name), .initial = "{}", .header = std::move(header)}; }

CppType text_type(const Parts& type) {
    CppType made = plain("std::string");
    made.may_be_key = made.text = true;
    if (!type.arguments.empty()) made.options.push_back(".max_length(" + type.arguments + ")");
    return made;
}

CppType noted(CppType type, std::string note) { return type.note = std::move(note), type; }

CppType decimal(const Parts& type, bool has_digits) {
    CppType made = plain("portico::Decimal");
    if (!type.arguments.empty()) {
        const bool places = type.arguments.find(',') != std::string::npos;
        made.options.push_back(".digits(" + text::replace_all(text::replace_all(type.arguments, " ", ""), ",", ", ") + (places ? ")" : ", 0)"));
    } else if (has_digits) {
        made.note = "numeric without digits: 18 with 6 behind the point are assumed";
    }
    return made;
}

CppType uuid() {
    CppType made = plain("portico::Uuid");
    made.may_be_key = true;
    return made;
}

CppType unknown(const std::string& type) {
    CppType made = plain("std::string");
    made.text = true;
    made.note = "the type \"" + type + "\" is not known here";
    return made;
}

CppType sqlite_type(const std::string& full, const Parts& type, bool is_json) {
    static const std::map<std::string, std::size_t, std::less<>> numbers{
        {"integer", 32}, {"int", 32}, {"bigint", 64}, {"smallint", 16}, {"tinyint", 16}, {"mediumint", 32}};
    const bool is_unsigned = type.name.ends_with(" unsigned");
    const std::string name = is_unsigned ? type.name.substr(0, type.name.size() - 9) : type.name;
    if (auto found = numbers.find(name); found != numbers.end()) return whole_number(found->second, is_unsigned);
    if (name == "bool" || name == "boolean") return {.name = "bool", .initial = " = false"};
    if (name == "real" || name == "double" || name == "float" || name == "double precision") return {.name = "double", .initial = " = 0"};
    if (name == "char" && type.arguments == "32") return uuid();
    if (name == "char" && type.arguments == "39") return plain("portico::IpAddress", "portico/base/ip_address.hpp");
    if (name == "text" && is_json) return plain("portico::Json", "portico/base/json.hpp");
    if (name == "varchar") return text_type(type);
    if (name == "text") return text_type({});
    if (name == "nvarchar" || name == "char" || name == "nchar" || name == "character varying" || name == "clob") return noted(text_type(type), "it is " + full);
    if (name == "blob") return plain("portico::Bytes");
    if (name == "decimal" || name == "numeric") return decimal(type, false);
    if (name == "datetime" || name == "timestamp") return plain("portico::DateTime");
    if (name == "date") return plain("portico::Date");
    if (name == "time") return plain("portico::Time");
    return unknown(full);
}

CppType postgresql_type(const std::string& full, const Parts& type, bool is_unsigned) {
    static const std::map<std::string, std::size_t, std::less<>> numbers{{"smallint", 16}, {"integer", 32}, {"bigint", 64}};
    const std::string& name = type.name;
    if (auto found = numbers.find(name); found != numbers.end()) return whole_number(found->second, is_unsigned);
    if (name == "boolean") return {.name = "bool", .initial = " = false"};
    if (name == "double precision") return {.name = "double", .initial = " = 0"};
    if (name == "real") return {.name = "double", .initial = " = 0", .note = "it is real"};
    if (name == "character varying" && !type.arguments.empty()) return text_type(type);
    if (name == "text") return text_type({});
    if (name == "character varying") return noted(text_type({}), "it is character varying without a length; models have text");
    if (name == "character") return noted(text_type(type), "it is " + full);
    if (name == "bytea") return plain("portico::Bytes");
    if (name == "numeric") return decimal(type, true);
    if (name == "date") return plain("portico::Date");
    if (name == "time without time zone") return plain("portico::Time");
    if (name == "timestamp with time zone") return plain("portico::DateTime");
    if (name == "timestamp without time zone") return noted(plain("portico::DateTime"), "it is without a time zone: UTC is assumed");
    if (name == "interval") return plain("portico::Duration");
    if (name == "uuid") return uuid();
    if (name == "jsonb") return plain("portico::Json", "portico/base/json.hpp");
    if (name == "json") return noted(plain("portico::Json", "portico/base/json.hpp"), "it is json; models have jsonb");
    if (name == "inet") return plain("portico::IpAddress", "portico/base/ip_address.hpp");
    return unknown(full);
}

}  // namespace

CppType whole_number(std::size_t bits, bool is_unsigned) {
    CppType made{.initial = " = 0"};
    made.name = bits == 32 && !is_unsigned ? "int" : std::string(is_unsigned ? "std::uint" : "std::int") + std::to_string(bits) + "_t";
    made.may_be_key = made.whole_number = true;
    made.bits = bits;
    return made;
}

CppType cpp_type(std::string_view dialect, const std::string& type, bool is_unsigned, bool is_json) {
    return dialect == "postgresql" ? postgresql_type(type, parts_of(type), is_unsigned) : sqlite_type(type, parts_of(type), is_json);
}

}  // namespace portico::migrations::inspect
