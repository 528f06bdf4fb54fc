#include <portico/auth/user_model.hpp>

#include <portico/project/project.hpp>

namespace portico::auth {

const TypeInfo& UserModel::type() const { return require_installed(*slot_, type_name_); }

const orm::ModelInfo& UserModel::model() const { return orm::require_model(*slot_, type_name_.c_str()); }

const UserModel& UserModel::current() { return Project::current().get<UserModel>(); }

Value UserModel::get(const void* user, std::string_view name) const {
    const FieldInfo* found = field(name);
    return found ? found->get(user).owned() : Value();
}

bool UserModel::flag(const void* user, std::string_view name, bool otherwise) const {
    const FieldInfo* found = field(name);
    return found ? found->get(user).truthy() : otherwise;
}

std::string UserModel::text(const void* user, std::string_view name) const {
    Value value = get(user, name);
    return value.is_null() ? std::string() : value.str();
}

void UserModel::set(void* user, std::string_view name, const Value& value) const {
    if (const FieldInfo* found = field(name)) found->set(user, value);
}

orm::Object UserModel::find(std::string_view login) const {
    return orm::AnyQuerySet(model()).where(roles_.login, std::string(login)).first_object();
}

orm::Object UserModel::find_key(std::string_view key) const {
    try {
        return orm::AnyQuerySet(model()).find(model().parse_key(key));
    } catch (const ConversionError&) {
        return {};
    }
}

}  // namespace portico::auth
