/// Names of C++ for names of tables and columns.
#pragma once
#include <set>
#include <string>
#include <string_view>

namespace portico::migrations::inspect {

/// "created_at" for "createdAt", "class_field" for "class", "number_2nd" for "2nd": one that is not in `taken` yet, and is then.
std::string member_name(std::string_view column, std::set<std::string>& taken);
/// "BlogPost" for "blog_post".
std::string type_name(std::string_view table, std::set<std::string>& taken);
/// "blog_post" for "BlogPost".
std::string variable_name(std::string_view type);
/// May it be an enumerator as it is?
bool is_plain_name(std::string_view name);
/// A literal of C++.
std::string quoted(std::string_view text);

}  // namespace portico::migrations::inspect
