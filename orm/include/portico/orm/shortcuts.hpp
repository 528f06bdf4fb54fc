/// What views do with models.
///
///     auto post = get_or_404(Post::objects.filter(F(&Post::slug) == slug));
///     paginate(request, posts, 20)
#pragma once
#include <portico/orm/page.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/saving.hpp>

namespace portico::orm {

/// The only row of the set, or NotFound, which becomes a page that answers 404.
template <class T, class... C> T get_or_404(const QuerySet<T>& rows, const C&... conditions) { return rows.get(conditions...); }
template <class T, class... C> T get_or_404(const Manager<T>& rows, const C&... conditions) { return rows.get(conditions...); }
/// The rows, or NotFound where there are none.
template <class T> QuerySet<T> get_list_or_404(const QuerySet<T>& rows) {
    if (rows.results().items.empty()) detail::none_found(rows);
    return rows;
}

}  // namespace portico::orm
