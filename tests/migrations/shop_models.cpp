#include "shop_models.hpp"

#include <portico/orm/functions.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/sql.hpp>

namespace shop {

using namespace portico;

void Visit::describe(orm::Describe<Visit>& visit) {
    visit.field(&Visit::address).unpack_ipv4().index();
    visit.field(&Visit::proxy).ipv4();
}

void Product::describe(orm::Describe<Product>& product) {
    product.db_comment("What can be bought.");
    product.field(&Product::code).max_length(20).unique().db_comment("As it's printed on the box");
    product.display(&Product::name);
    product.get_latest_by(&Product::id);
}

void Offer::describe(orm::Describe<Offer>& offer) {
    offer.field(&Offer::product).to_field(&Product::code).on_delete(orm::cascade).related_name("offers");
    offer.field(&Offer::better).db_constraint(false).on_delete(orm::do_nothing).related_name("+");
}

void Remark::describe(orm::Describe<Remark>& remark) {
    remark.field(&Remark::topic).on_delete(orm::db_cascade).related_name("remarks");
}

void Wish::describe(orm::Describe<Wish>& wish) { wish.field(&Wish::topic).on_delete(orm::db_set_null); }

void Shelf::describe(orm::Describe<Shelf>& shelf) { shelf.field(&Shelf::topic).db_default(1).on_delete(orm::db_set_default); }

void Sample::describe(orm::Describe<Sample>& sample) { sample.field(&Sample::product).default_value(1).on_delete(orm::set_default); }

void Bulletin::describe(orm::Describe<Bulletin>& bulletin) {
    bulletin.field(&Bulletin::slug).unique_for_date(&Bulletin::day);
    bulletin.field(&Bulletin::headline).unique_for_month(&Bulletin::printed);
    bulletin.field(&Bulletin::series).unique_for_year(&Bulletin::day);
}

void Lesson::describe(orm::Describe<Lesson>& lesson) {
    lesson.unique(&Lesson::room, &Lesson::hour).nulls_distinct(false).name("lesson_room_hour").message("The room is taken.").code("taken");
    lesson.unique(lower(F(&Lesson::name))).name("lesson_name").message("There is such a lesson.");
    lesson.check("lesson_hour", F(&Lesson::hour) < 24, "A day has 24 hours.", "late");
    lesson.index(&Lesson::tags).type(orm::IndexType::gin).name("lesson_tags");
    lesson.index(&Lesson::hour).type(orm::IndexType::hash).name("lesson_hour_hash");
    lesson.index(&Lesson::name, -F(&Lesson::hour)).opclasses({"varchar_pattern_ops", ""}).name("lesson_name_like");
    lesson.index(&Lesson::hour).type(orm::IndexType::brin).name("lesson_hour_brin");
}

void Answer::describe(orm::Describe<Answer>& answer) {
    answer.order_with_respect_to(&Answer::question, &Answer::place);
    answer.field(&Answer::question).on_delete(orm::cascade);
    answer.default_related_name("%(model)ss");
}

void Passenger::describe(orm::Describe<Passenger>& passenger) {
    passenger.unique_together(&Passenger::berth, &Passenger::name);
    passenger.field(&Passenger::berth).on_delete(orm::cascade).related_name("passengers");
    passenger.field(&Passenger::next_berth).related_name("+");
}

void Turn::describe(orm::Describe<Turn>& turn) { turn.unique(&Turn::place).deferrable().name("turn_place"); }

void Booking::describe(orm::Describe<Booking>& booking) {
    booking.exclude("booking_overlap")
        .with(raw<Booking, std::string>("int4range({}, {})", F(&Booking::first), F(&Booking::last)), "&&")
        .where(F(&Booking::cancelled) == false)
        .message("Somebody is there already.");
}

void install() {
    orm::install<Visit, Product, Offer, Topic, Remark, Wish, Shelf, Sample, Bulletin, Lesson, Question, Answer, Berth, Passenger, Turn, Booking>("shop");
}

}  // namespace shop
