#include <portico/orm/places.hpp>

#include <portico/base/error.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/saving.hpp>
#include <portico/orm/transaction.hpp>

#include "batch.hpp"
#include "places.hpp"
#include "related_rows.hpp"

namespace portico::orm::detail {

void take_last_place(const ModelInfo& model, void* object, const std::string& database) {
    if (!model.place) return;
    AnyQuerySet rows = AnyQuerySet(model).using_database(database).order_by({"-" + model.place->attribute});
    Value parent = model.ordered_within->value_of(object);
    rows = rows.filter(compare(Lookup::exact, path_over({model.ordered_within, false}), {value_of(std::move(parent))}));
    const Object last = rows.first_object();
    model.place->set(object, Value(last ? *model.place->value(last.object.get()).as_integer() + 1 : std::int64_t(0)));
}

void set_places(const TypeInfo& type, const std::vector<void*>& objects) {
    const ModelInfo& model = *model_of(type);
    if (!model.place)
        throw Error("\"" + model.name + "\" has no order of its own", "describe it: order_with_respect_to(&" + model.name + "::parent, &" + model.name + "::place)");
    if (objects.empty()) return;
    const RowLink row = row_of(model, objects.front());
    atomic([&] {
        std::int64_t place = 0;
        for (void* object : objects) {
            model.place->set(object, Value(place++));
            save_object(type, object, {.only_named = {model.place->attribute}});
        }
    }, {row.batch ? row.batch->database : "default"});
}

}  // namespace portico::orm::detail
