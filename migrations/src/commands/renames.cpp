#include "renames.hpp"

#include <algorithm>
#include <set>

#include <portico/base/text.hpp>

namespace portico::migrations {

namespace {

/// The same to the database but for the names.
bool alike(FieldState a, const FieldState& b) {
    if (a.form != b.form) return false;
    a.name = b.name;
    a.columns = b.columns;
    a.through = b.through;
    return a.same_as(b);
}

bool alike(const ModelState& a, const ModelState& b) {
    return a.fields.size() == b.fields.size() && std::ranges::all_of(a.fields, [&](const FieldState& field) {
        const FieldState* other = b.find(field.name);
        return other && alike(field, *other);
    });
}

bool among(const std::vector<std::string>& apps, const std::string& app) { return apps.empty() || std::ranges::find(apps, app) != apps.end(); }

void find_fields(const ModelState& before, const ModelState& wanted, std::vector<Rename>& found) {
    std::set<std::string> taken;
    for (const FieldState& field : wanted.fields) taken.insert(field.was);
    for (const FieldState& field : wanted.fields) {
        if (before.find(field.name) || !field.was.empty()) continue;
        for (const FieldState& old : before.fields) {
            if (wanted.find(old.name) || taken.contains(old.name) || !alike(old, field)) continue;
            taken.insert(old.name);
            found.push_back({wanted.label(), old.name, field.name, true});
            break;
        }
    }
}

}  // namespace

std::string Rename::question() const {
    if (of_field) return "Was the field " + model + "." + to + " called \"" + from + "\" before?";
    return "Was the model " + model + " called \"" + from + "\" before?";
}

std::vector<Rename> likely_renames(const ProjectState& before, const ProjectState& wanted, const std::vector<std::string>& apps) {
    std::vector<Rename> found;
    std::set<std::string> taken;
    for (const ModelState& model : wanted.models()) {
        if (!among(apps, model.app)) continue;
        if (const ModelState* old = before.find(model.label())) {
            find_fields(*old, model, found);
            continue;
        }
        if (!model.was.empty()) continue;
        for (const ModelState* old : before.of_app(model.app)) {
            if (wanted.find(old->label()) || taken.contains(old->name) || !alike(*old, model)) continue;
            taken.insert(old->name);
            found.push_back({model.label(), old->name, model.name, false});
            break;
        }
    }
    return found;
}

void note(ProjectState& wanted, const Rename& rename) {
    ModelState& model = wanted.get(rename.model);
    if (rename.of_field)
        model.find(rename.to)->was = rename.from;
    else
        model.was = rename.from;
}

}  // namespace portico::migrations
