#include "values.hpp"

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>
#include <portico/i18n/big_number.hpp>
#include <portico/i18n/zoned_time.hpp>
#include <portico/templates/query_value.hpp>

namespace portico::conformance {

std::string text_of(const Json& json) {
    if (json.is_string()) return json.get<std::string>();
    if (json.is_object() && json.contains("$safe")) return json.at("$safe").get<std::string>();
    if (json.is_object() && json.contains("$bytes")) return text::from_base64(json.at("$bytes").get<std::string>()).value();
    throw Error("no text: " + json.dump());
}

namespace {

[[noreturn]] void raise(const Json& json) {
    std::string name = json.at("$raise");
    if (json.value("silent", false)) throw MissingValue(name);
    throw RecordedError(name);
}

bool is_raise(const Json& json) { return json.is_object() && json.contains("$raise"); }

Value read(const Json& json) {
    if (is_raise(json)) raise(json);
    return decode(json);
}

class RecordedCallable : public Dynamic {
public:
    explicit RecordedCallable(const Json& json) : json_(json) {}
    std::string str() const override { return "<callable>"; }
    std::optional<Value> call() const override {
        if (json_.value("needs_args", false)) throw MissingValue("the function needs arguments");
        if (json_.value("alters_data", false)) throw MissingValue("the function alters data");
        return read(json_.at("$call"));
    }

private:
    Json json_;
};

class RecordedObject : public Dynamic {
public:
    explicit RecordedObject(const Json& json) : json_(json) {}
    std::string str() const override {
        if (!json_.contains("str")) return "<object>";
        return decode(json_.at("str")).str();
    }
    std::optional<Html> html() const override {
        if (json_.contains("html")) return Html{json_.at("html").get<std::string>()};
        if (json_.contains("str") && json_.at("str").is_object()) return Html{str()};
        return std::nullopt;
    }
    std::optional<Value> attribute(std::string_view name) const override {
        std::string key(name);
        if (json_.contains("items") && json_.at("items").contains(key))
            return read(json_.at("items").at(key));
        if (!json_.at("$obj").contains(key)) return std::nullopt;
        return read(json_.at("$obj").at(key));
    }

private:
    Json json_;
};

/// A mapping whose keys are not all texts.
class RecordedPairs : public Dynamic {
public:
    explicit RecordedPairs(const Json& pairs) {
        for (const auto& pair : pairs) pairs_.emplace_back(decode(pair.at(0)), decode(pair.at(1)));
    }
    std::optional<Value> attribute(std::string_view name) const override {
        for (const auto& [key, value] : pairs_) {
            if (key.is_text() && key.as_text() == name) return value;
        }
        List all;
        for (const auto& [key, value] : pairs_) {
            if (name == "items")
                all.push_back(Value(List{key, value}));
            else if (name == "values")
                all.push_back(value);
            else
                all.push_back(key);
        }
        if (name == "items" || name == "keys" || name == "values") return Value(std::move(all));
        return std::nullopt;
    }
    std::optional<Value> at(std::size_t index) const override {
        for (const auto& [key, value] : pairs_) {
            if (key == Value(index)) return value;
        }
        return std::nullopt;
    }
    bool each(const std::function<bool(const Value&)>& visit) const override {
        for (const auto& [key, value] : pairs_) {
            if (!visit(key)) break;
        }
        return true;
    }
    bool truthy() const override { return !pairs_.empty(); }
    std::optional<std::size_t> size() const override { return pairs_.size(); }
    std::string str() const override {
        std::string out;
        for (const auto& [key, value] : pairs_)
            out += (out.empty() ? "" : ", ") + key.str() + ": " + value.str();
        return "{" + out + "}";
    }

private:
    std::vector<std::pair<Value, Value>> pairs_;
};

templates::QueryValue parse_query(const std::string& query) {
    templates::QueryValue::Lists lists;
    for (auto pair : text::split(query, '&')) {
        if (pair.empty()) continue;
        auto equals = pair.find('=');
        std::string name(pair.substr(0, equals));
        std::string value(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
        auto decode_part = [](const std::string& part) {
            std::string out;
            for (std::size_t i = 0; i < part.size(); ++i) {
                if (part[i] == '+')
                    out += ' ';
                else if (part[i] == '%' && i + 2 < part.size()) {
                    out += static_cast<char>(std::stoi(part.substr(i + 1, 2), nullptr, 16));
                    i += 2;
                } else
                    out += part[i];
            }
            return out;
        };
        name = decode_part(name);
        auto found =
            std::find_if(lists.begin(), lists.end(), [&](const auto& entry) { return entry.first == name; });
        if (found == lists.end())
            lists.push_back({name, {decode_part(value)}});
        else
            found->second.push_back(decode_part(value));
    }
    return templates::QueryValue(std::move(lists));
}

class RecordedRequest : public Dynamic {
public:
    explicit RecordedRequest(const Json& json) : json_(json) {}
    std::string str() const override { return "<request>"; }
    std::optional<Value> attribute(std::string_view name) const override {
        if (name == "GET") return Value(parse_query(json_.value("query", "")));
        if (name == "path") return Value(json_.value("path", "/"));
        if (name == "method") return Value(json_.value("method", "GET"));
        return std::nullopt;
    }

private:
    Json json_;
};

Value decode_number(const std::string& digits) {
    try {
        std::size_t used = 0;
        auto number = std::stoll(digits, &used);
        if (used == digits.size()) return Value(number);
    } catch (const std::out_of_range&) {
    }
    return Value(i18n::BigNumber(digits));
}

Value decode_decimal(const std::string& digits) {
    try {
        auto decimal = Decimal::parse(digits);
        if (decimal && decimal->str() == digits) return Value(*decimal);
    } catch (const Error&) {
    }
    return Value(i18n::BigNumber(digits, true));
}

template <class T> T required(const std::optional<T>& read, const std::string& text) {
    if (!read) throw Error("the cases have a value that can't be read: \"" + text + "\"");
    return *read;
}

Value decode_date_time(const Json& json) {
    std::string text = json.at("$datetime");
    auto day = required(parse_date(text.substr(0, 10)), text);
    auto time = text.size() > 10 ? required(parse_time(text.substr(11)), text) : Time{};
    if (!json.contains("tz") || json.at("tz").is_null()) return Value(i18n::ZonedTime(day, time));
    return Value(i18n::ZonedTime(day, time, zone_named(json.at("tz")), json.value("fold", 0) == 1));
}

Value decode_float(const std::string& name) {
    if (name == "nan") return Value(std::numeric_limits<double>::quiet_NaN());
    double infinity = std::numeric_limits<double>::infinity();
    return Value(name == "-inf" ? -infinity : infinity);
}

Value decode_tagged(const std::string& tag, const Json& json) {
    const Json& content = json.at(tag);
    if (tag == "$safe") return Value(Html{content.get<std::string>()});
    if (tag == "$int") return decode_number(content);
    if (tag == "$float") return decode_float(content);
    if (tag == "$decimal") return decode_decimal(content);
    if (tag == "$bytes") return Value(Bytes{text::from_base64(content.get<std::string>()).value()});
    if (tag == "$date") return Value(required(parse_date(content.get<std::string>()), content.dump()));
    if (tag == "$time") return Value(required(parse_time(content.get<std::string>()), content.dump()));
    if (tag == "$datetime") return decode_date_time(json);
    if (tag == "$timedelta") {
        return Value(Duration(std::chrono::days(content.at(0)) + std::chrono::seconds(content.at(1)) +
                              std::chrono::microseconds(content.at(2))));
    }
    if (tag == "$uuid") return Value(Uuid::parse(content.get<std::string>()).value());
    if (tag == "$pairs") return Value(RecordedPairs(content));
    if (tag == "$querydict") return Value(parse_query(content));
    if (tag == "$multidict") {
        templates::QueryValue::Lists lists;
        for (const auto& entry : content)
            lists.emplace_back(entry.at(0), entry.at(1).get<std::vector<std::string>>());
        return Value(templates::QueryValue(std::move(lists)));
    }
    if (tag == "$request") return Value(RecordedRequest(content));
    if (tag == "$call") return Value(RecordedCallable(json));
    if (tag == "$obj") return Value(RecordedObject(json));
    if (tag == "$raise") return callable([json]() -> Value { raise(json); });
    throw Error("the cases have a tag that is not known: \"" + tag + "\"");
}

} // namespace

DateTime clock_of(const Json& json) {
    Value value = decode(json);
    if (auto* tagged = dynamic_cast<const i18n::ZonedTime*>(value.as_dynamic())) return tagged->moment(i18n::TimeZone());
    return required(parse_date_time(value.str()), json.dump());
}

i18n::TimeZone zone_named(const std::string& name) {
    if (name.starts_with('+') || name.starts_with('-')) {
        int hours = std::stoi(name.substr(1, 2)), minutes = std::stoi(name.substr(4, 2));
        auto offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
        return i18n::TimeZone::fixed(name[0] == '-' ? -offset : offset,
                                     name.substr(0, 3) + name.substr(4, 2));
    }
    auto zone = i18n::TimeZone::find(name);
    if (!zone) throw Error("the cases name a time zone that is not known: \"" + name + "\"");
    return *zone;
}

Value decode(const Json& json) {
    switch (json.type()) {
    case Json::value_t::boolean:
        return Value(json.get<bool>());
    case Json::value_t::number_integer:
        return Value(json.get<std::int64_t>());
    case Json::value_t::number_unsigned: {
        auto number = json.get<std::uint64_t>();
        if (number > INT64_MAX) return Value(i18n::BigNumber(std::to_string(number)));
        return Value(static_cast<std::int64_t>(number));
    }
    case Json::value_t::number_float:
        return Value(json.get<double>());
    case Json::value_t::string:
        return Value(json.get<std::string>());
    case Json::value_t::array: {
        List list;
        for (const auto& item : json) list.push_back(decode(item));
        return Value(std::move(list));
    }
    case Json::value_t::object:
        break;
    default:
        return Value();
    }
    if (!json.empty() && json.begin().key().starts_with('$')) return decode_tagged(json.begin().key(), json);
    Map map;
    for (const auto& [name, value] : json.items()) map.set(name, decode(value));
    return Value(std::move(map));
}

} // namespace portico::conformance
