// contains, startswith and their like are for text fields
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Post::views).contains("1"));
