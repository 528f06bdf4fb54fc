#include "models.hpp"

#include <algorithm>

#include <portico/base/text.hpp>

#include "members.hpp"
#include "names.hpp"
#include "rules.hpp"

namespace portico::migrations::inspect {

const Member* Struct::of_column(const std::string& column) const {
    for (const Member& member : members)
        if (!member.column.empty() && member.column == column) return &member;
    return nullptr;
}

namespace {

/// A table that does no more than relate rows of two others.
struct Between {
    const LiveTable* table = nullptr;
    LiveForeignKey near{}, far{};  // of the owner and of its target
    std::string name{};            // of the owner's member
    bool plain = false;            // the ORM would name its columns the same
};

class Inspection {
public:
    Inspection(const std::vector<LiveTable>& tables, const Options& options) : tables_(tables), options_(options) {}

    Inspected run() {
        for (const LiveTable& table : tables_) begin(table);
        for (const LiveTable& table : tables_) note_between(table);
        std::erase_if(made_.structs, [&](const Struct& model) { return folded_.contains(model.table->name); });
        for (Struct& model : made_.structs) add_members(model);
        for (const Between& between : betweens_) add_many(between);
        for (Struct& model : made_.structs) add_rules(model, options_);
        return std::move(made_);
    }

private:
    /// Names its struct and its columns' members, so that others can refer to them.
    void begin(const LiveTable& table) {
        if (table.key.empty()) return made_.left_out.push_back(table.name + ": it has no primary key");
        for (const std::string& column : table.key)
            if (const LiveColumn* found = table.find(column); !found || !key_type(table, *found, tables_, options_.dialect).may_be_key)
                return made_.left_out.push_back(table.name + ": a column of its key is of a type that keys can't have");
        std::string_view name = table.name;
        if (name.starts_with(options_.app + "_")) name.remove_prefix(options_.app.size() + 1);
        made_.structs.push_back({.table = &table, .name = type_name(name, types_)});
    }

    Struct* find(const std::string& table) {
        for (Struct& model : made_.structs)
            if (model.table->name == table) return &model;
        return nullptr;
    }

    bool is_referred_to(const LiveTable& table) const {
        for (const LiveTable& other : tables_)
            for (const LiveForeignKey& key : other.foreign_keys)
                if (key.table == table.name) return true;
        return false;
    }

    void note_between(const LiveTable& table) {
        std::vector<LiveForeignKey> sides;
        std::size_t others = 0;
        for (const LiveColumn& column : table.columns) {
            const LiveForeignKey* key = reference_of(table, column.name);
            if (key) sides.push_back(*key);
            else if (is_key(table, column.name) && table.key.size() == 1) continue;
            else ++others;
        }
        if (sides.size() != 2 || others > 0 || is_referred_to(table) || !find(sides[0].table) || !find(sides[1].table)) return;
        Between between{&table, sides[0], sides[1]};
        if (table.name.starts_with(sides[1].table + "_") && !table.name.starts_with(sides[0].table + "_")) std::swap(between.near, between.far);
        const Struct &owner = *find(between.near.table), &target = *find(between.far.table);
        const bool named = table.name.starts_with(between.near.table + "_");
        between.name = named ? table.name.substr(between.near.table.size() + 1) : variable_name(target.name) + "s";
        std::string from = text::ascii_lower(owner.name) + "_id", to = text::ascii_lower(target.name) + "_id";
        if (from == to) from = "from_" + from, to = "to_" + to;
        between.plain = between.near.columns.front() == from && between.far.columns.front() == to;
        const bool keyed = table.key.size() == 1 && !reference_of(table, table.key.front());
        if (!keyed && !between.plain) return;  // no model can have a key that refers to others
        if (between.plain) folded_.insert(table.name);
        betweens_.push_back(std::move(between));
    }

    static const LiveForeignKey* reference_of(const LiveTable& table, const std::string& column) {
        for (const LiveForeignKey& key : table.foreign_keys)
            if (key.columns.size() == 1 && key.columns.front() == column) return &key;
        return nullptr;
    }

