/// Models for what a blog has no use of: a tree, JSON, durations, bits.
#pragma once
#include <cstdio>

#include <portico/base/error.hpp>
#include <portico/base/field_types.hpp>
#include <portico/orm/model.hpp>
#include <portico/orm/sql_function.hpp>

namespace blog {

struct Category : orm::Model<Category> {
    orm::Id<> id{};
    std::string name{};
    orm::OptionalForeignKey<Category> parent{};
    static void describe(orm::Describe<Category>&);
};

struct Font {
    std::string family{};
    int size = 12;
};

struct Look {
    std::string theme = "light";
    bool wide = false;
    Font font{};
};

struct Page : orm::Model<Page> {
    orm::Id<> id{};
    std::string name{};
    portico::Json data{};
    Look look{};
    static void describe(orm::Describe<Page>&);
};

/// A type of one's own in a column: "#ff8000".
struct Colour {
    int red = 0, green = 0, blue = 0;
    bool operator==(const Colour&) const = default;
};

inline const orm::SqlFunction<std::string> red{"SUBSTR({}, 2, 2)"};
inline const orm::SqlFunction<bool, 2> begins_with{{.sqlite = "{} GLOB {} || '*'", .postgresql = "STARTS_WITH({}, {})"}};

struct Event : orm::Model<Event> {
    orm::Id<> id{};
    std::string name{};
    portico::DateTime begins{};
    portico::Date day = std::chrono::year(2026) / 5 / 17;
    std::chrono::microseconds lasts{};
    int flags = 0;
    double weight = 0;
    std::optional<portico::Time> doors{};
    Colour colour{};
    static void describe(orm::Describe<Event>&);
};

struct Membership;

struct Person : orm::Model<Person> {
    orm::Id<> id{};
    std::string name{};
    orm::ManyToMany<Person> friends{};
    int version = 0;
    std::string initial{};
    static void describe(orm::Describe<Person>&);
};

struct Team : orm::Model<Team> {
    orm::Id<> id{};
    std::string name{};
    orm::ManyToMany<Person> members{};
    static void describe(orm::Describe<Team>&);
};

struct Membership : orm::Model<Membership> {
    orm::Id<> id{};
    orm::ForeignKey<Team> team{};
    orm::ForeignKey<Person> person{};
    std::string role = "member";
    static void describe(orm::Describe<Membership>&);
};

/// Its history is kept.
struct Paper : orm::Model<Paper> {
    orm::Id<> id{};
    std::string title{};
    orm::OptionalForeignKey<Category> category{};
    std::optional<portico::Decimal> price{};
    int pages = 0;
    static void describe(orm::Describe<Paper>&);
};

/// What happened to tags, told by their hooks.
extern std::vector<std::string> told;

}  // namespace blog

template <> struct portico::FieldTraits<blog::Colour> {
    static void fill(FieldType& type) {
        type.kind = Kind::text;
        type.get = [](const void* field) {
            const auto& colour = *static_cast<const blog::Colour*>(field);
            char text[8];
            std::snprintf(text, sizeof text, "#%02x%02x%02x", colour.red & 255, colour.green & 255, colour.blue & 255);
            return Value(std::string(text));
        };
        type.set = [](void* field, const Value& value) {
            auto& colour = *static_cast<blog::Colour*>(field);
            std::string text = value.str();
            unsigned red = 0, green = 0, blue = 0;
            if (std::sscanf(text.c_str(), "#%2x%2x%2x", &red, &green, &blue) != 3) throw ConversionError("Enter a colour.", "invalid");
            colour = {static_cast<int>(red), static_cast<int>(green), static_cast<int>(blue)};
        };
    }
};
