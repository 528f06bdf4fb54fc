/// Rows with a key of several columns.
#include <portico/orm/model_info.hpp>

#include "press.hpp"

namespace press {

using namespace portico;

struct Keys : AdminTest {
    static std::vector<TestField> seat_form(const std::string& row, int number, const std::string& note) {
        return {{"row", row}, {"number", number}, {"note", note}, {"_save", "1"}};
    }
};

TEST_F(Keys, OfSeveralColumnsAreTypedAndStandInUrls) {
    auto answer = client.post("/admin/press/seat/add/", seat_form("A,~", 7, "window"));
    EXPECT_EQ(answer.location(), "/admin/press/seat/") << answer.text();
    Seat seat = Seat::objects.get();
    EXPECT_EQ(seat.row.value(), "A,~");
    const std::string key = orm::model<Seat>().key_text(&seat);
    EXPECT_EQ(key, "A~1~0,7");
    const std::string list = page("press/seat/").text();
    const auto at = list.find("/admin/press/seat/A");
    ASSERT_NE(at, std::string::npos) << list;
    const std::string url = list.substr(at, list.find('"', at) - at);
    EXPECT_THAT(client.get(url).text(), HasSubstr("window"));
    EXPECT_EQ(client.post(url, seat_form("B", 8, "aisle")).location(), "/admin/press/seat/");
    EXPECT_EQ(Seat::objects.get().note, "aisle");
    EXPECT_EQ(Seat::objects.get().row.value(), "A,~") << "the key stays";
    EXPECT_THAT(client.post("/admin/press/seat/add/", seat_form("A,~", 7, "twice")).text(), HasSubstr("Seat with this Row and Number already exists."));
}

TEST_F(Keys, OfSeveralColumnsAreChosen) {
    Seat::objects.create({.row = "A", .number = 1});
    Seat::objects.create({.row = "B", .number = 2});
    auto answer = client.post("/admin/press/ticket/add/", {{"seat", "B,2"}, {"holder", "Ann"}, {"_save", "1"}});
    EXPECT_EQ(answer.location(), "/admin/press/ticket/") << answer.text();
    Ticket ticket = Ticket::objects.get();
    EXPECT_EQ(ticket.seat->number, 2);
    EXPECT_THAT(page("press/ticket/" + std::to_string(ticket.id.value()) + "/change/").text(), HasSubstr("value=\"B,2\" selected"));
    EXPECT_THAT(page("press/seat/B,2/delete/").text(), HasSubstr("Ann"));
    client.post("/admin/press/seat/B,2/delete/", {{"post", "yes"}});
    EXPECT_EQ(Ticket::objects.count(), 0);
    EXPECT_EQ(Seat::objects.count(), 1);
}

}  // namespace press
