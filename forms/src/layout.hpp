#pragma once
#include <string>

namespace portico::forms {

class AnyForm;
class BoundField;

/// One of the ways in which a whole form is written. The line breaks are those of Django's templates, so that pages agree to the byte.
struct Layout {
    std::string (*row)(const BoundField& field, const std::string& last);  // `last`: hidden fields, in the last row only
    std::string (*errors)(const std::string& list, const std::string& hidden);
};

extern const Layout div_layout, paragraph_layout, table_layout, list_layout;

std::string layout(const AnyForm& form, const Layout& how);

}  // namespace portico::forms
