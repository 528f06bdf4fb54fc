#include "report.hpp"

#include <iostream>

namespace portico::conformance {

bool Case::requires_a(std::string_view what) const {
    const Json* list = find("requires");
    if (!list) return false;
    for (const auto& item : *list) {
        const auto& name = item.get_ref<const std::string&>();
        if (name == what || (what.ends_with(':') && name.starts_with(what))) return true;
    }
    return false;
}

void Report::Counts::add(Verdict verdict) {
    if (verdict == Verdict::passed)
        ++passed;
    else if (verdict == Verdict::failed)
        ++failed;
    else
        ++skipped;
}

void Report::add(const Case& recorded, Outcome outcome) {
    auto known = known_.find(recorded.id());
    if (known != known_.end() && outcome.verdict == Verdict::failed) outcome = {Verdict::skipped, known->second};
    else if (known != known_.end()) outcome = {Verdict::failed, "no longer differs: take it off the list"};
    features_[recorded.feature].add(outcome.verdict);
    total_.add(outcome.verdict);
    if (outcome.verdict == Verdict::skipped) ++reasons_[outcome.detail];
    if (outcome.verdict == Verdict::failed && !quiet_)
        std::cout << "FAILED " << recorded.id() << ": " << outcome.detail << "\n";
}

void Report::leave_out(const std::string& path) { std::cout << "NOT CASES " << path << "\n"; }

void Report::print() const {
    std::cout << "\n";
    for (const auto& [feature, counts] : features_) {
        std::string name = feature;
        name.resize(std::max<std::size_t>(name.size(), 24), ' ');
        std::cout << name << " passed " << counts.passed << ", failed " << counts.failed << ", skipped "
                  << counts.skipped << "\n";
    }
    for (const auto& [reason, count] : reasons_)
        std::cout << "skipped for " << reason << ": " << count << "\n";
    std::cout << total_.passed << " passed, " << total_.failed << " failed, " << total_.skipped
              << " skipped\n";
}

} // namespace portico::conformance
