#include "expression_texts.hpp"

#include <map>

#include <portico/base/json.hpp>
#include <portico/base/text.hpp>

namespace portico::orm::sqlite {

namespace {

bool is_moment(Kind kind) { return kind == Kind::date || kind == Kind::date_time || kind == Kind::time; }

const char* name_of(Kind kind) { return kind == Kind::date ? "'date'" : kind == Kind::time ? "'time'" : "'datetime'"; }

std::string called(std::string_view name, const std::vector<std::string>& arguments) {
    std::string text(name);
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text + "(" + text::join(arguments, ", ") + ")";
}

}  // namespace

std::string truncated(std::string_view unit, const std::string& moment, Kind kind) {
    auto day = [&](const std::string& modifiers) {
        return "date(" + moment + modifiers + ")" + (kind == Kind::date ? "" : " || ' 00:00:00'");
    };
    auto time = [&](const char* format) { return "strftime('" + std::string(format) + "', " + moment + ")"; };
    if (unit == "year") return "(" + day(", 'start of year'") + ")";
    if (unit == "quarter") {
        return "(" + day(", 'start of month', '-' || ((CAST(strftime('%m', " + moment + ") AS INTEGER) - 1) % 3) || ' months'") + ")";
    }
    if (unit == "month") return "(" + day(", 'start of month'") + ")";
    if (unit == "week") return "(" + day(", '-6 days', 'weekday 1'") + ")";
    if (unit == "day" || kind == Kind::date) return "(" + day("") + ")";
    std::string date = kind == Kind::time ? "" : "%Y-%m-%d ";
    if (unit == "hour") return time((date + "%H:00:00").c_str());
    if (unit == "minute") return time((date + "%H:%M:00").c_str());
    return time((date + "%H:%M:%S").c_str());
}

std::string date_arithmetic(std::string_view symbol, const std::string& left, Kind left_kind, const std::string& right, Kind right_kind) {
    if (is_moment(left_kind) && is_moment(right_kind)) return "portico_between(" + right + ", " + left + ")";
    bool first = is_moment(left_kind);
    const std::string& moment = first ? left : right;
    const std::string& duration = first ? right : left;
    return "portico_shift(" + moment + ", " + (symbol == "-" ? "-(" + duration + ")" : duration) + ", " + name_of(first ? left_kind : right_kind) + ")";
}

std::string function(std::string_view name, const std::vector<std::string>& arguments) {
    static const std::map<std::string, std::string, std::less<>> others{
        {"left", "portico_left"}, {"right", "portico_right"}, {"lpad", "portico_lpad"}, {"rpad", "portico_rpad"},
        {"repeat", "portico_repeat"}, {"reverse", "portico_reverse"},
        {"greatest", "portico_greatest"}, {"least", "portico_least"}, {"strindex", "INSTR"}, {"ord", "UNICODE"},
        {"chr", "CHAR"}};
    const auto& a = arguments;
    if (auto other = others.find(name); other != others.end()) return other->second + "(" + text::join(a, ", ") + ")";
    if (name == "md5" || name.starts_with("sha")) return "portico_digest(" + a.at(0) + ", '" + std::string(name) + "')";
    if (name == "cot") return "(1 / TAN(" + a.at(0) + "))";
    if (name == "log") return "LOG(" + a.at(1) + ", " + a.at(0) + ")";
    if (name == "mod") return "(" + a.at(0) + " % " + a.at(1) + ")";
    if (name == "random_number") return "ABS(RANDOM() / 9223372036854775808.0)";
    return called(name, a);
}

std::string collected(bool array, bool distinct, const std::vector<std::string>& arguments, const std::vector<Dialect::Term>& order) {
    std::string letters, keys;
    for (const auto& term : order) {
        letters += term.descending ? (term.nulls_last ? 'D' : 'd') : (term.nulls_last ? 'A' : 'a');
        keys += ", " + term.text;
    }
    if (!array && !distinct && order.empty()) return called("group_concat", arguments);
    const std::string separator = arguments.size() > 1 ? arguments[1] : "NULL";
    return std::string("portico_collect(") + (array ? "'json'" : "'text'") + (distinct ? ", 1, '" : ", 0, '") + letters + "', " +
           separator + ", " + arguments.at(0) + keys + ")";
}

std::string cast(const std::string& expression, Kind kind) {
    switch (kind) {
    case Kind::boolean: return "(CAST(" + expression + " AS INTEGER) <> 0)";
    case Kind::integer:
    case Kind::duration: return "CAST(" + expression + " AS INTEGER)";
    case Kind::floating: return "CAST(" + expression + " AS REAL)";
    case Kind::decimal: return "CAST(" + expression + " AS NUMERIC)";
    case Kind::date: return "date(" + expression + ")";
    case Kind::date_time: return "datetime(" + expression + ")";
    case Kind::time: return "time(" + expression + ")";
    case Kind::bytes: return "CAST(" + expression + " AS BLOB)";
    case Kind::json: return "JSON(" + expression + ")";
    default: return "CAST(" + expression + " AS TEXT)";
    }
}

Value json_path(const List& keys) {
    std::string path = "$";
    for (const Value& key : keys) {
        if (auto* place = key.as_integer()) {
            path += *place < 0 ? "[#" + std::to_string(*place) + "]" : "[" + std::to_string(*place) + "]";
        } else {
            path += "." + to_json(key);
        }
    }
    return Value(path);
}

}  // namespace portico::orm::sqlite
