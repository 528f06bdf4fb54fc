// this path goes on with a member of another model than the one it has reached
#include "../blog_models.hpp"
auto field = F(&blog::Post::author, &blog::Tag::name);
