/// The work behind detect_changes: walks the apps and models, keeps the state as it will be after what was found so far.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include <portico/migrations/autodetector.hpp>

namespace portico::migrations {

/// "0007_" and the name.
std::string numbered(int number, const std::string& name);
/// What the operations do, until it gets too long.
std::string name_of(const std::vector<OperationPointer>& operations);

/// Throws Error where a migration's file can't be called so.
void refuse_bad_name(const std::string& name);

class Autodetector {
public:
    Autodetector(const MigrationSet& existing, const ProjectState& wanted, const std::vector<std::string>& apps);

    std::vector<Migration> run(const std::string& name);

private:
    /// What one app's new migrations do: the second exists only where apps refer to each other in a circle.
    struct Changes {
        std::vector<OperationPointer> first, second;
        std::set<std::string> first_needs_apps, second_needs_apps;  // apps whose new migrations must come before
    };
    struct Postponed {
        std::string app, model;
        FieldState field;
    };

    void choose_apps(const std::vector<std::string>& asked);
    void sort_apps();
    /// `renames`: does it count that one gets another name? It may be called by the one before.
    bool refers_to_new_model_of(const std::string& app, const std::string& other, bool renames) const;
    /// Is the model, or that field of it, not there yet, called otherwise, or nothing yet that may be referred to?
    bool is_new(const std::string& label, const std::string& field = {}) const;
    /// Does that app refer to what is new of the model?
    bool has_news_for(const std::string& app, const std::string& label) const;

    void look_at(const std::string& app);
    void rename_models(const std::string& app);
    void rename_fields(const ModelState& wanted);
    void remove_indexes(const ModelState& wanted);
    void create_models(const std::string& app);
    void create(ModelState model);
    void add_postponed(const std::string& app, bool second);
    void change_fields(const ModelState& wanted);
    void make_room_for_counted_key(const ModelState& wanted);
    FieldState with_name_of_now(const std::string& app, FieldState field);
    void make_referable(const std::string& app, const FieldState& relation);
    void release(const ModelState& model, const FieldState& field);
    void add_indexes(const ModelState& wanted);
    void delete_models(const std::string& app, bool second);
    void cut_references_to(const ModelState& model, bool second);
    void wait_for_those_that_referred_to(const ModelState& model, bool second);
    bool is_referred_to(const ModelState& model, bool by_other_apps) const;
    void add(const std::string& app, OperationPointer operation, bool second = false);

    std::vector<Migration> write(const std::string& name);
    Migration make(const std::string& app, std::vector<OperationPointer> operations, int number, const std::string& name,
                   bool initial) const;
    void add_dependencies(Migration& migration, const std::map<std::string, std::string>& new_names) const;

    const MigrationSet& existing_;
    const ProjectState& wanted_;
    const ProjectState before_;
    ProjectState state_;  // with what was found so far
    std::vector<std::string> apps_;
    std::map<std::string, Changes> changes_;
    std::vector<Postponed> postponed_;
};

}  // namespace portico::migrations
