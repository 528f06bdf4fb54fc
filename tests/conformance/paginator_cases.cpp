// Pages of a list of the numbers from 1 to count.
#include <portico/orm/pages.hpp>

#include "operation.hpp"

namespace portico::conformance {

namespace {

orm::Pages pages_of(const Arguments& args) {
    return orm::Pages(args.integer("count"), args.integer("per_page"), args.optional_integer("orphans").value_or(0),
                      args.flag("allow_empty_first_page", true));
}

Json range(std::int64_t first, std::int64_t last) {
    Json out = Json::array();
    for (; first <= last; ++first) out.push_back(first);
    return out;
}

Json paginate(const Arguments& args) {
    orm::Pages pages = pages_of(args);
    orm::PagePlace page = args.flag("lenient") ? pages.nearest(args.value("number")) : pages.at(args.value("number"));
    Json out{{"num_pages", pages.num_pages()},
            {"count", pages.count()},
            {"page_range", range(1, pages.num_pages())},
            {"number", page.number()},
            {"object_list", page.end_index() == 0 ? Json::array() : range(page.start_index(), page.end_index())},
            {"start_index", page.start_index()},
            {"end_index", page.end_index()},
            {"has_next", page.has_next()},
            {"has_previous", page.has_previous()},
            {"has_other_pages", page.has_other_pages()},
            {"repr", page.str()}};
    if (page.has_next()) out["next"] = page.number() + 1;
    if (page.has_previous()) out["previous"] = page.number() - 1;
    return out;
}

Json elided_range(const Arguments& args) {
    Json out = Json::array();
    for (auto number : pages_of(args).elided_range(args.integer("number"), args.integer("on_each_side"), args.integer("on_ends")))
        out.push_back(number == 0 ? Json("…") : Json(number));
    return out;
}

} // namespace

void add_paginator_operations(Operations& operations) {
    operations["paginate"] = paginate;
    operations["elided_page_range"] = elided_range;
}

} // namespace portico::conformance
