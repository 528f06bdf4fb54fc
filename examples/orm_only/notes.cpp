#include "notes.hpp"

namespace notes {

void Tag::describe(orm::Describe<Tag>& tag) {
    tag.field(&Tag::name).max_length(40).unique();
    tag.ordering(&Tag::name);
}

void Note::describe(orm::Describe<Note>& note) {
    note.field(&Note::text).max_length(200);
    note.field(&Note::tags).blank();
    note.field(&Note::created).auto_now_add();
    note.ordering(&Note::id);
}

}  // namespace notes
