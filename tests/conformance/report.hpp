#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>

#include "case.hpp"

namespace portico::conformance {

/// Counts outcomes by feature and prints the failures as they come.
class Report {
public:
    /// `known`: cases that are to fail, and why. `missing`: cases that fail until what they need is there.
    Report(bool quiet, std::map<std::string, std::string> known, std::map<std::string, std::string> missing)
        : quiet_(quiet), known_(std::move(known)), missing_(std::move(missing)) {}
    void add(const Case& recorded, Outcome outcome);
    /// The table, and as the last line "N passed, N failed, N skipped".
    void print() const;
    /// Did all pass but those that are missing, and do those fail still?
    bool as_expected() const { return surprises_ == 0; }

private:
    struct Counts {
        int passed = 0, failed = 0, skipped = 0;
        void add(Verdict verdict);
    };
    bool quiet_;
    std::map<std::string, std::string> known_;
    std::map<std::string, std::string> missing_;
    int surprises_ = 0;
    std::map<std::string, Counts> features_;
    std::map<std::string, int> reasons_; // of skipped cases
    Counts total_;
};

} // namespace portico::conformance
