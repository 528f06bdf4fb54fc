/// What the database refuses is told at the field, as what validation finds is.
#include <gmock/gmock.h>
#include <portico/api/endpoint.hpp>
#include <portico/api/router.hpp>
#include <portico/orm/app.hpp>
#include <portico/orm/model.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/transaction.hpp>
#include <portico/orm/testing/each_database.hpp>
#include <portico/testing/client.hpp>

using namespace portico;
using testing::HasSubstr;

namespace words {

struct Word : orm::Model<Word> {
    orm::Id<> id{};
    std::string text{};
    int length = 0;
    static void describe(orm::Describe<Word>& word) {
        word.field(&Word::text).max_length(20).unique();
        word.check("word_has_letters", orm::F(&Word::length) > 0, "A word has letters.");
    }
};

struct WordIn {
    std::string text{};
    int length = 0;
};

WordIn add_word(api::Body<WordIn> in) {
    Word::objects.create({.text = in->text, .length = in->length});
    return *in;
}

TestHook table() {
    return {.prepare = [](Project&) {
        orm::connection().execute({"CREATE TABLE words_word (id integer PRIMARY KEY, text varchar(20) NOT NULL UNIQUE, "
                                   "length integer NOT NULL CONSTRAINT word_has_letters CHECK (length > 0))", {}});
    }};
}

class BrokenRules : public orm::EachDatabase {
protected:
    BrokenRules() : EachDatabase([](Project& project) {
        project.install(orm::app()).install(App("words").with(orm::models<Word>()).with(api::router("words/").post<add_word>("")).with(table()));
    }) {}
    auto add(std::string_view text, int length) { return client.post("/words/", json_body(Map{{"text", Value(text)}, {"length", Value(length)}})); }
};

TEST_P(BrokenRules, AreToldAtTheField) {
    EXPECT_EQ(add("tea", 3).status(), 200);
    auto again = add("tea", 3);
    EXPECT_EQ(again.status(), 409);
    EXPECT_EQ(again.text(), R"({"detail":[{"type":"unique","loc":["body","text"],"msg":"Word with this Text already exists.","input":null}]})");
    auto empty = add("", 0);
    EXPECT_EQ(empty.status(), 422);
    EXPECT_THAT(empty.text(), HasSubstr(R"("loc":["body"],"msg":"A word has letters.")"));
    EXPECT_EQ(Word::objects.count(), 1);
}

INSTANTIATE_TEST_SUITE_P(OnEachDatabase, BrokenRules, testing::Values("sqlite"));

}  // namespace words
