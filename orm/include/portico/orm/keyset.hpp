/// A list in pages that begin where the last one ended: the thousandth is as fast as the first, and rows that come or go meanwhile
/// shift nothing. There are no page numbers.
///
///     auto page = orm::page_after(Post::objects.order_by(-F(&Post::published_at)), request.query().get("after", ""), 20);
///     for (const Post& post : page.rows) …
///     {% if page.next %}<a href="?after={{ page.next }}">more</a>{% endif %}
///
/// Orders are fields of the model itself; the key is added as the last. A token that was tampered with or is of another order is
/// a ConversionError, which pages answer with 400.
#pragma once
#include <string>
#include <string_view>
#include <utility>

#include <portico/orm/query_set.hpp>

namespace portico::orm {

/// Rows after the one that a token names, `per_page` of them; `next` is the token for more, empty where there are none.
struct AnyKeysetPage {
    AnyQuerySet rows;
    std::string next{};
};
AnyKeysetPage page_after(const AnyQuerySet& rows, std::string_view token, std::uint64_t per_page);

template <class T> struct KeysetPage {
    QuerySet<T> rows;
    std::string next{};
};
template <class T> KeysetPage<T> page_after(const QuerySet<T>& rows, std::string_view token, std::uint64_t per_page) {
    AnyKeysetPage page = page_after(static_cast<const AnyQuerySet&>(rows), token, per_page);
    return {QuerySet<T>(std::move(page.rows)), std::move(page.next)};
}

}  // namespace portico::orm
