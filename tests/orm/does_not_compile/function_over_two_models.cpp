// a function takes fields of one model; reach the other by a path
#include "../blog_models.hpp"
#include <portico/orm/functions.hpp>
auto both = concat(F(&blog::Post::title), F(&blog::Tag::name));
