/// The filters above a list: what they offer, and what a choice means.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cells.hpp"
#include "entry.hpp"

#include <portico/orm/any_query_set.hpp>

namespace portico::admin {

struct FilterOption {
    std::string value{};
    std::string label{};
};

/// All that a filter offers, "All" first. Asks the database for those by a relation.
std::vector<FilterOption> options_of(const FilterPlan& filter);

/// The rows that a choice leaves; nothing where it is none of the filter's.
std::optional<orm::AnyQuerySet> narrowed(const orm::AnyQuerySet& rows, const FilterPlan& filter, std::string_view choice,
                                         const i18n::TimeZone& zone);
/// What a choice is called: "Published", "Ann Berg".
std::string label_of_choice(const FilterPlan& filter, std::string_view choice);

/// The first and the last day of a moment filter: `author__gte` and `author__lte` in the URL.
std::optional<orm::AnyQuerySet> from_day(const orm::AnyQuerySet& rows, const FilterPlan& filter, std::string_view day,
                                         const i18n::TimeZone& zone);
std::optional<orm::AnyQuerySet> until_day(const orm::AnyQuerySet& rows, const FilterPlan& filter, std::string_view day,
                                          const i18n::TimeZone& zone);

}  // namespace portico::admin
