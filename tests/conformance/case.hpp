#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

namespace portico::conformance {

using Json = nlohmann::ordered_json;

/// One recorded case: what goes in, and `expected` or `error`.
struct Case {
    std::string feature;
    const Json* json;
    const Json* route_tables; // of its file; may be null

    const Json& at(const char* key) const { return json->at(key); }
    const Json* find(const char* key) const {
        auto found = json->find(key);
        return found == json->end() ? nullptr : &*found;
    }
    std::string id() const { return json->value("id", "a case without an id"); }
    /// Does it lean on something of that name (or, ending in ":", of that kind)?
    bool requires_a(std::string_view what) const;
};

enum class Verdict { passed, failed, skipped };

struct Outcome {
    Verdict verdict = Verdict::passed;
    std::string detail{};
};

/// Runs cases of one kind: templates, or a utility by the name of its `op`.
using Runner = std::function<Outcome(const Case&)>;

/// By `op`; template cases are under "".
using Runners = std::map<std::string, Runner, std::less<>>;

void add_template_runner(Runners& runners);

} // namespace portico::conformance
