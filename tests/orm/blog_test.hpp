/// A database with the tables of blog_models.hpp, empty.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <portico/orm/query_log.hpp>

#include "blog_models.hpp"
#include "database_fixture.hpp"

namespace blog {

void install();
/// CREATE TABLE for every model and every many-to-many table, as plainly as can be.
void create_tables();

class BlogTest : public portico::orm::test::DatabaseTest {
protected:
    BlogTest() : DatabaseTest({.url = "sqlite::memory:"}) {
        install();
        create_tables();
    }

    Author make_author(const std::string& name, bool active = true) {
        return Author::objects.create({.name = name, .email = name + "@example.org", .active = active});
    }
    Post make_post(const std::string& title, const Author& author, Status status = Status::published) {
        return Post::objects.create({.title = title, .slug = title, .status = status, .author = author});
    }
};

}  // namespace blog
