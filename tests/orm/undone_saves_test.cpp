/// What objects know of themselves when the transaction that saved them is rolled back: as if they had not been saved.
#include <portico/orm/transaction.hpp>

#include "blog_test.hpp"
#include "more_models.hpp"

using namespace portico;
using namespace blog;

namespace {

class UndoneSaves : public BlogTest {
protected:
    template <class Work> void undone(Work work) {
        EXPECT_THROW(orm::atomic([&] {
                         work();
                         throw std::runtime_error("no");
                     }),
                     std::runtime_error);
    }
    std::string stored_name(const Author& author) { return Author::objects.get(orm::F(&Author::id) == author.id.value()).name; }
};

TEST_F(UndoneSaves, ANewObjectIsNewAgain) {
    Author ann{.name = "Ann", .email = "ann@example.org"};
    undone([&] { ann.save(); });
    EXPECT_FALSE(ann.is_saved());
    ann.save();
    EXPECT_EQ(Author::objects.count(), 1);
    EXPECT_EQ(stored_name(ann), "Ann");
}

TEST_F(UndoneSaves, WorkThatIsDoneAgainSavesAgain) {
    Author ann{.name = "Ann", .email = "ann@example.org"};
    int tries = 0;
    orm::atomic([&] {
        ann.save();
        if (++tries == 1) throw orm::TransactionConflict("another was faster");
    }, {.retries = 3});
    EXPECT_EQ(tries, 2);
    EXPECT_EQ(Author::objects.count(), 1);
}

TEST_F(UndoneSaves, AChangeIsAChangeAgain) {
    Author ann = make_author("Ann");
    ann.name = "Anna";
    undone([&] { ann.save(); });
    EXPECT_EQ(stored_name(ann), "Ann");
    ann.save();
    EXPECT_EQ(stored_name(ann), "Anna");
}

TEST_F(UndoneSaves, OfASavepointAlone) {
    Author ann = make_author("Ann");
    orm::atomic([&] {
        ann.email = "new@example.org";
        ann.save();
        ann.name = "Anna";
        undone([&] { ann.save(); });
        ann.save();
    });
    EXPECT_EQ(stored_name(ann), "Anna");
    EXPECT_EQ(Author::objects.get(orm::F(&Author::id) == ann.id.value()).email, "new@example.org");
}

TEST_F(UndoneSaves, TheVersionIsTheRowsAgain) {
    Person bob{.name = "Bob"};
    bob.save();
    bob.name = "Bobby";
    undone([&] {
        bob.save();
        bob.name = "Bobo";
        bob.save();
    });
    bob.save();
    EXPECT_EQ(Person::objects.get(orm::F(&Person::id) == bob.id.value()).name, "Bobo");
    EXPECT_EQ(Person::objects.get(orm::F(&Person::id) == bob.id.value()).version, bob.version);
}

TEST_F(UndoneSaves, OfManyRows) {
    std::vector<Author> authors(3);
    for (std::size_t i = 0; i < 3; ++i) authors[i].email = authors[i].name = "Author " + std::to_string(i);
    undone([&] { Author::objects.bulk_create(authors); });
    for (Author& author : authors) author.save();
    EXPECT_EQ(Author::objects.count(), 3);
}

TEST_F(UndoneSaves, ADeletedObjectIsSavedAgain) {
    Author ann = make_author("Ann");
    ann.email = "new@example.org";
    undone([&] {
        ann.delete_();
        EXPECT_FALSE(ann.is_saved());
    });
    EXPECT_TRUE(ann.is_saved());
    ann.save();
    EXPECT_EQ(Author::objects.get().email, "new@example.org");
}

TEST_F(UndoneSaves, WhatWasNewAndDeletedIsNew) {
    Author ann{.name = "Ann", .email = "ann@example.org"};
    undone([&] {
        ann.save();
        ann.delete_();
    });
    EXPECT_FALSE(ann.is_saved());
    ann.save();
    EXPECT_EQ(stored_name(ann), "Ann");
}

TEST_F(UndoneSaves, NamedFieldsAreWrittenWhateverWasLoaded) {
    Author ann = make_author("Ann");
    Author::objects.update(orm::F(&Author::name) = "Somebody else");
    ann.save(&Author::name);
    EXPECT_EQ(stored_name(ann), "Ann");
}

}  // namespace
