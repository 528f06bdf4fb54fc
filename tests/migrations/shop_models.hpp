/// Models with options that only their tables show: made by migrations, used as any.
#pragma once
#include <portico/base/ip_address.hpp>
#include <portico/base/json.hpp>
#include <portico/orm/model.hpp>

namespace shop {

namespace orm = portico::orm;

struct Visit : orm::Model<Visit> {
    orm::Id<> id{};
    portico::IpAddress address{};
    std::optional<portico::IpAddress> proxy{};
    std::string path{};
    static void describe(orm::Describe<Visit>&);
};

struct Product : orm::Model<Product> {
    orm::Id<> id{};
    std::string code{};
    std::string name{};
    static void describe(orm::Describe<Product>&);
};

/// Refers to a product by its code.
struct Offer : orm::Model<Offer> {
    orm::Id<> id{};
    orm::ForeignKey<Product> product{};
    orm::OptionalForeignKey<Product> better{};
    int price = 0;
    static void describe(orm::Describe<Offer>&);
};

struct Topic : orm::Model<Topic> {
    orm::Id<> id{};
    std::string name{};
};

/// What becomes of these when their topic goes, the database decides.
struct Remark : orm::Model<Remark> {
    orm::Id<> id{};
    orm::ForeignKey<Topic> topic{};
    std::string text{};
    static void describe(orm::Describe<Remark>&);
};

struct Wish : orm::Model<Wish> {
    orm::Id<> id{};
    orm::OptionalForeignKey<Topic> topic{};
    static void describe(orm::Describe<Wish>&);
};

struct Shelf : orm::Model<Shelf> {
    orm::Id<> id{};
    orm::ForeignKey<Topic> topic{};
    static void describe(orm::Describe<Shelf>&);
};

/// The program decides: another product takes its place.
struct Sample : orm::Model<Sample> {
    orm::Id<> id{};
    orm::ForeignKey<Product> product{};
    static void describe(orm::Describe<Sample>&);
};

struct Bulletin : orm::Model<Bulletin> {
    orm::Id<> id{};
    std::string slug{};
    std::string headline{};
    std::string series{};
    portico::Date day{};
    portico::DateTime printed{};
    static void describe(orm::Describe<Bulletin>&);
};

struct Lesson : orm::Model<Lesson> {
    orm::Id<> id{};
    std::string name{};
    std::optional<std::string> room{};
    int hour = 0;
    std::optional<portico::Json> tags{};
    static void describe(orm::Describe<Lesson>&);
};

struct Question : orm::Model<Question> {
    orm::Id<> id{};
    std::string text{};
};

struct Answer : orm::Model<Answer> {
    orm::Id<> id{};
    orm::ForeignKey<Question> question{};
    std::string text{};
    int place = 0;
    static void describe(orm::Describe<Answer>&);
};

/// A key of two columns, and what refers to it.
struct Berth : orm::Model<Berth> {
    orm::Id<std::string> deck{};
    orm::Id<int> number{};
    bool window = false;
    orm::ManyToMany<Lesson> lessons{};
};

struct Passenger : orm::Model<Passenger> {
    orm::Id<> id{};
    orm::ForeignKey<Berth> berth{};
    orm::OptionalForeignKey<Berth> next_berth{};
    std::string name{};
    static void describe(orm::Describe<Passenger>&);
};

// PostgreSQL only.

struct Turn : orm::Model<Turn> {
    orm::Id<> id{};
    std::string name{};
    int place = 0;
    static void describe(orm::Describe<Turn>&);
};

struct Booking : orm::Model<Booking> {
    orm::Id<> id{};
    int first = 0;
    int last = 0;
    bool cancelled = false;
    static void describe(orm::Describe<Booking>&);
};

void install();

}  // namespace shop
