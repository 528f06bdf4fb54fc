/// ./orm_only migrate
/// ./orm_only add "Buy tea" --tag shopping
/// ./orm_only done 1
/// ./orm_only list --tag shopping
#include <ostream>

#include <embedded/notes.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/project/commands.hpp>
#include <portico/project/project.hpp>

#include "notes.hpp"

using namespace portico;
using namespace notes;

namespace {

struct AddArguments {
    Argument<std::string> text{};
    std::vector<std::string> tag{};
};

int add(Project& project, const AddArguments& arguments) {
    auto note = orm::atomic([&] {
        auto made = Note::objects.create({.text = *arguments.text});
        for (const auto& name : arguments.tag)
            made.related(&Note::tags).add(Tag::objects.get_or_create(F(&Tag::name) == name).first);
        return made;
    });
    project.out() << "note " << note.id << "\n";
    return 0;
}

struct DoneArguments {
    Argument<std::int64_t> id{};
};

int done(Project&, const DoneArguments& arguments) {
    auto note = Note::objects.get(F(&Note::id) == *arguments.id);
    note.done = true;
    note.save();
    return 0;
}

struct ListArguments {
    std::optional<std::string> tag{};
};

int list(Project& project, const ListArguments& arguments) {
    auto notes = Note::objects.order_by(F(&Note::done).asc(), &Note::id).prefetch_related(&Note::tags);
    if (arguments.tag) notes = notes.filter(F(&Note::tags, &Tag::name) == *arguments.tag);
    for (const Note& note : notes) {
        project.out() << (note.done ? "x " : "- ") << note.text;
        for (const Tag& tag : note.tags) project.out() << " #" << tag.name;
        project.out() << "\n";
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    Project project(argc, argv);
    project.install(migrations::app());
    project.install(App("notes")
                        .with(embedded::notes)
                        .with(orm::models<Tag, Note>())
                        .with(command<add>("add", "Adds a note."))
                        .with(command<done>("done", "Marks a note as done."))
                        .with(command<list>("list", "Shows the notes.")));
    return project.run();
}
