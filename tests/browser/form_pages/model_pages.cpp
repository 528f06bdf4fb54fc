#include "model_pages.hpp"

#include <portico/forms/inline_form_set.hpp>
#include <portico/forms/model_form.hpp>
#include <portico/migrations/app.hpp>
#include <portico/orm/models.hpp>
#include <portico/orm/query_set.hpp>
#include <portico/project/project.hpp>

namespace form_pages {

using namespace portico;

namespace {

enum class Kind { sail, motor };

struct Harbour : orm::Model<Harbour> {
    orm::Id<> id{};
    std::string name{};
    static void describe(orm::Describe<Harbour>& harbour) {
        harbour.field(&Harbour::name).max_length(100);
        harbour.display(&Harbour::name);
    }
};

struct Boat : orm::Model<Boat> {
    orm::Id<> id{};
    std::string name{};
    Kind kind = Kind::sail;
    std::optional<Date> built{};
    orm::ForeignKey<Harbour> home{};
    orm::ManyToMany<Harbour> calls_at{};
    orm::File picture{};
    static void describe(orm::Describe<Boat>& boat) {
        boat.field(&Boat::name).max_length(80).unique().help_text("As it stands on the bow.");
        boat.field(&Boat::home).on_delete(orm::cascade).related_name("boats");
        boat.field(&Boat::calls_at).blank().related_name("visitors");
        boat.field(&Boat::picture).blank().upload_to("boats/");
        boat.display(&Boat::name);
    }
};

using BoatForm = forms::ModelForm<Boat, &Boat::name, &Boat::kind, &Boat::built, &Boat::home, &Boat::calls_at, &Boat::picture>;

forms::AnyInlineFormSet boats_of(const Harbour& harbour, forms::Submission sent = {}) {
    return {*orm::model<Boat>().relation("home"), {&installed<Harbour>(), std::make_shared<Harbour>(harbour)}, {"name", "kind", "built"},
            std::move(sent), {.prefix = "boats", .extra = 2, .can_delete = true, .can_order = true}};
}

} // namespace

std::map<std::string, std::string> model_pages() {
    Project project({.settings = {{"database.url", "sqlite::memory:"}}});
    project.install(migrations::app());
    project.install(App("harbour").with(orm::models<Harbour, Boat>()));
    Project::Scope current(project);
    migrations::create_tables(project);
    auto bergen = Harbour::objects.create({.name = "Bergen & Ask"});
    auto gull = Boat::objects.create({.name = "Gull", .home = bergen});
    gull.related(&Boat::calls_at).add(bergen);

    std::map<std::string, std::string> pages;
    pages["model-form-empty"] = BoatForm().as_div();
    pages["model-form-row"] = BoatForm(gull).as_div();
    pages["model-form-refused"] = BoatForm(forms::Submission{QueryData{{"name", "Gull"}, {"kind", "steam"}, {"home", "99"}, {"calls_at", "7"}}}).as_div();
    pages["model-formset"] = boats_of(bergen).as_div();
    QueryData sent{{"boats-TOTAL_FORMS", "2"}, {"boats-INITIAL_FORMS", "1"}, {"boats-0-id", std::to_string(gull.id.value())}, {"boats-0-name", ""},
                   {"boats-0-DELETE", ""}, {"boats-1-id", ""}, {"boats-1-name", "Wave"}, {"boats-1-kind", "steam"}, {"boats-1-ORDER", "last"}};
    pages["model-formset-refused"] = boats_of(bergen, sent).as_div();
    return pages;
}

} // namespace form_pages
