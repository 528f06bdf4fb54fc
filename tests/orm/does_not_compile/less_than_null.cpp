// nothing is less or more than null; use isnull()
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Post::rating) < std::nullopt);
