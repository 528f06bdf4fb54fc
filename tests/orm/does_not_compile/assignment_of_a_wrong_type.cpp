// this field does not compare with a value of that type
#include "../blog_models.hpp"
auto number = blog::Post::objects.update(F(&blog::Post::featured) = "yes");
