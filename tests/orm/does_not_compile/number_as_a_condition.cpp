// only a bool field is a condition by itself; compare this one with something
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Post::views));
