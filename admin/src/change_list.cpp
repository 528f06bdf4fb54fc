#include "change_list.hpp"

#include "actions.hpp"
#include "filters.hpp"
#include "list_query.hpp"
#include "words.hpp"

#include <portico/base/text.hpp>
#include <portico/http/url.hpp>

namespace portico::admin {

namespace {

Value filter_value(const FilterPlan& filter, const ListQuery& query) {
    List options;
    for (FilterOption& option : options_of(filter)) {
        const bool on = option.value == query.chosen(filter.name);
        options.push_back(Value::map({{"value", std::move(option.value)}, {"label", std::move(option.label)}, {"on", on}}));
    }
    Map made{{"name", filter.name}, {"label", filter.label}, {"options", Value::list(std::move(options))}};
    if (filter.kind == FilterPlan::Kind::moment) {
        const std::string from = filter.name + "__gte", to = filter.name + "__lte";
        made.append("type", "date");
        made.append("from_name", from);
        made.append("to_name", to);
        made.append("from", std::string(query.chosen(from)));
        made.append("to", std::string(query.chosen(to)));
    }
    return Value::map(std::move(made));
}

List filter_values(const Entry& entry, const ListQuery& query) {
    List all;
    for (const FilterPlan& filter : entry.filters) all.push_back(filter_value(filter, query));
    return all;
}

List sort_values(const Entry& entry, const ListQuery& query) {
    List all;
    for (const ColumnPlan& column : entry.columns) {
        if (column.order.empty()) continue;
        for (bool descending : {false, true}) {
            std::string value = (descending ? "-" : "") + column.order;
            const bool on = value == query.order();
            all.push_back(Value::map({{"value", std::move(value)}, {"label", order_words(column, descending)}, {"on", on}}));
        }
    }
    if (!all.empty()) all.insert(all.begin(), Value::map({{"value", ""}, {"label", "As usual"}, {"on", query.order().empty()}}));
    return all;
}

/// The order that the list is in: the one asked for, or the first of the usual ones.
std::string order_in_force(const Entry& entry, const ListQuery& query) {
    if (!query.order().empty()) return query.order();
    const auto& usual = entry.options().ordering.empty() ? entry.model->ordering : entry.options().ordering;
    if (usual.empty() || usual.front().expression->kind != orm::Expression::Kind::path) return {};
    std::string name = lookup_of({usual.front().expression->steps, usual.front().expression->name});
    return usual.front().descending ? "-" + name : name;
}

List column_values(const Entry& entry, const ListQuery& query) {
    const std::string order = order_in_force(entry, query);
    List all;
    for (const ColumnPlan& column : entry.columns) {
        Map made{{"label", column.label}, {"class", std::string(cell_class(column.look))}};
        if (!column.order.empty()) {
            const bool up = order == column.order, down = order == "-" + column.order;
            if (up || down) made.append("sorted", std::string(up ? "ascending" : "descending"));
            made.append("url", query.url_with("o", up ? "-" + column.order : column.order));
        }
        all.push_back(Value::map(std::move(made)));
    }
    return all;
}

Value cell_value(const Entry& entry, const ColumnPlan& column, const void* object, const Shown& shown) {
    Value value = column.compute ? column.compute(object) : value_at(*entry.type, object, column.found);
    return Value::map({{"html", Html{cell_html(value, column.look, column.found.field, shown)}},
                       {"label", column.label},
                       {"class", std::string(cell_class(column.look))}});
}

List row_values(const Visit& visit, const std::vector<orm::Object>& rows, const std::string& back) {
    const Entry& entry = visit.model();
    const Shown shown = Shown::current(entry.options());
    List all;
    all.reserve(rows.size());
    for (const orm::Object& row : rows) {
        List cells;
        cells.reserve(entry.columns.size());
        for (const ColumnPlan& column : entry.columns) cells.push_back(cell_value(entry, column, row.object.get(), shown));
        std::string key = entry.model->key_text(row.object.get());
        std::string url = entry.key_url(key) + back;
        all.push_back(Value::map({{"key", std::move(key)},
                                  {"name", shortened(entry.type->str(row.object.get()), 80)},
                                  {"url", std::move(url)},
                                  {"cells", Value::list(std::move(cells))}}));
    }
    return all;
}

List page_values(const ListQuery& query, std::uint64_t page, std::uint64_t pages) {
    auto link = [&](std::uint64_t number, std::string label, std::string rel = {}) {
        Map made{{"label", std::move(label)}};
        if (number != page) made.append("url", query.url_with("p", number == 1 ? "" : std::to_string(number)));
        if (!rel.empty()) made.append("rel", std::move(rel));
        return Value::map(std::move(made));
    };
    List all;
    if (pages < 2) return all;
    if (page > 1) all.push_back(link(page - 1, "‹ Previous", "prev"));
    std::uint64_t last = 0;
    for (std::uint64_t number = 1; number <= pages; ++number) {
        const bool near = number + 2 >= page && number <= page + 2;
        if (!near && number != 1 && number != pages) continue;
        if (last && number > last + 1) all.push_back(Value::map({{"gap", true}}));
        all.push_back(link(number, grouped(static_cast<std::int64_t>(number))));
        last = number;
    }
    if (page < pages) all.push_back(link(page + 1, "Next ›", "next"));
    return all;
}

List chip_values(const ListQuery& query) {
    List all;
    for (auto& chip : query.chips()) {
        all.push_back(Value::map({{"label", chip.label}, {"value", chip.value}, {"url", chip.url}}));
    }
    return all;
}

std::string search_places(const Entry& entry) {
    std::string places;
    for (const Found& found : entry.search) {
        const bool last = &found == &entry.search.back();
        if (!places.empty()) places += last ? " and " : ", ";
        places += text::lower(found.label);
    }
    return places;
}

/// What the list shows: how many rows there are, how many match, and those of this page.
struct Contents {
    std::int64_t all = 0, matching = 0;
    std::uint64_t page = 1, pages = 1, first = 0;
    std::vector<orm::Object> rows{};
};

Contents fetch(const Visit& visit, const ListQuery& query) {
    const Entry& entry = visit.model();
    const orm::AnyQuerySet every = entry.rows(visit.request);
    const orm::AnyQuerySet matching = query.narrowed(every);
    Contents contents;
    contents.matching = matching.count();
    contents.all = query.is_narrowed() ? every.count() : contents.matching;
    const std::uint64_t size = std::max<std::uint64_t>(entry.options().list_per_page, 1);
    contents.pages = std::max<std::uint64_t>((static_cast<std::uint64_t>(contents.matching) + size - 1) / size, 1);
    contents.page = std::min(query.page(), contents.pages);
    contents.first = (contents.page - 1) * size;
    if (contents.matching == 0) return contents;
    contents.rows = query.ordered(matching)
                        .select_related(entry.select_related)
                        .prefetch_related(entry.prefetch_related)
                        .slice(contents.first, size)
                        .objects();
    return contents;
}

void add_rows(templates::Context& context, const Visit& visit, const ListQuery& query, const Contents& contents) {
    const Entry& entry = visit.model();
    const std::string kept = query.query_string();
    const auto first = static_cast<std::int64_t>(contents.first);
    const auto last = first + static_cast<std::int64_t>(contents.rows.size());
    context.set("rows", Value::list(row_values(visit, contents.rows, kept.empty() ? "" : "?_list=" + form_encode(kept))));
    context.set("columns", Value::list(column_values(entry, query)));
    context.set("shown", grouped(first + 1) + "–" + grouped(last) + " of " + grouped(contents.matching));
    context.set("pages", Value::list(page_values(query, contents.page, contents.pages)));
    context.set("more_than_page", contents.matching > static_cast<std::int64_t>(contents.rows.size()));
    context.set("actions", Value::list(action_values(visit)));
}

}  // namespace

Response change_list(const Visit& visit) {
    const Entry& entry = visit.model();
    if (!entry.may_see(visit.request)) return forbidden(visit, Permission::view);
    const Shown shown = Shown::current(entry.options());
    const ListQuery query(entry, visit.request.query(), shown.zone);
    if (visit.request.is_post()) return run_action(visit, query);

    const Contents contents = fetch(visit, query);
    std::string found = counted(contents.matching, entry.singular, entry.plural);
    if (query.is_narrowed()) found += " of " + grouped(contents.all);
    List chips = chip_values(query);
    templates::Context context;
    context.set("heading", entry.title());
    context.set("all", grouped(contents.all));
    context.set("found", found);
    context.set("finder", contents.all > 0);
    context.set("searchable", !entry.search.empty());
    context.set("search", query.search());
    context.set("search_in", search_places(entry));
    context.set("filters", Value::list(filter_values(entry, query)));
    context.set("filters_in_force", query.filters_in_force());
    context.set("sorts", Value::list(sort_values(entry, query)));
    context.set("several_in_force", chips.size() > 1);
    context.set("in_force", Value::list(std::move(chips)));
    context.set("list_url", entry.url);
    if (entry.may(visit.request, Permission::add)) context.set("add_url", entry.add_url());
    add_rows(context, visit, query, contents);
    return show(visit, "admin/change_list.html", entry.title(), crumbs_below(visit, {}), std::move(context));
}

}  // namespace portico::admin
