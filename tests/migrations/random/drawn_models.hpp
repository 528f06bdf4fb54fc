/// Model sets drawn by chance, as a project's models might be.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "../states.hpp"
#include "dice.hpp"

namespace portico::migrations::test {

/// The same SQL for all databases.
SqlTexts everywhere(const std::string& sql);
/// Does a piece of SQL name the column?
bool mentions(const SqlTexts& sql, const std::string& column);
/// No two rows of `value_of` are alike.
bool is_distinct(const FieldState& field);
/// Plain whole numbers, which conditions may be about.
bool is_number(const FieldState& field);

/// What row n (1 …) has in a column of that type; small, so that it survives most conversions.
Value value_of(const FieldState& field, const orm::ColumnType& type, std::size_t row);
/// The same as a file has it.
Value in_file(const FieldState& field, std::size_t row);
constexpr std::size_t fill_row = 9;     // gives what no row has
constexpr std::size_t default_row = 8;

/// Columns and types of relations as the models that they refer to have them now, and the tables between.
void settle(ProjectState& state);

class DrawnModels {
public:
    DrawnModels(Dice& dice, bool postgresql) : dice_(dice), postgresql_(postgresql) {}

    ProjectState draw();

    ModelState model();
    FieldState field();
    FieldState choice();
    /// From one model to another. `nullable`: it must be, since rows can't know one.
    FieldState relation(const ProjectState& state, const ModelState& from, const ModelState& to, bool nullable);
    FieldState many_to_many(const ModelState& to);
    /// Over fields of the model that are fit for it; a nameless one where there is none.
    IndexState index(const ModelState& model);
    CheckState check(const ModelState& model);
    ExclusionState exclusion(const ModelState& model);
    FieldState computed(const ModelState& model);

private:
    void add_relations(ProjectState& state);

    Dice& dice_;
    bool postgresql_;
};

}  // namespace portico::migrations::test
