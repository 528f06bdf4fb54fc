// this field is never null; make it std::optional to leave it out
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Post::views) == std::nullopt);
