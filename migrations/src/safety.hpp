/// The parts of safety_of.
#pragma once
#include <portico/migrations/safety.hpp>

namespace portico::migrations {

/// An operation with the descriptions it leads from and to; null where there is none.
struct Change {
    std::string kind{};
    const ProjectState& before;
    const ProjectState& after;
    const ModelState* model = nullptr;      // before
    const ModelState* new_model = nullptr;  // after
    const FieldState* field = nullptr;
    const FieldState* new_field = nullptr;
    bool unique_index = false;
    bool is_constraint = false;             // an index that is made as one: deferrable
    bool concurrently = false;
    std::string rule{};                     // the check that comes, or is validated
};

/// `from`, `to`: the states before and after; both must outlive what is given.
Change change_of(const Operation& operation, const ProjectState& from, const ProjectState& to, const std::string& app);

/// A many-to-many that is to lead to another model: none of its links can be kept.
bool loses_links(const Change& change);

/// What the version that runs now, which knows `before`, can't do once it is done.
std::vector<std::string> broken_by(const Change& change);

namespace sqlite {
std::vector<TableImpact> impact_of(const Change& change);
}
namespace postgresql {
std::vector<TableImpact> impact_of(const Change& change, const orm::Dialect& dialect);
/// The way that nobody has to wait for.
std::string advice_for(const Change& change);
}

}  // namespace portico::migrations
