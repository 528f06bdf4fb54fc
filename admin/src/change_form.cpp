#include "change_form.hpp"

#include "cells.hpp"
#include "changes.hpp"
#include "conflict.hpp"
#include "form_fields.hpp"
#include "inlines.hpp"
#include "journal.hpp"
#include "notes.hpp"
#include "users.hpp"
#include "words.hpp"

#include <portico/base/text.hpp>
#include <portico/forms/submission.hpp>
#include <portico/http/url.hpp>

#include <algorithm>

namespace portico::admin {

namespace {

constexpr std::string_view seen_name = "_seen";

/// One form on its way: the row, its fields, the rows that belong to it.
struct Work {
    const Visit& visit;
    orm::Object object;               // as the database has it; empty for a new row
    bool may_save;
    std::vector<SectionPlan> sections;
    forms::AnyModelForm form;
    std::vector<InlinePart> inlines;

    const Entry& entry() const { return visit.model(); }
    bool is_new() const { return !object; }
    /// Has somebody saved this row since the form was drawn?
    bool is_overtaken() const {
        const std::string_view seen = visit.request.is_post() ? visit.request.form().get(seen_name) : "";
        return !is_new() && !seen.empty() && seen != fingerprint(entry(), object.object.get());
    }
};

Work begin(const Visit& visit, const orm::Object& object, bool may_save) {
    std::vector<SectionPlan> sections = sections_of(visit.model(), may_save);
    const auto sent = may_save ? forms::Submission::posted(visit.request) : forms::Submission();
    std::vector<std::string> names = names_to_edit(sections);
    forms::AnyModelForm form(*visit.model().model, names, sent, object);
    if (names.empty()) {
        for (const forms::FieldPtr& field : std::vector(form.fields())) form.remove(field->name);
    }
    orm::Object parent = object ? object : form.object();
    std::vector<InlinePart> inlines = InlinePart::all(visit, parent, sent);
    return {visit, object, may_save, std::move(sections), std::move(form), std::move(inlines)};
}

/// Where the list stood when the person left it.
std::string list_url(const Work& work) {
    std::string query(work.visit.request.query().get("_list"));
    return query.empty() ? work.entry().url : work.entry().url + "?" + query;
}

std::string kept_list(const Work& work) {
    std::string query(work.visit.request.query().get("_list"));
    return query.empty() ? std::string() : "?_list=" + form_encode(query);
}

/// The id of the first field with an error, or, in a new form, of the first field.
std::string field_to_focus(const Work& work) {
    for (const SectionPlan& section : work.sections) {
        for (const FieldPlan& plan : section.fields) {
            if (plan.readonly) continue;
            const forms::BoundField bound = work.form[plan.found.field->key()];
            if (work.form.is_bound() ? !bound.errors().empty() : work.is_new()) return plan.name();
        }
    }
    return {};
}

/// The ids of the fields that a slug is made of, while it is still empty.
std::string followed_ids(const Work& work, const FieldPlan& plan) {
    std::string ids;
    for (const Prepopulated& rule : work.entry().options().prepopulated) {
        if (lookup_of(rule.field) != plan.name()) continue;
        for (const orm::Path& source : rule.from) {
            const FieldInfo* field = work.entry().type->find(lookup_of(source));
            if (field && work.form.find(field->key())) ids += (ids.empty() ? "" : " ") + work.form[field->key()].auto_id();
        }
    }
    return ids;
}

Value section_value(const Work& work, const SectionPlan& section, const std::string& focus) {
    List fields;
    bool wrong = false;
    for (const FieldPlan& plan : section.fields) {
        if (plan.readonly) {
            const void* row = work.object ? work.object.object.get() : nullptr;
            fields.push_back(shown_field(work.entry(), row, plan));
            continue;
        }
        wrong = wrong || !work.form[plan.found.field->key()].errors().empty();
        fields.push_back(drawn_field(work.form, plan, {.focus = plan.name() == focus, .follows = followed_ids(work, plan)}));
    }
    return Value::map({{"label", section.label},
                       {"lead", section.lead},
                       {"collapsed", section.collapsed},
                       {"open", wrong},
                       {"fields", Value::list(std::move(fields))}});
}

List error_values(const Work& work) {
    List all;
    for (const std::string& message : work.form.non_field_errors().messages()) all.push_back(Value::map({{"text", message}}));
    for (const auto& [name, faults] : work.form.errors()) {
        if (name == forms::AnyForm::all || !work.form.find(name)) continue;
        for (const forms::Fault& fault : faults) {
            all.push_back(Value::map({{"id", work.form[name].auto_id()}, {"label", work.form[name].label()}, {"text", fault.text()}}));
        }
    }
    for (const InlinePart& part : work.inlines) {
        for (Value& error : part.errors()) all.push_back(std::move(error));
    }
    return all;
}

/// The digest of the row as this form shows it.
std::string seen_input(const Work& work) {
    if (work.is_new() || !work.may_save) return {};
    return "<input type=\"hidden\" name=\"" + std::string(seen_name) + "\" value=\"" +
           fingerprint(work.entry(), work.object.object.get()) + "\">";
}

void add_errors(templates::Context& context, const Work& work) {
    if (!work.form.is_bound()) return;
    if (work.is_overtaken()) {
        context.set("errors_heading", "Somebody saved this " + work.entry().singular +
                                          " while you had it open. Look through it and save again to keep what you have");
        context.set("errors", Value::list(saved_by_others(work.entry(), work.form, work.object.object.get())));
        return;
    }
    List errors = error_values(work);
    if (errors.empty()) return;
    const auto count = static_cast<std::int64_t>(errors.size());
    context.set("errors_heading", "The " + work.entry().singular + " is not saved yet: " +
                                      (count == 1 ? "one thing needs" : grouped(count) + " things need") + " another look");
    context.set("errors", Value::list(std::move(errors)));
}

std::string site_url(const Work& work) {
    if (work.is_new() || !work.entry().type->find_property("get_absolute_url")) return {};
    auto url = work.entry().type->attribute(work.object.object.get(), "get_absolute_url");
    return url ? url->str() : "";
}

void add_tools(templates::Context& context, const Work& work) {
    const Entry& entry = work.entry();
    Request& request = work.visit.request;
    context.set("can_save", work.may_save);
    context.set("can_add", entry.may(request, Permission::add));
    context.set("list_url", list_url(work));
    context.set("save_label", "Save " + entry.singular);
    context.set("form_action", request.full_path());
    if (work.is_new()) return;
    const void* row = work.object.object.get();
    context.set("history_url", entry.object_url(row, "history"));
    context.set("object_url", site_url(work));
    context.set("lead", last_change_of(work.visit, work.object));
    if (work.may_save && is_user_model(entry)) context.set("password_url", entry.object_url(row, "password"));
    if (entry.may(request, Permission::remove, row)) context.set("delete_url", entry.object_url(row, "delete"));
}

Response draw(Work& work) {
    prepare_widgets(work.form);
    const std::string focus = field_to_focus(work);
    List main, side, inlines;
    for (const SectionPlan& section : work.sections) (section.aside ? side : main).push_back(section_value(work, section, focus));
    for (const InlinePart& part : work.inlines) inlines.push_back(part.drawn(work.visit));
    const Entry& entry = work.entry();
    const std::string name = work.is_new() ? "Add " + entry.singular : entry.type->str(work.object.object.get());
    templates::Context context;
    context.set("heading", name);
    context.set("sections", Value::list(std::move(main)));
    context.set("side", Value::list(std::move(side)));
    context.set("inlines", Value::list(std::move(inlines)));
    context.set("hidden", Html{hidden_inputs(work.form) + seen_input(work)});
    add_errors(context, work);
    add_tools(context, work);
    const int status = !work.form.is_bound() ? 200 : work.is_overtaken() ? 409 : 422;
    return show(work.visit, "admin/change_form.html", name, crumbs_below(work.visit, {{name, ""}}), std::move(context),
                status);
}

bool is_valid(const Work& work) {
    bool all = work.form.is_valid();
    for (const InlinePart& part : work.inlines) all = part.is_valid() && all;
    return all;
}

/// Saves all of it or nothing; false where the database refuses what was good a moment ago.
bool save(Work& work) {
    const Entry& entry = work.entry();
    const Changes changes(entry, work.form, work.object);
    return work.form.guarded([&] {
        void* row = work.form.object().object.get();
        work.form.store_files();
        entry.admin->save_any(work.visit.request, row, !work.is_new());
        work.form.save_many_to_many();
        std::vector<ChangedPart> parts = changes.parts(row);
        std::vector<ChangedPart> below;
        for (InlinePart& part : work.inlines) {
            for (ChangedPart& one : part.save()) below.push_back(std::move(one));
        }
        if (work.is_new()) return Journal(work.visit).added(entry, row, below);
        parts.insert(parts.end(), below.begin(), below.end());
        if (!parts.empty()) Journal(work.visit).changed(entry, row, parts);
    });
}

Response leave(const Work& work) {
    const Entry& entry = work.entry();
    const QueryData& sent = work.visit.request.form();
    const void* row = work.form.object().object.get();
    std::string url = list_url(work);
    if (sent.contains("_continue")) url = entry.object_url(row) + kept_list(work);
    if (sent.contains("_addanother")) url = entry.add_url() + kept_list(work);
    return go(work.visit.request, url, auth::MessageLevel::success,
              "The " + entry.singular + " " + in_quotes(entry.type->str(row)) + (work.is_new() ? " was added." : " was saved."));
}

Response answer(Work work) {
    if (work.form.is_bound() && !work.is_overtaken() && is_valid(work) && save(work)) return leave(work);
    return draw(work);
}

}  // namespace

Response add_page(const Visit& visit) {
    if (!visit.model().may(visit.request, Permission::add)) return forbidden(visit, Permission::add);
    return answer(begin(visit, {}, true));
}

Response change_page(const Visit& visit, const orm::Object& object) {
    const Entry& entry = visit.model();
    if (!entry.may_see(visit.request, object.object.get())) return forbidden(visit, Permission::view);
    const bool may_save = entry.may(visit.request, Permission::change, object.object.get());
    if (visit.request.is_post() && !may_save) return forbidden(visit, Permission::change);
    return answer(begin(visit, object, may_save));
}

}  // namespace portico::admin
