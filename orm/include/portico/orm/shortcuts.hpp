/// What views ask again and again.
#pragma once
#include <string>

#include <portico/http/http_error.hpp>
#include <portico/orm/paginator.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/orm/saving.hpp>

namespace portico::orm {

/// The only row of the query set, or the 404 page. Several rows are an error of the program: MultipleObjects.
///
///     auto post = get_or_404(Post::objects.filter(F(&Post::slug) == slug));
template <class T> T get_or_404(const QuerySet<T>& rows) {
    try {
        return rows.get();
    } catch (const NotFound& error) {
        throw Http404({}, error.what());
    }
}

/// All rows, or the 404 page when there are none.
template <class T> QuerySet<T> list_or_404(const QuerySet<T>& rows) {
    if (rows.results().items.empty()) throw Http404({}, "no rows of " + rows.model().label());
    return rows;
}

}  // namespace portico::orm

namespace portico {
using orm::get_or_404;
using orm::list_or_404;
}  // namespace portico
