// arithmetic is for numbers, dates and durations
#include "../blog_models.hpp"
auto number = blog::Post::objects.update(F(&blog::Post::views) = F(&blog::Post::title) + 1);
