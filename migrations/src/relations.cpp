#include "relations.hpp"

#include <map>
#include <vector>

#include <portico/base/error.hpp>
#include <portico/base/text.hpp>

#include "table_sql.hpp"

namespace portico::migrations {

namespace {

class Relations {
public:
    explicit Relations(const ProjectState& state) : state_(state) {
        for (const ModelState& model : state.models()) models_.emplace(text::ascii_lower(model.label()), &model);
    }

    std::optional<BrokenRelation> broken() const {
        for (const ModelState& model : state_.models())
            for (const FieldState& field : model.fields)
                if (field.is_relation())
                    if (auto found = broken(model, field)) return found;
        return std::nullopt;
    }

private:
    std::optional<BrokenRelation> broken(const ModelState& model, const FieldState& field) const {
        const std::string refers = "\"" + model.label() + "." + field.name + "\" refers to ";
        const auto there = models_.find(text::ascii_lower(field.to));
        if (there == models_.end()) return BrokenRelation{refers + "the model \"" + field.to + "\", which there is not behind this migration", near(field.to)};
        const ModelState& target = *there->second;
        if (!field.to_field.empty() && !target.find(field.to_field))
            return BrokenRelation{refers + "\"" + field.to + "." + field.to_field + "\", which there is not behind this migration", "add that field before, or mend \"to_field\""};
        const std::size_t to = field.to_field.empty() ? TableSql::key_columns(target).size() : target.find(field.to_field)->columns.size();
        const std::size_t given = field.has_columns() ? field.columns.size() : field.through_to.size();
        if (given != to) return of_other_size(refers, field.to, given, to);
        const std::size_t own = TableSql::key_columns(model).size();
        if (!field.has_columns() && field.through_from.size() != own) return of_other_size(refers, model.label(), field.through_from.size(), own);
        return std::nullopt;
    }
    static BrokenRelation of_other_size(const std::string& refers, const std::string& label, std::size_t given, std::size_t wanted) {
        return {refers + "the key of \"" + label + "\" by " + in_columns(given) + ", and behind this migration that has " + in_columns(wanted),
                "a key of another number of columns needs relations that are made anew: remove the field before, and add it behind"};
    }
    static std::string in_columns(std::size_t count) { return std::to_string(count) + (count == 1 ? " column" : " columns"); }
    std::string near(const std::string& label) const {
        std::vector<std::string> known;
        for (const ModelState& model : state_.models()) known.push_back(model.label());
        const std::string hint = did_you_mean(label, known);
        return hint.empty() ? "create it in this migration, or in one that this one depends on" : hint;
    }

    const ProjectState& state_;
    std::map<std::string, const ModelState*> models_{};
};

}  // namespace

std::optional<BrokenRelation> broken_relation(const ProjectState& state) { return Relations(state).broken(); }

}  // namespace portico::migrations
