/// The tags and filters that come with the engine, by the file that holds them.
#pragma once
#include <span>

#include "filter.hpp"
#include "registry.hpp"

namespace portico::templates {

std::span<const Tag> logic_tags();        // if, for, with, cycle, firstof, ifchanged, resetcycle
std::span<const Tag> default_tags();      // inheritance, output and the rest
std::span<const Tag> static_tags();       // {% load static %}
std::span<const Tag> time_zone_tags();    // {% load tz %}
std::span<const Tag> translation_tags();  // {% load i18n %}
std::span<const Tag> cache_tags();        // {% load cache %}
std::span<const Tag> localization_tags(); // {% load l10n %}

std::span<const Filter> default_filters(); // default, yesno, pluralize, add …
std::span<const Filter> text_filters();
std::span<const Filter> html_filters();
std::span<const Filter> list_filters();
std::span<const Filter> number_filters();
std::span<const Filter> date_filters();
std::span<const Filter> time_zone_filters();
std::span<const Filter> translation_filters();
std::span<const Filter> localization_filters();
std::span<const Filter> humanize_filters();

} // namespace portico::templates
