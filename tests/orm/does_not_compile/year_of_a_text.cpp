// year, month and their like are for dates and times
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Post::title).year() == 2026);
