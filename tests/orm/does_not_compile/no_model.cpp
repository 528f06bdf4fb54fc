// orm::models<…>() takes structs that derive from orm::Model
#include <portico/orm/models.hpp>
struct Plain {
    int number = 0;
};
auto models = portico::orm::models<Plain>();
