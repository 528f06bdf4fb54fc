/// The admin shows, changes and deletes what a model's policy lets through (TicketPolicy and CommentPolicy in press.cpp).
#include "press.hpp"

namespace press {

using namespace portico;

struct Policies : AdminTest {
    Policies() { log_in_with({"view_post", "change_post", "view_ticket"}); }
    Ticket ticket(const std::string& holder) { return Ticket::objects.create({.seat = seat, .holder = holder}); }
    static std::string at(const Ticket& one, const std::string& page = "change") { return "/admin/press/ticket/" + std::to_string(one.id.value()) + "/" + page + "/"; }
    TestAnswer punch(const std::vector<Ticket>& tickets) {
        std::vector<TestField> form{{"action", "punch"}};
        for (const Ticket& one : tickets) form.push_back({"_selected_action", one.id.value()});
        return client.post("/admin/press/ticket/", form);
    }

    Seat seat = Seat::objects.create({.row = "A", .number = 1});
    Ticket own = ticket("clerk"), others = ticket("somebody else");
};

TEST_F(Policies, ListsShowWhatMayBeViewed) {
    EXPECT_THAT(page("press/ticket/").text(), AllOf(HasSubstr(">clerk<"), Not(HasSubstr("somebody else")), HasSubstr("1 ticket")));
    EXPECT_THAT(page("").text(), AllOf(HasSubstr("/admin/press/ticket/"), Not(HasSubstr("2 tickets"))));
}

TEST_F(Policies, PagesOfOtherRowsAreNotThere) {
    EXPECT_EQ(client.get(at(own)).status(), 200);
    for (const char* one : {"change", "delete", "history"}) EXPECT_EQ(client.get(at(others, one)).location(), "/admin/press/ticket/") << one;
    EXPECT_EQ(client.post(at(others), {{"seat", "A,1"}, {"holder", "clerk"}}).location(), "/admin/press/ticket/");
    EXPECT_EQ(Ticket::objects.get(F(&Ticket::id) == others.id.value()).holder, "somebody else");
}

TEST_F(Policies, WhatMayBeChangedIsAndWhatMayNotBeDeletedStays) {
    EXPECT_EQ(client.post(at(own), {{"seat", "A,1"}, {"holder", "clerk and wife"}}).status(), 303);
    EXPECT_EQ(Ticket::objects.get(F(&Ticket::id) == own.id.value()).holder, "clerk and wife");
    EXPECT_EQ(client.post(at(own, "delete"), {{"post", "yes"}}).status(), 403);
    Ticket used = ticket("clerk (used)");
    EXPECT_EQ(client.post(at(used, "delete"), {{"post", "yes"}}).location(), "/admin/press/ticket/");
    EXPECT_FALSE(Ticket::objects.exists(F(&Ticket::id) == used.id.value()));
}

TEST_F(Policies, ActionsReachNoOtherRows) {
    punch({own, others});
    EXPECT_EQ(Ticket::objects.filter(F(&Ticket::holder) == "punched").count(), 1);
    EXPECT_EQ(Ticket::objects.get(F(&Ticket::id) == others.id.value()).holder, "somebody else");
    auto answer = client.post("/admin/press/ticket/", {{"action", "delete_selected"}, {"_selected_action", ticket("clerk").id.value()}, {"post", "yes"}});
    EXPECT_THAT(answer.text(), HasSubstr("Tickets")) << "it says what may not be deleted";
    EXPECT_EQ(Ticket::objects.count(), 3);
}

TEST_F(Policies, RowsOfInlinesAreShownAndChangedOnlyAsFarAsTheyMay) {
    Post post = make_post("Harbour");
    make_comment(post, "clerk");
    EXPECT_THAT(client.get(url(post)).text(), HasSubstr("name=\"comments-0-name\""));
    make_comment(post, "editor");
    make_comment(post, "stranger");
    EXPECT_THAT(client.get(url(post)).text(), AllOf(Not(HasSubstr("name=\"comments-0-name\"")), HasSubstr("editor"), Not(HasSubstr("stranger"))));
}

TEST_F(Policies, SuperusersAreNotAskedAndTheLogTellsNothingElse) {
    client.cookies().clear();
    client.post("/admin/login/", {{"username", "editor"}, {"password", "correct horse battery"}});
    EXPECT_THAT(page("press/ticket/").text(), AllOf(HasSubstr("clerk"), HasSubstr("somebody else")));
    client.post(at(others), {{"seat", "A,1"}, {"holder", "somebody new"}});
    EXPECT_THAT(page("").text(), HasSubstr(at(others)));
    client.cookies().clear();
    client.post("/admin/login/", {{"username", "clerk"}, {"password", "correct horse battery"}});
    EXPECT_THAT(page("").text(), Not(HasSubstr(at(others))));
}

}  // namespace press
