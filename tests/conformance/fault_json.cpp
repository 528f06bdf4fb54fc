#include "fault_json.hpp"

#include <portico/i18n/zoned_time.hpp>

#include "settings.hpp"
#include "values.hpp"

namespace portico::conformance {

Json faults_json(const std::vector<forms::Fault>& faults) {
    Json out = Json::array();
    for (const auto& fault : faults) out.push_back({{"code", fault.code}, {"message", fault.text()}});
    return out;
}

Json encode_clean(const Value& value, const Case& recorded) {
    if (auto* moment = value.as_date_time()) {
        Json out = encode(Value(i18n::ZonedTime(*moment, zone_of(recorded))));
        const Json* settings = recorded.find("settings");
        if (settings && !settings->value("USE_TZ", true)) out = Json{{"$datetime", out["$datetime"]}};
        return out;
    }
    if (auto* list = value.as_list()) {
        Json out = Json::array();
        for (const auto& item : *list) out.push_back(encode_clean(item, recorded));
        return out;
    }
    return encode(value);
}

} // namespace portico::conformance