    void add_members(Struct& model) {
        auto& taken = taken_[model.table->name];
        for (const LiveColumn& column : model.table->columns) {
            if (is_key(*model.table, column.name)) {
                model.members.push_back(key_member(*model.table, column, key_type(*model.table, column, tables_, options_.dialect), taken));
                if (reference_of(*model.table, column.name)) model.members.back().note += " it refers to " + reference_of(*model.table, column.name)->table;
                continue;
            }
            const LiveForeignKey* key = reference_of(*model.table, column.name);
            const std::string target = key ? target_of(*key) : "";
            model.members.push_back(target.empty() ? plain_member(model, column, options_, taken, types_) : reference(model, column, *key, target));
            if (key && target.empty()) model.members.back().note += " refers to " + key->table + ", which has no model here";
            if (const std::string header = type_of(*model.table, column, options_.dialect).header; !header.empty()) made_.headers.insert(header);
        }
        for (const LiveForeignKey& key : model.table->foreign_keys)
            if (key.columns.size() > 1) model.notes.push_back("not carried over: the foreign key (" + text::join(key.columns, ", ") + ") to " + key.table);
    }

    /// The name of the model that is referred to; empty where there is none, or its column can't be.
    std::string target_of(const LiveForeignKey& key) {
        if (const Struct* model = find(key.table)) {
            if (key.to == model->table->key) return model->name;
            return model->table->key.size() == 1 && is_unique(*model->table, key.to.front()) ? model->name : "";
        }
        auto known = options_.known.find(key.table);
        if (known == options_.known.end() || known->second.empty()) return {};
        made_.known[key.table] = known->second;
        return known->second;
    }

    static bool is_unique(const LiveTable& table, const std::string& column) {
        return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const LiveIndex& index) {
            return index.unique && index.condition.empty() && index.parts == std::vector<std::string>{column};
        });
    }

    Member reference(Struct& model, const LiveColumn& column, const LiveForeignKey& key, const std::string& target) {
        const bool has_id = column.name.size() > 3 && column.name.ends_with("_id");
        Member member{.name = member_name(has_id ? column.name.substr(0, column.name.size() - 3) : column.name, taken_[model.table->name]), .column = column.name};
        const bool single = is_unique(*model.table, column.name);
        member.type = std::string("orm::") + (column.nullable ? "Optional" : "") + (single ? "OneToOne<" : "ForeignKey<") + target + ">";
        member.initial = "{}";
        if (member.name + "_id" != column.name) member.options.push_back(".db_column(" + quoted(column.name) + ")");
        if (!single) member.options.push_back(".index(false)");  // taken back where there is one
        if (const Struct* other = find(key.table); other && key.to != other->table->key) {
            std::set<std::string> fresh;
            member.options.push_back(".to_field(&" + target + "::" + member_name(key.to.front(), fresh) + ")");
        }
        if (key.on_delete == "CASCADE") member.options.push_back(".on_delete(orm::db_cascade)");
        if (key.on_delete == "SET NULL" && column.nullable) member.options.push_back(".on_delete(orm::db_set_null)");
        add_related_name(member, model, target, single);
        if (!column.comment.empty()) member.options.push_back(".db_comment(" + quoted(column.comment) + ")");
        return member;
    }

    /// Two relations to the same model can't have the same name from there.
    void add_related_name(Member& member, const Struct& model, const std::string& target, bool single) {
        const std::string lower = text::ascii_lower(model.name);
        if (backwards_[target].insert(single ? lower : lower + "_set").second) return;
        const std::string other = variable_name(model.name) + "_" + member.name + (single ? "" : "_set");
        backwards_[target].insert(other);
        member.options.push_back(".related_name(" + quoted(other) + ")");
    }

    void add_many(const Between& between) {
        Struct &owner = *find(between.near.table), &target = *find(between.far.table);
        Member member{.name = member_name(between.name, taken_[owner.table->name])};
        member.type = "orm::ManyToMany<" + target.name + ">";
        member.initial = "{}";
        if (!between.plain) {
            const Struct& model = *find(between.table->name);
            member.options.push_back(".through(&" + model.name + "::" + model.of_column(between.near.columns.front())->name + ", &" + model.name + "::" +
                                     model.of_column(between.far.columns.front())->name + ")");
        } else if (between.table->name != owner.table->name + "_" + member.name) {
            member.options.push_back(".db_table(" + quoted(between.table->name) + ")");
        }
        if (between.plain && between.table->key.size() != 1) member.note = "its table has no key of its own, as those that migrations make have";
        add_related_name(member, owner, target.name, false);
        owner.members.push_back(std::move(member));
    }

    const std::vector<LiveTable>& tables_;
    const Options& options_;
    Inspected made_;
    std::vector<Between> betweens_;
    std::set<std::string> folded_;  // tables that are a relation of two others, and no model
    std::set<std::string> types_;
    std::map<std::string, std::set<std::string>> taken_, backwards_;  // members by table; names from the other end by model
};

}  // namespace

Inspected structs_of(const std::vector<LiveTable>& tables, const Options& options) { return Inspection(tables, options).run(); }

}  // namespace portico::migrations::inspect
