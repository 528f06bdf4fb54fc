/// The models that the ORM's tests play with: those of examples/blog, and some more.
#pragma once
#include <portico/orm/model.hpp>

namespace blog {

namespace orm = portico::orm;

enum class Status { draft, published };

struct Country : orm::Model<Country> {
    orm::Id<std::string> code{};
    std::string name{};
};

struct Address {
    std::string street{};
    std::string town{};
};

struct Author : orm::Model<Author> {
    orm::Id<> id{};
    std::string name{};
    std::string email{};
    bool active = true;
    Address address{};
    orm::OptionalForeignKey<Country> country{};
    static void describe(orm::Describe<Author>&);
};

struct Tag : orm::Model<Tag> {
    orm::Id<> id{};
    std::string name{};
    static void describe(orm::Describe<Tag>&);
};

struct Post : orm::Model<Post> {
    orm::Id<> id{};
    std::string title{};
    std::string slug{};
    std::string body{};
    Status status = Status::draft;
    orm::ForeignKey<Author> author{};
    orm::OptionalForeignKey<Author> reviewer{};
    orm::ManyToMany<Tag> tags{};
    std::optional<portico::DateTime> published_at{};
    int views = 0;
    std::optional<portico::Decimal> rating{};
    bool featured = false;
    orm::File cover{};
    std::string get_absolute_url() const { return "/posts/" + slug + "/"; }
    static void describe(orm::Describe<Post>&);
};

struct Comment : orm::Model<Comment> {
    orm::Id<> id{};
    orm::ForeignKey<Post> post{};
    std::string name{};
    std::string text{};
    bool approved = false;
    portico::DateTime created{};
    static void describe(orm::Describe<Comment>&);
};

/// A key of two columns.
struct Seat : orm::Model<Seat> {
    orm::Id<std::string> row{};
    orm::Id<int> number{};
    std::string note{};
};

struct Ticket : orm::Model<Ticket> {
    orm::Id<portico::Uuid> id{};
    orm::ForeignKey<Seat> seat{};
    std::string holder{};
};

struct Biography : orm::Model<Biography> {
    orm::Id<> id{};
    orm::OneToOne<Author> author{};
    std::string motto{};
    static void describe(orm::Describe<Biography>&);
};

}  // namespace blog
