/// Models with a field of each kind, for what goes through files.
#pragma once
#include <portico/base/json.hpp>
#include <portico/orm/model.hpp>

namespace stock {

namespace orm = portico::orm;

enum class Grade { raw, fine };

struct Supplier : orm::Model<Supplier> {
    orm::Id<> id{};
    std::string name{};
    std::string town{};
    static void describe(orm::Describe<Supplier>& supplier) {
        supplier.field(&Supplier::name).max_length(60);
        supplier.field(&Supplier::town).max_length(60);
        supplier.unique_together(&Supplier::name, &Supplier::town);
        supplier.natural_key(&Supplier::name, &Supplier::town);
    }
};

struct Group : orm::Model<Group> {
    orm::Id<> id{};
    orm::ForeignKey<Supplier> supplier{};
    std::string code{};
    static void describe(orm::Describe<Group>& group) {
        group.field(&Group::code).max_length(20);
        group.natural_key(&Group::code, &Group::supplier);
    }
};

struct Part : orm::Model<Part> {
    orm::Id<> id{};
    std::string name{};
    orm::OptionalForeignKey<Part> parent{};
    orm::OptionalForeignKey<Group> group{};
    orm::ManyToMany<Supplier> suppliers{};
    Grade grade = Grade::raw;
    portico::Decimal weight{};
    double ratio = 0;
    bool sold = false;
    std::optional<portico::Json> data{};
    portico::Bytes drawing{};
    portico::Duration made_in{};
    portico::Uuid code{};
    portico::Date day = std::chrono::year(2000) / 1 / 1;
    portico::Time at{};
    portico::DateTime checked{};
    std::optional<std::string> note{};
    static void describe(orm::Describe<Part>& part) {
        part.field(&Part::name).max_length(40).unique();
        part.field(&Part::weight).digits(8, 3);
        part.field(&Part::checked).auto_now();
    }
};

/// Known by keys that the program makes, and by two columns.
struct Ticket : orm::Model<Ticket> {
    orm::Id<portico::Uuid> id{};
    std::string text{};
};
struct Seat : orm::Model<Seat> {
    orm::Id<std::string> row{};
    orm::Id<int> number{};
    bool taken = false;
};

}  // namespace stock
