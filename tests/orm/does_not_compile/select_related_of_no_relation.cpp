// this member is no relation; there is nothing to load
#include "../blog_models.hpp"
auto posts = blog::Post::objects.select_related(&blog::Post::title);
