#include <portico/monitoring/metrics.hpp>

#include <algorithm>
#include <charconv>

namespace portico {
namespace {

std::string shown(double number) {
    char digits[32];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    return {digits, end};
}

void append_escaped(std::string& out, std::string_view text, bool quotes) {
    for (char c : text) {
        if (c == '\n')
            out += "\\n";
        else {
            if (c == '\\' || (quotes && c == '"')) out += '\\';
            out += c;
        }
    }
}

void append_sample(std::string& out, std::string_view name, std::span<const MetricWriter::Label> labels, MetricWriter::Label last, double value) {
    out += name;
    char before = '{';
    auto append = [&](const MetricWriter::Label& label) {
        out += std::exchange(before, ',');
        out += label.first;
        out += "=\"";
        append_escaped(out, label.second, true);
        out += '"';
    };
    for (const auto& label : labels) append(label);
    if (!last.first.empty()) append(last);
    if (before == ',') out += '}';
    out += ' ';
    out += shown(value);
    out += '\n';
}

}  // namespace

MetricWriter::Family& MetricWriter::family(std::string_view name, std::string_view type, std::string_view help) {
    auto known = std::find_if(families_.begin(), families_.end(), [&](const Family& one) { return one.name == name; });
    if (known != families_.end()) return *known;
    return families_.emplace_back(Family{std::string(name), std::string(type), std::string(help), {}});
}

void MetricWriter::counter(std::string_view name, std::string_view help, double value, Labels labels) {
    append_sample(family(name, "counter", help).samples, name, {labels.begin(), labels.size()}, {}, value);
}

void MetricWriter::gauge(std::string_view name, std::string_view help, double value, Labels labels) {
    append_sample(family(name, "gauge", help).samples, name, {labels.begin(), labels.size()}, {}, value);
}

void MetricWriter::histogram(std::string_view name, std::string_view help, std::span<const double> bounds, std::span<const double> counts,
                             double sum, Labels labels) {
    std::string& out = family(name, "histogram", help).samples;
    const std::span<const Label> own{labels.begin(), labels.size()};
    double so_far = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        so_far += counts[i];
        append_sample(out, std::string(name) + "_bucket", own, {"le", i < bounds.size() ? shown(bounds[i]) : "+Inf"}, so_far);
    }
    append_sample(out, std::string(name) + "_sum", own, {}, sum);
    append_sample(out, std::string(name) + "_count", own, {}, so_far);
}

std::string MetricWriter::text() const {
    std::string out;
    for (const Family& one : families_) {
        out += "# HELP " + one.name + " ";
        append_escaped(out, one.help, false);
        out += "\n# TYPE " + one.name + " " + one.type + "\n" + one.samples;
    }
    return out;
}

}  // namespace portico
