// this field does not compare with a value of that type
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Post::views) == "ten");
