#include "route_regex.hpp"

#include <algorithm>

namespace portico::routing {
namespace {

std::string_view expression_of(std::string_view converter) {
    switch (built_in_named(converter)) {
    case BuiltIn::integer: return "[0-9]+";
    case BuiltIn::slug: return "[-a-zA-Z0-9_]+";
    case BuiltIn::uuid: return "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    case BuiltIn::path: return ".+";
    default: return "[^/]+";
    }
}

/// A plain pattern ("posts/<int:id>/") as an expression.
std::string expression_of_pattern(std::string_view pattern) {
    std::string out = "^";
    for (const auto& piece : Pattern::parse(pattern)) {
        for (char c : piece.literal) {
            if (std::string_view(R"(\^$.|?*+()[]{}-#&~ )").find(c) != std::string_view::npos) out += '\\';
            out += c;
        }
        if (piece.is_parameter()) out.append("(?P<").append(piece.name).append(">").append(expression_of(piece.converter)) += ')';
    }
    return out;
}

std::vector<std::string> expressions(const Route& route) {
    std::vector<std::string> out;
    for (const auto& step : route.steps()) out.push_back(step.is_regex ? step.text : expression_of_pattern(step.text));
    if (!route.steps().back().is_regex) out.back() += R"(\z)";
    return out;
}

std::string joined_expression(const Route& route) {
    std::string out;
    for (const auto& one : expressions(route)) out += one.substr(one.starts_with('^'));
    return out;
}

std::vector<const Converter*> converters_of(const Route& route, std::string_view pattern) {
    std::vector<const Converter*> out;
    for (const auto& piece : Pattern::parse(pattern)) {
        if (!piece.is_parameter()) continue;
        auto named = [&](const Converter& one) { return one.name == piece.converter; };
        const auto& own = route.converters();
        auto found = std::find_if(own.begin(), own.end(), named);
        out.push_back(found != own.end() ? &*found : std::find_if(built_in_converters.begin(), built_in_converters.end(), named));
    }
    return out;
}

} // namespace

RouteRegex::RouteRegex(const Route& route) : whole_('^' + joined_expression(route)), forms_(regex_forms(joined_expression(route))) {
    auto texts = expressions(route);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        bool whole = i + 1 == texts.size() && texts[i].ends_with('$');
        Step step{RegexCode(texts[i], whole)};
        if (!route.steps()[i].is_regex) step.converters = converters_of(route, route.steps()[i].text);
        for (const auto& group : step.code.groups()) named_ = named_ || !group.name.empty();
        steps_.push_back(std::move(step));
    }
    for (const auto& step : steps_)
        for (const auto& group : step.code.groups())
            if (!named_ || !group.name.empty()) names_.push_back(group.name);
}

bool RouteRegex::match(std::string_view path, Values& values) const {
    for (const Step& step : steps_) {
        auto found = step.code.search(path);
        if (!found.found) return false;
        const auto& groups = step.code.groups();
        for (std::size_t i = 0; i < groups.size(); ++i) {
            if (i < step.converters.size() && !step.converters[i]->accepts(found.values[i])) return false;
            if (!named_ || !groups[i].name.empty()) values.push_back(found.values[i]);
        }
        path.remove_prefix(found.end);
    }
    return true;
}

template <class TextOf> std::optional<std::string> RouteRegex::filled(const RegexForm& form, TextOf text_of) const {
    std::string path;
    for (const auto& piece : form.pieces) {
        if (!piece.blank) {
            path += piece.text;
            continue;
        }
        const std::string* text = text_of(piece.text);
        if (!text) return std::nullopt;
        path += *text;
    }
    return whole_.search(path).found ? std::optional(std::move(path)) : std::nullopt;
}

std::optional<std::string> RouteRegex::path(std::span<const UrlArgument> arguments) const {
    for (const auto& form : forms_) {
        const auto& wanted = form.parameters;
        if (wanted.size() != arguments.size()) continue;
        auto text_of = [&](const std::string& name) -> const std::string* {
            auto place = std::find(wanted.begin(), wanted.end(), name) - wanted.begin();
            return place < std::ssize(wanted) ? &arguments[static_cast<std::size_t>(place)].text() : nullptr;
        };
        if (auto path = filled(form, text_of)) return path;
    }
    return std::nullopt;
}

std::optional<std::string> RouteRegex::path(std::span<const Router::NamedArgument> arguments) const {
    auto text_of = [&](const std::string& name) -> const std::string* {
        for (const auto& argument : arguments)
            if (argument.first == name) return &argument.second.text();
        return nullptr;
    };
    for (const auto& form : forms_) {
        bool all = form.parameters.size() == arguments.size() &&
                   std::all_of(form.parameters.begin(), form.parameters.end(), [&](const auto& name) { return text_of(name); });
        if (!all) continue;
        if (auto path = filled(form, text_of)) return path;
    }
    return std::nullopt;
}

} // namespace portico::routing
