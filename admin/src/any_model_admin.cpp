#include <portico/admin/model_admin.hpp>

#include "person.hpp"

#include <portico/base/text.hpp>
#include <portico/orm/model_info.hpp>
#include <portico/orm/saving.hpp>

namespace portico::admin {

AnyModelAdmin::~AnyModelAdmin() = default;

orm::AnyQuerySet AnyModelAdmin::any_rows(Request&) const { return orm::AnyQuerySet(*orm::model_of(type())); }

void AnyModelAdmin::save_any(Request&, void* object, bool) const { orm::save_object(type(), object); }

void AnyModelAdmin::delete_any(Request&, void* object) const { orm::delete_objects(type(), {object}); }

bool AnyModelAdmin::may_any(Request& request, Permission permission, const void* object) const {
    return is_allowed(request, permission, *orm::model_of(type()), object);
}

orm::Path detail::path_of_expression(const orm::Expression& expression) {
    if (expression.kind == orm::Expression::Kind::path) return {expression.steps, expression.name};
    throw Error("the admin was given a computed value where it takes a field", "name fields; computed values go into column(…)");
}

std::string detail::action_name(std::string_view label) { return text::replace_all(text::slugify(label), "-", "_"); }

}  // namespace portico::admin
