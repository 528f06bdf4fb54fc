#include "safe_series.hpp"

#include <algorithm>
#include <set>

#include <portico/base/error.hpp>
#include <portico/orm/dialect.hpp>

#include "autodetector.hpp"
#include "safe_parts.hpp"

namespace portico::migrations {

namespace {

using Way = SafePart::Way;

/// The parts of a migration, those for after the deploy behind all others. Neighbours of one way are one.
class Series {
public:
    explicit Series(const ProjectState& before, std::string app) : state_(before), app_(std::move(app)) {}

    void add(const OperationPointer& operation) {
        ProjectState after = state_;
        operation->apply(after, app_);
        const Safety safety = safety_of(*operation, state_, after, app_, orm::postgresql_dialect(), fresh_);
        const Change change = change_of(*operation, state_, after, app_);
        if (safety.is_safe() || safety.unknown)
            append({Way::brief, {operation}});
        else
            for (SafePart& part : safe_parts(operation, change)) append(std::move(part));
        for (const ModelState& model : after.models())
            if (!state_.find(model.label())) fresh_.insert(model.table);
        state_ = std::move(after);
    }
    /// Nothing where it does not lead to what was wanted: then the migration stays as it is.
    std::vector<SafePart> parts(const ProjectState& before) const {
        std::vector<SafePart> all = now_;
        all.insert(all.end(), later_.begin(), later_.end());
        try {
            ProjectState state = before;
            for (const SafePart& part : all)
                for (const OperationPointer& operation : part.operations) operation->apply(state, app_);
        } catch (const Error&) {
            return {};
        }
        return all;
    }

private:
    void append(SafePart part) {
        auto& parts = part.after_deploy ? later_ : now_;
        if (!parts.empty() && parts.back().way == part.way)
            parts.back().operations.insert(parts.back().operations.end(), part.operations.begin(), part.operations.end());
        else
            parts.push_back(std::move(part));
    }
    ProjectState state_;
    std::string app_;
    std::set<std::string> fresh_{};
    std::vector<SafePart> now_{}, later_{};
};

Migration migration_of(const Migration& whole, const SafePart& part, int number, bool only) {
    Migration migration{.app = whole.app, .atomic = part.way != Way::beside};
    migration.name = only ? numbered(number, whole.name.substr(5)) : numbered(number, name_of(part.operations));
    migration.operations = part.operations;
    migration.file = whole.app + "/migrations/" + migration.name + ".json";
    if (part.after_deploy) migration.comment = "apply this once the version that does without runs everywhere, and no older one";
    return migration;
}

}  // namespace

std::vector<Migration> safe_series(const MigrationSet& existing, std::vector<Migration> made) {
    ProjectState state = existing.state();
    std::vector<Migration> all;
    std::map<MigrationKey, std::string> last_names;
    std::map<std::string, int> more;  // migrations of the app than there were
    for (Migration& whole : made) {
        Series series(state, whole.app);
        for (const OperationPointer& operation : whole.operations) series.add(operation);
        auto parts = series.parts(state);
        if (parts.empty()) parts = {{Way::brief, whole.operations}};
        const std::size_t first = all.size();
        for (const SafePart& part : parts)
            all.push_back(migration_of(whole, part, whole.number() + more[whole.app] + static_cast<int>(all.size() - first), parts.size() == 1));
        for (const auto& [app, name] : whole.dependencies) {
            const auto renamed = last_names.find({app, name});
            all[first].dependencies[app] = renamed == last_names.end() ? name : renamed->second;
        }
        more[whole.app] += static_cast<int>(parts.size()) - 1;
        last_names[whole.key()] = all.back().name;
        apply(whole, state);
    }
    return all;
}

}  // namespace portico::migrations
