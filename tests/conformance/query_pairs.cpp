#include <portico/base/error.hpp>
#include <portico/http/query_data.hpp>

#include "values.hpp"

namespace portico::conformance {

std::vector<std::pair<std::string, Value>> query_pairs(const Json& json) {
    std::vector<std::pair<std::string, Value>> out;
    if (json.is_object() && json.contains("$querydict")) {
        QueryData data = QueryData::parse(json.at("$querydict").get<std::string>());
        for (auto name : data.names()) {
            List values;
            for (auto value : data.get_list(name)) values.push_back(Value(value));
            out.emplace_back(std::string(name), Value(std::move(values)));
        }
        return out;
    }
    const Json& rows = json.is_object() && json.contains("$multidict") ? json.at("$multidict") : json;
    if (rows.is_object()) {
        for (const auto& [name, value] : rows.items()) out.emplace_back(name, decode(value));
        return out;
    }
    if (!rows.is_array()) throw Error("no pairs: " + rows.dump());
    for (const auto& row : rows) {
        if (!row.is_array() || row.size() != 2) throw Error("no pair: " + row.dump());
        out.emplace_back(decode(row[0]).str(), decode(row[1]));
    }
    return out;
}

} // namespace portico::conformance
