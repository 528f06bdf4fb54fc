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
    /// `known`: cases that are to fail, and why.
    Report(bool quiet, std::map<std::string, std::string> known) : quiet_(quiet), known_(std::move(known)) {}
    void add(const Case& recorded, Outcome outcome);
    /// A file that holds no cases.
    void leave_out(const std::string& path);
    /// The table, and as the last line "N passed, N failed, N skipped".
    void print() const;
    bool failed() const { return total_.failed > 0; }

private:
    struct Counts {
        int passed = 0, failed = 0, skipped = 0;
        void add(Verdict verdict);
    };
    bool quiet_;
    std::map<std::string, std::string> known_;
    std::map<std::string, Counts> features_;
    std::map<std::string, int> reasons_; // of skipped cases
    Counts total_;
};

} // namespace portico::conformance
