/// What was renamed, most likely, and nobody has said so.
#pragma once
#include <string>
#include <vector>

#include <portico/migrations/state.hpp>

namespace portico::migrations {

struct Rename {
    std::string model{};     // label of the model as it is wanted: "blog.Post"
    std::string from{}, to{};
    bool of_field = false;

    /// "Was the field blog.Post.headline called \"title\" before?"
    std::string question() const;
};

/// A field (or a model) that has gone, and one in its place that is the same but for its name.
std::vector<Rename> likely_renames(const ProjectState& before, const ProjectState& wanted, const std::vector<std::string>& apps);
/// As if the model had said `.was(…)`.
void note(ProjectState& wanted, const Rename& rename);

}  // namespace portico::migrations
