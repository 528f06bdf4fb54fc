// this order is by a field of another model
#include "../blog_models.hpp"
auto posts = blog::Post::objects.order_by(&blog::Author::name);
