/// Notes with tags.
#pragma once
#include <string>

#include <portico/orm/model.hpp>

namespace notes {

namespace orm = portico::orm;

struct Tag : orm::Model<Tag> {
    orm::Id<> id{};
    std::string name{};
    static void describe(orm::Describe<Tag>& tag);
};

struct Note : orm::Model<Note> {
    orm::Id<> id{};
    std::string text{};
    bool done = false;
    orm::ManyToMany<Tag> tags{};
    portico::DateTime created{};
    static void describe(orm::Describe<Note>& note);
};

}  // namespace notes
