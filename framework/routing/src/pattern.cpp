#include <portico/routing/pattern.hpp>

namespace portico::routing {

std::string_view describe(PatternProblem problem) {
    switch (problem) {
    case PatternProblem::none:
        return "";
    case PatternProblem::begins_with_slash:
        return "begins with a slash";
    case PatternProblem::bracket_not_closed:
        return "has \"<\" without \">\"";
    case PatternProblem::stray_bracket:
        return "has \">\" without \"<\"";
    case PatternProblem::bad_parameter_name:
        return "has a parameter or converter that is no identifier";
    case PatternProblem::repeated_name:
        return "has two parameters of one name";
    case PatternProblem::parameters_touch:
        return "has two parameters with nothing between them";
    case PatternProblem::too_long:
        return "has too many pieces";
    case PatternProblem::white_space:
        return "has white space in a parameter";
    }
    return "";
}

} // namespace portico::routing
