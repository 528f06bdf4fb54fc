#include <portico/forms/model_fields.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/project/project.hpp>

#include "forms_page.hpp"

namespace portico::reference {

struct Harbour : orm::Model<Harbour> {
    orm::Id<> id{};
    std::string name{};
    bool open = true;
    static void describe(orm::Describe<Harbour>& harbour) {
        harbour.field(&Harbour::name).max_length(100);
        harbour.display(&Harbour::name);
        harbour.ordering(F(&Harbour::id));
    }
};

namespace {

using namespace forms;

void model_choice_field(FormsPage& page) {
    ModelChoiceField home(orm::AnyQuerySet(Harbour::objects.filter(F(&Harbour::open) == true)));
    home.empty_label = "Choose a harbour";
    page.field("ModelChoiceField", "One row of a query set, which is asked when the options are shown. The clean value is the row.", home, {"1", "3", ""});
}

void model_multiple_choice_field(FormsPage& page) {
    ModelMultipleChoiceField calls_at(orm::AnyQuerySet(Harbour::objects.filter(F(&Harbour::open) == true)));
    page.field("ModelMultipleChoiceField", "Any number of rows.", calls_at, {List{"1", "2"}, List{"3"}});
}

} // namespace

void add_model_fields(FormsPage& page) {
    Project project({.settings = {{"database.url", "sqlite::memory:"}}});
    project.install(migrations::app());
    project.install(App("harbours").with(orm::models<Harbour>()));
    Project::Scope current(project);
    migrations::create_tables(project);
    Harbour::objects.create({.name = "Bergen"});
    Harbour::objects.create({.name = "Oslo"});
    Harbour::objects.create({.name = "Porto", .open = false});
    model_choice_field(page);
    model_multiple_choice_field(page);
}

} // namespace portico::reference
