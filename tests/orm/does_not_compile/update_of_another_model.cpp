// update assigns to fields of the query set's own model
#include "../blog_models.hpp"
auto number = blog::Post::objects.update(F(&blog::Author::name) = "Ann");
