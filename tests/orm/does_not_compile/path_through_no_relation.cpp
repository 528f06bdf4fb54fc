// this path goes on after a member that is neither a relation nor an embedded struct
#include "../blog_models.hpp"
auto field = F(&blog::Post::title, &blog::Author::name);
