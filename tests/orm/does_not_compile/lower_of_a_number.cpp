// this function is for text fields
#include "../blog_models.hpp"
#include <portico/orm/functions.hpp>
auto posts = lower(F(&blog::Post::views));
