#include "deleting.hpp"

#include "journal.hpp"
#include "notes.hpp"
#include "words.hpp"

#include <portico/base/text.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/transaction.hpp>

#include <algorithm>
#include <map>

namespace portico::admin {

namespace {

constexpr std::size_t most_listed = 100;

const orm::ModelInfo& model_of(const orm::Object& object) { return *orm::model_of(*object.type); }

Value item_value(const Visit& visit, const orm::Object& object) {
    Map item{{"kind", text::capfirst(singular_of(model_of(object)))}, {"name", shortened(object.type->str(object.object.get()), 120)}};
    const Entry* entry = visit.site.find(model_of(object));
    if (entry && entry->may_see(visit.request, object.object.get())) item.append("url", entry->object_url(object.object.get()));
    return Value::map(std::move(item));
}

List item_values(const Visit& visit, const std::vector<orm::Object>& objects) {
    List all;
    for (const orm::Object& object : objects) {
        if (all.size() == most_listed) break;
        all.push_back(item_value(visit, object));
    }
    return all;
}

std::string more_than_listed(std::size_t count) {
    return count > most_listed ? "and " + grouped(static_cast<std::int64_t>(count - most_listed)) + " more" : "";
}

/// "1 post", "12 comments", "3 links in blog_post_tags" – and what only loses a reference.
List tally(const orm::Collected& going) {
    std::vector<std::pair<const orm::ModelInfo*, std::int64_t>> counts;
    for (const orm::Object& object : going.objects) {
        auto known = std::find_if(counts.begin(), counts.end(), [&](auto& c) { return c.first == &model_of(object); });
        if (known == counts.end()) counts.emplace_back(&model_of(object), 1);
        else ++known->second;
    }
    List all;
    for (auto& [model, count] : counts) all.emplace_back(counted(count, singular_of(*model), plural_of(*model)));
    for (auto& [table, count] : going.between) {
        if (count > 0) all.emplace_back(counted(count, "link", "links") + " in " + table);
    }
    if (!going.nulled.empty()) {
        all.emplace_back(counted(static_cast<std::int64_t>(going.nulled.size()), "reference", "references") + " to it emptied");
    }
    return all;
}

/// Kinds of rows that would go along, and that this person may not delete.
List forbidden_kinds(const Visit& visit, const std::vector<orm::Object>& objects) {
    List kinds;
    for (const orm::Object& object : objects) {
        const Entry* entry = visit.site.find(model_of(object));
        if (!entry || entry->may(visit.request, Permission::remove, object.object.get())) continue;
        Value kind(text::capfirst(entry->plural));
        if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(std::move(kind));
    }
    return kinds;
}

struct Question {
    std::string heading{}, name{}, button{}, keep{}, back{};
    Html hidden{};
    Crumbs crumbs{};
};

void add_protection(templates::Context& context, const Visit& visit, const orm::Collected& going, const Question& question) {
    const auto count = static_cast<std::int64_t>(going.protected_by.size());
    const orm::ModelInfo& kind = model_of(going.protected_by.front());
    context.set("protected", Value::list(item_values(visit, going.protected_by)));
    context.set("protected_heading", question.name + " can’t be deleted");
    context.set("protected_text", counted(count, singular_of(kind), plural_of(kind)) + (count == 1 ? " refers" : " refer") +
                                      " to it. Let them refer to something else, or delete them first.");
    context.set("protected_more", more_than_listed(going.protected_by.size()));
}

Response ask(const Visit& visit, const orm::Collected& going, const Question& question) {
    templates::Context context;
    context.set("heading", question.heading);
    context.set("back_url", question.back);
    if (!going.protected_by.empty()) {
        add_protection(context, visit, going, question);
        return show(visit, "admin/delete_confirmation.html", question.heading, question.crumbs, std::move(context));
    }
    List kinds = forbidden_kinds(visit, going.objects);
    const int status = kinds.empty() ? 200 : 403;
    const bool alone = going.objects.size() == 1 && going.nulled.empty();
    context.set("forbidden", Value::list(std::move(kinds)));
    context.set("text", alone ? "This goes:" : "This goes, with all that belongs to it:");
    context.set("tally", Value::list(tally(going)));
    context.set("tree", Value::list(item_values(visit, going.objects)));
    context.set("tree_more", more_than_listed(going.objects.size()));
    context.set("tree_open", going.objects.size() <= 12);
    context.set("delete_label", question.button);
    context.set("keep", question.keep);
    context.set("hidden", question.hidden);
    return show(visit, "admin/delete_confirmation.html", question.heading, question.crumbs, std::move(context), status);
}

bool is_confirmed(const Visit& visit, const orm::Collected& going) {
    return visit.request.is_post() && visit.request.form().get("post") == "yes" && going.protected_by.empty() &&
           forbidden_kinds(visit, going.objects).empty();
}

/// Deletes through the model's hook, with a line in the journal, all or nothing.
void remove(const Visit& visit, const std::vector<orm::Object>& objects) {
    orm::atomic([&] {
        for (const orm::Object& object : objects) {
            Journal(visit).deleted(visit.model(), object.object.get());
            visit.model().admin->delete_any(visit.request, object.object.get());
        }
    });
}

Response leave(const Visit& visit, std::string text) {
    return go(visit.request, visit.model().url, auth::MessageLevel::success, std::move(text));
}

std::vector<void*> places(const std::vector<orm::Object>& objects) {
    std::vector<void*> all;
    for (const orm::Object& object : objects) all.push_back(object.object.get());
    return all;
}

Html kept_selection(const Visit& visit) {
    std::string html = "<input type=\"hidden\" name=\"action\" value=\"delete_selected\">";
    const QueryData& form = visit.request.form();
    if (form.get("select_across") == "1") html += "<input type=\"hidden\" name=\"select_across\" value=\"1\">";
    for (std::string_view key : form.get_list("_selected_action")) {
        html += "<input type=\"hidden\" name=\"_selected_action\" value=\"" + escaped(key) + "\">";
    }
    return Html{std::move(html)};
}

}  // namespace

Response delete_object(const Visit& visit, const orm::Object& object) {
    const Entry& entry = visit.model();
    if (!entry.may(visit.request, Permission::remove, object.object.get())) return forbidden(visit, Permission::remove);
    const orm::Collected going = orm::collect(*entry.type, {object.object.get()});
    const std::string name = entry.type->str(object.object.get());
    const std::string url = entry.object_url(object.object.get());
    if (is_confirmed(visit, going)) {
        remove(visit, {object});
        return leave(visit, "The " + entry.singular + " " + in_quotes(name) + " was deleted.");
    }
    Question question{"Delete " + in_quotes(name) + "?", in_quotes(name), "Delete " + entry.singular, "the " + entry.singular, url, {},
                      crumbs_below(visit, {{name, url}, {"Delete", ""}})};
    return ask(visit, going, question);
}

Response delete_rows(const Visit& visit, const orm::AnyQuerySet& rows) {
    const Entry& entry = visit.model();
    const std::vector<orm::Object> objects = rows.objects();
    const orm::Collected going = orm::collect(*entry.type, places(objects));
    const std::string number = counted(static_cast<std::int64_t>(objects.size()), entry.singular, entry.plural);
    if (is_confirmed(visit, going)) {
        remove(visit, objects);
        return leave(visit, number + (objects.size() == 1 ? " was" : " were") + " deleted.");
    }
    Question question{"Delete " + number + "?", "These " + entry.plural, "Delete " + number, "them",
                      visit.request.full_path(), kept_selection(visit), crumbs_below(visit, {{"Delete", ""}})};
    return ask(visit, going, question);
}

}  // namespace portico::admin
