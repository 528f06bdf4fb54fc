// a field of this type is not known; specialise portico::FieldTraits for it
#include <map>
#include <portico/orm/models.hpp>
struct Odd : portico::orm::Model<Odd> {
    portico::orm::Id<> id{};
    std::map<int, int> numbers{};
};
auto models = portico::orm::models<Odd>();
