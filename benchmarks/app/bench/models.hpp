/// The tables that the benchmark brings along for all servers; migrations leave them alone.
#pragma once
#include <string>

#include <portico/orm/model.hpp>

namespace bench {

namespace orm = portico::orm;
using portico::DateTime;

struct World : orm::Model<World> {
    orm::Id<> id{};
    int randomnumber = 0;

    static void describe(orm::Describe<World>& world);
};

struct Fortune : orm::Model<Fortune> {
    orm::Id<> id{};
    std::string message{};

    static void describe(orm::Describe<Fortune>& fortune);
};

struct Author : orm::Model<Author> {
    orm::Id<> id{};
    std::string name{};
    std::string email{};

    static void describe(orm::Describe<Author>& author);
};

struct Tag : orm::Model<Tag> {
    orm::Id<> id{};
    std::string name{};

    static void describe(orm::Describe<Tag>& tag);
};

struct Post : orm::Model<Post> {
    orm::Id<> id{};
    std::string title{};
    std::string body{};
    bool published = false;
    DateTime created{};
    orm::ForeignKey<Author> author{};
    orm::ManyToMany<Tag> tags{};

    static void describe(orm::Describe<Post>& post);
};

/// The 20 newest published posts with their authors.
orm::QuerySet<Post> newest_published();

}  // namespace bench
