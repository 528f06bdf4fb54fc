/// What a ModelAdmin says, as data: the pages read it, `ModelAdmin<T>` fills it with its types checked.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <portico/base/type_info.hpp>
#include <portico/http/response.hpp>
#include <portico/orm/any_query_set.hpp>

namespace portico {
class Request;
}

namespace portico::admin {

class AnyInline;

/// A column of the list: a field (over relations where need be), or something computed from a row.
struct ListColumn {
    orm::Path path{};                                        // empty: computed
    std::string label{};                                     // empty: the field's
    std::function<Value(const void* object)> compute{};
    orm::Path order{};                                       // what a computed column is sorted by; empty: not at all
    std::vector<orm::Path> needs{};                          // relations that it reads: loaded with the list
    Kind kind = Kind::text;                                  // of what is computed: how it is shown
};

/// A filter above the list: by a field, or one of its own.
struct ListFilter {
    orm::Path path{};
    std::string label{};
    std::vector<std::pair<std::string, std::string>> choices{};                                    // value, label
    std::function<orm::AnyQuerySet(const orm::AnyQuerySet& rows, std::string_view choice)> narrow{};  // with `choices`
};

/// A part of the form with a heading of its own.
struct Fieldset {
    std::string label{};
    std::string lead{};
    std::vector<orm::Path> fields{};
    bool aside = false;
    bool collapsed = false;
};

/// What an action did: a message for the person, or a page of its own.
struct ActionResult {
    ActionResult() = default;
    ActionResult(std::string text) : message(std::move(text)) {}               // NOLINT
    ActionResult(const char* text) : message(text) {}                          // NOLINT
    ActionResult(Response page) : response(std::move(page)) {}                 // NOLINT
    ActionResult(std::int64_t rows) : number(rows) {}                          // NOLINT: how many it changed

    std::string message{};
    std::optional<std::int64_t> number{};
    std::optional<Response> response{};
};

/// Something that is done with the selected rows.
struct Action {
    std::string name{};         // in the form: "publish_selected_posts"
    std::string label{};
    std::function<ActionResult(Request&, const orm::AnyQuerySet&)> run{};
    std::string permission{"change"};  // view, add, change or delete
};

/// A slug that follows other fields while they are typed.
struct Prepopulated {
    orm::Path field{};
    std::vector<orm::Path> from{};
};

struct Options {
    std::vector<ListColumn> list_display{};
    std::vector<ListFilter> list_filter{};
    std::vector<orm::Path> search_fields{};
    std::vector<orm::Order> ordering{};
    std::size_t list_per_page = 50;
    std::vector<orm::Path> list_select_related{};
    std::vector<orm::Path> fields{}, exclude{}, readonly_fields{};
    std::vector<Fieldset> fieldsets{};
    std::vector<Prepopulated> prepopulated{};
    std::vector<std::shared_ptr<const AnyInline>> inlines{};
    std::vector<Action> actions{};
    bool delete_selected = true;
    std::string empty_value = "–";
};

}  // namespace portico::admin
