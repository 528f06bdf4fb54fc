/// What the blog keeps: authors, tags, posts and their comments.
#pragma once
#include <optional>
#include <string>

#include <portico/orm/model.hpp>

namespace blog {

namespace orm = portico::orm;
using portico::DateTime;
using portico::Decimal;

enum class Status { draft, published };

struct Author : orm::Model<Author> {
    orm::Id<> id{};
    std::string name{};
    std::string email{};
    std::string bio{};
    bool active = true;

    std::string get_absolute_url() const;
    static void describe(orm::Describe<Author>& author);
};

struct Tag : orm::Model<Tag> {
    orm::Id<> id{};
    std::string name{};
    std::string slug{};

    std::string get_absolute_url() const;
    static void describe(orm::Describe<Tag>& tag);
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
    std::optional<DateTime> published_at{};
    int views = 0;
    std::optional<Decimal> rating{};
    bool featured = false;
    orm::File cover{};

    std::string get_absolute_url() const;
    static void describe(orm::Describe<Post>& post);
};

struct Comment : orm::Model<Comment> {
    orm::Id<> id{};
    orm::ForeignKey<Post> post{};
    std::string name{};
    std::string text{};
    bool approved = true;
    DateTime created{};

    static void describe(orm::Describe<Comment>& comment);
};

}  // namespace blog
