/// A small newspaper: what the admin's tests work on.
#pragma once
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/admin/log_entry.hpp>
#include <portico/auth/models.hpp>
#include <portico/orm/model.hpp>
#include <portico/orm/query_log.hpp>
#include <portico/testing/test_case.hpp>

namespace press {

namespace orm = portico::orm;
using portico::DateTime;
using portico::Decimal;
using portico::TestAnswer;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

enum class Status { draft, published };

struct Author : orm::Model<Author> {
    orm::Id<> id{};
    std::string name{};
    std::string email{};
    bool active = true;
    static void describe(orm::Describe<Author>& author);
};

struct Tag : orm::Model<Tag> {
    orm::Id<std::string> code{};
    std::string name{};
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
    std::string get_absolute_url() const { return "/posts/" + slug + "/"; }
    static void describe(orm::Describe<Post>& post);
};

struct Comment : orm::Model<Comment> {
    orm::Id<> id{};
    orm::ForeignKey<Post> post{};
    std::string name{};
    std::string text{};
    bool approved = true;
    static void describe(orm::Describe<Comment>& comment);
};

/// A key of two columns, and what refers to it.
struct Seat : orm::Model<Seat> {
    orm::Id<std::string> row{};
    orm::Id<int> number{};
    std::string note{};
    static void describe(orm::Describe<Seat>& seat);
};

struct Ticket : orm::Model<Ticket> {
    orm::Id<> id{};
    orm::ForeignKey<Seat> seat{};
    std::string holder{};
    static void describe(orm::Describe<Ticket>& ticket);
};

/// Each test: the tables of the newspaper, empty but for one author and one editor who may do everything and is logged in.
class AdminTest : public portico::TestCase {
protected:
    AdminTest();
    static portico::Project& project();

    /// Logs somebody of the staff in who has these permissions and no others.
    void log_in_with(const std::vector<std::string>& permissions);
    Post make_post(const std::string& title, Status status = Status::published);
    Comment make_comment(const Post& post, const std::string& name) {
        return Comment::objects.create({.post = post, .name = name, .text = "Well said."});
    }
    TestAnswer page(const std::string& path) { return client.get("/admin/" + path); }
    static std::string url(const Post& post, const std::string& page = "change") {
        return "/admin/press/post/" + std::to_string(post.id.value()) + "/" + page + "/";
    }
    /// What the form of a post sends: a valid one, changed by these.
    static std::vector<portico::TestField> form_of(const Post& post, const std::vector<portico::TestField>& changes = {});

    Author ann;
};

}  // namespace press
