// only numbers can be summed up
#include "../blog_models.hpp"
auto total = blog::Post::objects.aggregate(sum(F(&blog::Post::title)));
