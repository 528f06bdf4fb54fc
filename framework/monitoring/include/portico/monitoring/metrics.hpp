/// What an app counts, for Prometheus.
///
///     App("shop").with(MetricSource{[](Project& project, MetricWriter& out) {
///         out.counter("shop_orders_total", "Orders taken.", project.get<Orders>().taken());
///         out.gauge("shop_basket_items", "Articles in baskets.", items, {{"shop", "north"}});
///     }})
///
/// Names are Prometheus': a unit at the end (seconds, bytes), `_total` for counters.
#pragma once
#include <functional>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico {

class Project;

/// Prometheus' text format, version 0.0.4: samples of one name stand together, whoever wrote them.
class MetricWriter {
public:
    using Label = std::pair<std::string_view, std::string_view>;
    using Labels = std::initializer_list<Label>;

    /// What only grows, from the start of the program.
    void counter(std::string_view name, std::string_view help, double value, Labels labels = {});
    /// What goes up and down.
    void gauge(std::string_view name, std::string_view help, double value, Labels labels = {});
    /// `counts` has one more than `bounds`: how many were at most each bound (and above the one before), and how many above the last.
    void histogram(std::string_view name, std::string_view help, std::span<const double> bounds, std::span<const double> counts, double sum,
                   Labels labels = {});

    std::string text() const;

private:
    struct Family {
        std::string name{}, type{}, help{}, samples{};
    };
    Family& family(std::string_view name, std::string_view type, std::string_view help);

    std::vector<Family> families_{};
};

/// A contribution, asked at each scrape.
struct MetricSource {
    std::function<void(Project&, MetricWriter&)> write{};
};

}  // namespace portico
