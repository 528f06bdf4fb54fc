// this condition is on another model than the query set's; reach the other by a path
#include "../blog_models.hpp"
auto posts = blog::Post::objects.filter(F(&blog::Author::name) == "Ann");
