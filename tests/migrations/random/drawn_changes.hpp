/// What becomes of a model set, drawn by chance: one to six changes, each of a kind with a name.
#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "drawn_models.hpp"

namespace portico::migrations::test {

struct Pair {
    ProjectState first{}, second{};
    std::vector<std::string> changes{};  // kinds, in the order in which they were drawn
    std::set<std::string> empty{};       // labels of the first's models that have no rows
    bool loses_way_back = false;         // something goes that rows, once gone, can't get back: what is unique, or refers to others
};

class DrawnChanges {
public:
    DrawnChanges(Dice& dice, bool postgresql) : dice_(dice), postgresql_(postgresql), models_(dice, postgresql) {}

    /// `first`: the kind to try before others; so that in many pairs each comes up.
    Pair draw(std::size_t first);
    /// The names of all kinds of change that can be drawn on that database.
    static std::vector<std::string> kinds(bool postgresql);

private:
    using Change = bool (DrawnChanges::*)();
    struct Kind;
    static const std::vector<Kind>& all_kinds();

    bool add_model(), remove_model(), rename_model(), alter_table(), alter_comment();
    bool add_field(), add_relation(), add_many_to_many(), add_computed(), remove_field(), remove_relation(), rename_field(), reorder_fields();
    bool alter_type(), alter_null(), alter_default(), alter_choices(), alter_unique(), alter_field_index(), alter_column(), alter_field_comment();
    bool alter_key(), alter_on_delete(), alter_db_constraint(), alter_form(), alter_target(), alter_to_field(), alter_many_to_many_target(), plain_becomes_relation();
    bool add_index(), remove_index(), change_index(), add_check(), remove_check(), change_check(), add_exclusion(), remove_exclusion();

    ModelState& a_model() { return pair_.second.models()[dice_.below(pair_.second.models().size())]; }
    /// One that has such parts, where there is one.
    template <class Part> ModelState& a_model_with(std::vector<Part> ModelState::*parts) {
        std::vector<ModelState*> found;
        for (ModelState& model : pair_.second.models())
            if (!(model.*parts).empty()) found.push_back(&model);
        return found.empty() ? a_model() : *dice_.one_of(found);
    }
    /// A field that fits, of any model; null where there is none.
    struct Place {
        ModelState* model = nullptr;
        FieldState* field = nullptr;
        explicit operator bool() const { return field != nullptr; }
    };
    Place a_field(const std::function<bool(const ModelState&, const FieldState&)>& fits);
    bool remove(ModelState& model, const std::string& field);
    const ModelState* before(const ModelState& model) const;
    const FieldState* before(const ModelState& model, const FieldState& field) const;
    bool has_rows(const ModelState& model) const;
    bool is_referred_to(const ModelState& model, const FieldState& field) const;
    bool is_computed_from(const ModelState& model, const FieldState& field) const;
    bool is_in_rules(const ModelState& model, const FieldState& field) const;
    void rename_column(ModelState& model, const std::string& from, const std::string& to);

    Dice& dice_;
    bool postgresql_;
    DrawnModels models_;
    Pair pair_;
};

}  // namespace portico::migrations::test
