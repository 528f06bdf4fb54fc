#include "members.hpp"

#include <algorithm>

#include <portico/base/text.hpp>

#include "checks.hpp"
#include "names.hpp"

namespace portico::migrations::inspect {

namespace {

void add_note(std::string& note, const std::string& more) { note += (note.empty() ? "" : "; ") + more; }

bool is_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

/// The value of a DEFAULT as C++ has it; empty where it is computed.
std::string default_value(std::string sql, const CppType& type) {
    if (const auto cast = sql.rfind("'::"); cast != sql.npos) sql.resize(cast + 1);
    while (sql.size() > 2 && sql.starts_with('(') && sql.ends_with(')')) sql = sql.substr(1, sql.size() - 2);
    std::string plain = sql;
    if (sql.size() > 1 && sql.starts_with('\'') && sql.ends_with('\'')) plain = text::replace_all(sql.substr(1, sql.size() - 2), "''", "'");
    const bool in_quotes = plain != sql || sql == "''";
    if (type.name == "bool") {
        const std::string word = text::ascii_lower(plain);
        return word == "1" || word == "true" ? "true" : word == "0" || word == "false" ? "false" : "";
    }
    if (type.name == "portico::Decimal") return is_number(plain) ? "portico::Decimal(" + quoted(plain) + ")" : "";
    if (type.whole_number || type.name == "double") return is_number(plain) ? plain : "";
    return in_quotes ? quoted(plain) : "";
}

void add_default(Member& member, const LiveColumn& column, const CppType& type) {
    if (column.default_sql.empty() || text::ascii_iequals(column.default_sql, "NULL")) return;
    const std::string value = default_value(column.default_sql, type);
    if (value.empty())
        add_note(member.note, "DEFAULT " + column.default_sql + " is not carried over");
    else
        member.options.push_back(".db_default(" + value + ")");
}

/// The values that a check allows, where they can be enumerators.
std::vector<std::string> enumerators(const LiveTable& table, const LiveColumn& column, const CppType& type) {
    if (!type.text || type.options.empty()) return {};
    for (const LiveCheck& check : table.checks) {
        auto values = allowed_texts(condition_of(check), column.name);
        if (values && std::all_of(values->begin(), values->end(), [](const std::string& one) { return is_plain_name(one); })) return *values;
    }
    return {};
}

void make_enumeration(Struct& model, Member& member, CppType& type, std::vector<std::string> values, std::set<std::string>& types) {
    std::size_t longest = 0;
    for (const std::string& value : values) longest = std::max(longest, value.size());
    if (type.options.front() == ".max_length(" + std::to_string(longest) + ")") type.options.clear();
    type.name = type_name(variable_name(model.name) + "_" + member.name, types);
    type.initial = " = " + type.name + "::" + values.front();
    model.enumerations.push_back({type.name, std::move(values)});
}

}  // namespace

bool is_key(const LiveTable& table, const std::string& column) { return std::find(table.key.begin(), table.key.end(), column) != table.key.end(); }

CppType type_of(const LiveTable& table, const LiveColumn& column, const std::string& dialect) {
    bool is_unsigned = text::ascii_lower(column.type).ends_with("unsigned"), is_json = false;
    for (const LiveCheck& check : table.checks) {
        const std::string condition = condition_of(check);
        is_unsigned = is_unsigned || forbids_negative(condition, column.name);
        is_json = is_json || wants_json(condition, column.name);
    }
    return cpp_type(dialect, column.type, is_unsigned, is_json);
}

CppType key_type(const LiveTable& table, const LiveColumn& column, const std::vector<LiveTable>& all, const std::string& dialect) {
    CppType own = type_of(table, column, dialect);
    if (dialect == "postgresql" || table.key.size() > 1 || !own.whole_number) return own;
    std::size_t bits = 0;
    for (const LiveTable& other : all)
        for (const LiveForeignKey& key : other.foreign_keys)
            if (key.table == table.name && key.columns.size() == 1)
                if (const LiveColumn* referring = other.find(key.columns.front())) bits = std::max(bits, type_of(other, *referring, dialect).bits);
    return whole_number(bits == 0 ? 64 : bits, false);
}

Member key_member(const LiveTable& table, const LiveColumn& column, const CppType& type, std::set<std::string>& taken) {
    Member member{.name = member_name(column.name, taken), .column = column.name};
    member.type = type.name == "std::int64_t" ? "orm::Id<>" : "orm::Id<" + type.name + ">";
    member.initial = "{}";
    member.options = type.options;
    member.note = type.note;
    if (type.whole_number && table.key.size() == 1 && !column.automatic) add_note(member.note, "the database does not count it up by itself; models' are");
    if (member.name != column.name) member.options.push_back(".db_column(" + quoted(column.name) + ")");
    if (!column.comment.empty()) member.options.push_back(".db_comment(" + quoted(column.comment) + ")");
    return member;
}

Member plain_member(Struct& model, const LiveColumn& column, const Options& options, std::set<std::string>& taken, std::set<std::string>& types) {
    Member member{.name = member_name(column.name, taken), .column = column.name};
    CppType type = type_of(*model.table, column, options.dialect);
    if (auto values = enumerators(*model.table, column, type); !values.empty()) make_enumeration(model, member, type, std::move(values), types);
    member.type = column.nullable ? "std::optional<" + type.name + ">" : type.name;
    member.initial = column.nullable ? "{}" : type.initial;
    member.options = type.options;
    member.note = type.note;
    if (member.name != column.name) member.options.push_back(".db_column(" + quoted(column.name) + ")");
    if (column.generated.empty()) {
        add_default(member, column, type);
    } else {
        member.options.push_back(".generated(orm::raw<" + model.name + ", " + type.name + ">(R\"sql(" + column.generated + ")sql\"))");
        model.raw = true;
    }
    if (!column.comment.empty()) member.options.push_back(".db_comment(" + quoted(column.comment) + ")");
    return member;
}

}  // namespace portico::migrations::inspect
