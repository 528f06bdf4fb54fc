/// What a column's type is in C++.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace portico::migrations::inspect {

struct CppType {
    std::string name{};      // "std::string"
    std::string initial{};   // behind the member: "{}", " = 0"
    std::string header{};    // of Portico, where it is not there anyway
    std::vector<std::string> options{};  // ".max_length(200)"
    std::string note{};      // what a person should look at
    bool may_be_key = false;
    bool whole_number = false;
    bool text = false;
    std::size_t bits = 64;
};

/// `is_unsigned`: a check forbids numbers below 0. `is_json`: a check wants JSON.
CppType cpp_type(std::string_view dialect, const std::string& type, bool is_unsigned, bool is_json);
CppType whole_number(std::size_t bits, bool is_unsigned);

}  // namespace portico::migrations::inspect
